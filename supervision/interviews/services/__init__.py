"""Every write about an interview. Officers' pages, portal and other parts of supervision call these."""

from supervision.interviews.services.holding import Demand, Heard, follow_up, hold
from supervision.interviews.services.noticing import Notice, give_notice, note_read, put_off
from supervision.interviews.services.proposing import about, drop, enter, propose

__all__ = [
    "Demand",
    "Heard",
    "Notice",
    "about",
    "drop",
    "enter",
    "follow_up",
    "give_notice",
    "hold",
    "note_read",
    "propose",
    "put_off",
]
