"""Every write about an interview. Officers' pages, portal and other parts of supervision call these."""

from supervision.interviews.services.calling_off import (
    after_false_close_out,
    asked_for,
    call_off,
    counted,
    drop,
    give_up,
    resting_on,
)
from supervision.interviews.services.holding import Demand, Heard, follow_up, hold
from supervision.interviews.services.noticing import Notice, give_notice, note_read, put_off, reply
from supervision.interviews.services.proposing import about, enter, propose

__all__ = [
    "Demand",
    "Heard",
    "Notice",
    "about",
    "after_false_close_out",
    "asked_for",
    "call_off",
    "counted",
    "drop",
    "enter",
    "follow_up",
    "give_notice",
    "give_up",
    "hold",
    "note_read",
    "propose",
    "put_off",
    "reply",
    "resting_on",
]
