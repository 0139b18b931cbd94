"""Every write about a listing. Pages, portal, API and tasks call these; each is one transaction."""

from blacklist.listing.breach import breaches_of, let_stand, lose
from blacklist.listing.decisions import (
    ask_upper,
    decide,
    decide_not_to_list,
    enter_on_list,
    serve_decision,
    upper_consents,
    upper_refuses,
)
from blacklist.listing.ends import Ended, end_listings
from blacklist.listing.notices import (
    ask_hearing,
    hold_hearing,
    keep_evidence,
    order_hearing,
    receive_statement,
    serve_notice,
    weigh,
)
from blacklist.listing.parts import NewGround, NewResponsible
from blacklist.listing.proposals import about, amend, check, propose, take_back
from blacklist.listing.publicity import conclude_publicity, handle_objection, publicise, receive_objection

__all__ = [
    "Ended",
    "NewGround",
    "NewResponsible",
    "about",
    "amend",
    "ask_hearing",
    "ask_upper",
    "breaches_of",
    "check",
    "conclude_publicity",
    "decide",
    "decide_not_to_list",
    "end_listings",
    "enter_on_list",
    "handle_objection",
    "hold_hearing",
    "keep_evidence",
    "let_stand",
    "lose",
    "order_hearing",
    "propose",
    "publicise",
    "receive_objection",
    "receive_statement",
    "serve_decision",
    "serve_notice",
    "take_back",
    "upper_consents",
    "upper_refuses",
    "weigh",
]
