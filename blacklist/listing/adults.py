"""Minors are on no list: a credit subject has full capacity (河南省社会信用条例 article 3)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from blacklist.listing.cases import PROCEDURE
from core import ruletables
from core.errors import Refusal
from core.identifiers import birth_date
from credit.models import Subject
from credit.rules.cycles import add_months
from credit.services import RESIDENT_ID


def refuse_minor(subject: Subject, *, on: date, place: str) -> None:
    """Refuse to list a person who is under age on a day, as far as the identity number tells.

    Raises:
        Refusal: the person is a minor.
    """
    if not subject.is_person or subject.id_number is None or subject.id_type not in ("", RESIDENT_ID):
        return
    born = birth_date(subject.id_number.reveal())
    years = int(ruletables.rule(PROCEDURE, "adult_age", on=on, place=place)["years"])
    if born is not None and add_months(born, 12 * years) > on:
        raise Refusal(_("Subject: minors are on no list."), field="subject")
