"""Writes to the credit file. Other apps' services call these inside their own transactions."""

from credit.services.catalogue import catalogue, item
from credit.services.changes import Changed, annul_records, change_records, supersede
from credit.services.circumstances import (
    DayChange,
    move_licences,
    move_verified_until,
    note_licences,
    note_listed,
    note_unlisted,
)
from credit.services.entry import (
    amend_entry,
    confirm,
    confirm_many,
    discard,
    enter_record,
    hand_in,
    send_back,
    withdraw_record,
)
from credit.services.holding import hold_files
from credit.services.records import NewRecord, announce, record_conduct
from credit.services.subjects import (
    RESIDENT_ID,
    applies_to,
    body_identity,
    ensure_body,
    ensure_person,
    masked_number,
    name_fields,
    person_identity,
    subject_identity,
)
from credit.services.verifications import note_verifications
from credit.workflow import RECORD_CHANGED

__all__ = [
    "RECORD_CHANGED",
    "RESIDENT_ID",
    "Changed",
    "DayChange",
    "NewRecord",
    "amend_entry",
    "announce",
    "annul_records",
    "applies_to",
    "body_identity",
    "catalogue",
    "change_records",
    "confirm",
    "confirm_many",
    "discard",
    "ensure_body",
    "ensure_person",
    "enter_record",
    "hand_in",
    "hold_files",
    "item",
    "masked_number",
    "move_licences",
    "move_verified_until",
    "name_fields",
    "note_licences",
    "note_listed",
    "note_unlisted",
    "note_verifications",
    "person_identity",
    "record_conduct",
    "send_back",
    "subject_identity",
    "supersede",
    "withdraw_record",
]
