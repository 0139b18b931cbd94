"""Finding credit files the way officers look for them: by number, or by a piece of the name."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from core.identifiers import clean_code
from core.search import matching
from credit.models import Subject
from credit.services import RESIDENT_ID, person_identity

MOST_FOUND = 500
HELP = _("Name or a piece of it, credit code, or identity number")
_RESIDENT = re.compile(r"\d{17}[\dX]")
_CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")


def subject_ids(term: str) -> list[int]:
    """Return the credit files that a search term names, at most 500.

    A whole number is looked up in its index (a person's by its keyed digest: the number itself is stored
    sealed), anything else is a piece of a name.
    """
    code = clean_code(term)
    wanted: list[str] = []
    if _CREDIT_CODE.fullmatch(code):
        wanted.append(f"U:{code}")
    if _RESIDENT.fullmatch(code):
        wanted.append(person_identity(RESIDENT_ID, code))
    if wanted:
        return list(Subject.objects.filter(identity__in=wanted).values_list("pk", flat=True))
    found = matching(Subject.objects.all(), "grams", "name_norm", term)
    return list(found.values_list("pk", flat=True)[:MOST_FOUND])
