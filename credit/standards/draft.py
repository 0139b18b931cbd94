"""A standard with everything it holds, as rows that need not be stored yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.clock import today
from credit.grading.standards import plain_standard
from credit.models import Band, Criterion, DecayStep, Standard
from credit.rules.standard import StandardData
from credit.standards.validation import Fault, content_faults, surroundings_faults

FRAME = (
    "code",
    "version",
    "place",
    "title",
    "title_en",
    "applies_to",
    "scale",
    "base",
    "floor",
    "bonus_cap",
    "deduction_cap",
    "veto_grade",
    "serious_list_grade",
    "cycle_kind",
    "cycle_months",
    "cycle_years",
    "cycle_anchor",
    "document",
    "article",
    "certainty",
    "effective_from",
    "effective_until",
)
CRITERION = (
    "item_code",
    "title",
    "title_en",
    "clause",
    "points",
    "per",
    "cap",
    "veto",
    "direct",
    "grade",
    "bonus",
)
BAND = ("label", "label_en", "minimum", "consequences")
DECAY = ("from_months", "percent")


@dataclass(frozen=True, slots=True)
class Draft:
    """The rows of one standard.

    Args:
        standard: its own row.
        criteria: what counts.
        bands: what the result leads to.
        decay: how records fade.
    """

    standard: Standard
    criteria: Sequence[Criterion]
    bands: Sequence[Band]
    decay: Sequence[DecayStep] = ()

    @property
    def data(self) -> StandardData:
        """The plain data that the evaluators read."""
        return plain_standard(self.standard, self.criteria, self.bands, self.decay)

    def frame(self) -> dict[str, Any]:
        """Return what is said of the standard as a whole, by field."""
        return {name: getattr(self.standard, name) for name in FRAME}


def draft_of(standard: Standard) -> Draft:
    """Read a stored standard with everything it holds."""
    return Draft(
        standard,
        list(standard.criteria.order_by("item_code")),
        list(standard.bands.all()),
        list(standard.decay_steps.all()),
    )


def columns(row: Criterion | Band | DecayStep, names: Sequence[str]) -> Mapping[str, Any]:
    """Return some fields of a row, for a copy or a comparison."""
    return {name: getattr(row, name) for name in names}


def draft_faults(draft: Draft) -> Iterator[Fault]:
    """Yield everything that makes a draft unusable, by itself and beside catalogue and rule table."""
    items = [row.item_code for row in draft.criteria]
    for item in sorted({item for item in items if items.count(item) > 1}):
        yield Fault("criteria", _("Criteria, item code: %(item)s stands there twice.") % {"item": item})
    frame, data = draft.frame(), draft.data
    yield from content_faults(data, frame)
    consequences = {row.label: row.consequences for row in draft.bands}
    start = draft.standard.effective_from
    yield from surroundings_faults(data, frame, consequences, on=max(start, today()))


def fingerprint(draft: Draft) -> str:
    """Return a digest of everything a standard says, so that an adoption holds for what was read."""
    tables = ((draft.criteria, CRITERION), (draft.bands, BAND), (draft.decay, DECAY))
    words = [repr(draft.frame())]
    words += sorted(repr(columns(row, names)) for rows, names in tables for row in rows)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]
