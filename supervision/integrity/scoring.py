"""From marks to a result: pure functions over what review and table say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from supervision.integrity.tables import Band

BAND_NAMES = {
    "excellent": pgettext_lazy("integrity band", "excellent"),
    "good": pgettext_lazy("integrity band", "good"),
    "pass": pgettext_lazy("integrity band", "passed"),
    "fail": pgettext_lazy("integrity band", "not passed"),
}
HUNDRED = Decimal(100)
NO_RESULT = _("no result yet")


@dataclass(frozen=True, slots=True)
class Mark:
    """Marks under one indicator.

    Args:
        full: the most it can give.
        veto: whether zero marks mean the lowest band.
    """

    given: Decimal
    full: Decimal
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What the marks come to.

    Args:
        total: marks of a hundred, one decimal.
        vetoed: the lowest band by a veto, whatever the total.
    """

    total: Decimal
    band: Band
    vetoed: bool


def result(marks: Iterable[Mark], bands: Sequence[Band]) -> Result:
    """Add the marks up, of a hundred, and find the band; a veto indicator at zero gives the lowest one.

    Args:
        marks: one an indicator; at least one.
        bands: the best first, the last from zero.
    """
    rows = list(marks)
    full = sum((row.full for row in rows), Decimal(0))
    total = (sum((row.given for row in rows), Decimal(0)) / full * HUNDRED).quantize(Decimal("0.1"))
    vetoed = any(row.veto and not row.given for row in rows)
    reached = next((band for band in bands if total >= band.least), bands[-1])
    return Result(total, bands[-1] if vetoed else reached, vetoed)


def band_name(code: str) -> str:
    """Return a band's name as people read it; a local code stands for itself."""
    return str(BAND_NAMES.get(code, code)) if code else str(NO_RESULT)
