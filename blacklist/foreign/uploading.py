"""Uploading a workbook for a source: what the page asks becomes an upload that a worker reads."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from blacklist.foreign.choices import Extent, ForeignKind, Way
from blacklist.foreign.parcels import Parcel, check_parcel
from blacklist.models import ForeignSource
from core import intake
from core.actors import Actor
from core.models import Intake

TABLES: dict[str, tuple[ForeignKind, bool]] = {
    "black_list": (ForeignKind.BLACK, False),
    "black_list_person": (ForeignKind.BLACK, True),
    "red_list": (ForeignKind.RED, False),
    "red_list_person": (ForeignKind.RED, True),
}
"""Table of the workbook → which list, and whether of natural persons."""


def submit_list(
    *,
    source: ForeignSource,
    table: str,
    upload: BinaryIO,
    extent: str,
    list_on: date,
    look_first: bool,
    by: Actor,
    file_name: str = "",
    told: bool = True,
) -> Intake:
    """Queue a workbook of a source.

    A whole list is taken in all or not at all: an entry whose row is faulty would otherwise look as if its
    source no longer named it.

    Args:
        source: who sent it.
        table: one of `TABLES`.
        upload: the workbook.
        extent: the whole list, or additions.
        list_on: the day whose state it shows.
        look_first: whether an officer looks before anything is ended.
        by: the officer.
        file_name: the file's name as the clerk knows it.
        told: whether the workers are told at once.

    Raises:
        Refusal: no right, a closed source, an older whole list, or a file that is too large.
    """
    kind, of_persons = TABLES[table]
    parcel = Parcel(source, kind, of_persons, Extent(extent), Way.WORKBOOK, list_on, look_first)
    check_parcel(parcel, by=by)
    whole = extent == Extent.FULL
    office = {
        "division": source.division_code,
        "source": str(source.pk),
        "extent": str(extent),
        "list_on": list_on.isoformat(),
        "look_first": "1" if look_first and whole else "",
    }
    mode = Intake.Mode.ALL_OR_NOTHING if whole else Intake.Mode.KEEP_GOOD
    return intake.submit(table, upload, mode, by, file_name=file_name, office=office, told=told)
