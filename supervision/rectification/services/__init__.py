"""Every write about a rectification. Portal, officers' pages and other parts of supervision call these."""

from supervision.rectification.services.body import (
    about,
    ask_extension,
    hand_in,
    least_evidence,
    take_extension_back,
    write,
)
from supervision.rectification.services.checking import (
    check,
    check_again,
    cross_off,
    cross_off_many,
    decide_extension,
    drop,
    lapse_many,
    send_back,
)
from supervision.rectification.services.doubts import clear, doubt, find_false, reopen, sources_of_false
from supervision.rectification.services.opening import NewRectification, open_many, order
from supervision.rectification.services.rechecks import draw_recheck, note_finding

__all__ = [
    "NewRectification",
    "about",
    "ask_extension",
    "check",
    "check_again",
    "clear",
    "cross_off",
    "cross_off_many",
    "decide_extension",
    "doubt",
    "draw_recheck",
    "drop",
    "find_false",
    "hand_in",
    "lapse_many",
    "least_evidence",
    "note_finding",
    "open_many",
    "order",
    "reopen",
    "send_back",
    "sources_of_false",
    "take_extension_back",
    "write",
]
