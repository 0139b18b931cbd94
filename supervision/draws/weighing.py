"""How much a body weighs in the draw: its grade, a red listing, and its self-inspections, multiplied.

Better credit, fewer checks; worse, more (吉卫监督发〔2021〕2号, 津滨卫执法〔2020〕120号). Whose grade asks
for full coverage stands outside the draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from blacklist.choices import ListingState, ListKind
from blacklist.models import Listing
from credit.consequences import ALL, USUAL_WEIGHT, inspection_weight
from supervision.draws.rules import Settings
from supervision.ledgers.selectors import standing

_PIECE = 5000
GRADE, RED = "grade", "red_list"


@dataclass(frozen=True, slots=True)
class Weight:
    """What a body weighs, and why.

    Args:
        value: factor on the base share; None: inspected in any case.
        factors: each factor that is not 1, by name (`grade`, `red_list`, `ledger_…`).
    """

    value: Decimal | None
    factors: dict[str, Decimal]

    def tickets(self, unit: int) -> int:
        """Return the number of lots: the weight in parts of the unit, at least one."""
        if self.value is None:
            return 0
        return max(1, int((self.value * unit).quantize(Decimal(1), ROUND_HALF_UP)))


def weights(subject_ids: Sequence[int], rules: Settings) -> dict[int, Weight]:
    """Return the weight of each body on the settings' day."""
    found: dict[int, Weight] = {}
    for start in range(0, len(subject_ids), _PIECE):
        found |= _weights(subject_ids[start : start + _PIECE], rules)
    return found


def _weights(subject_ids: Sequence[int], rules: Settings) -> dict[int, Weight]:
    grades = inspection_weight(subject_ids, on=rules.on)
    reds = _on_red_list(subject_ids, rules.on)
    kept = standing(subject_ids, rules.on)
    known = rules.factors
    found = {}
    for pk in subject_ids:
        names = [RED] if pk in reds else []
        names += [f"ledger_{kept[pk]}"] if kept[pk] else []
        factors = {name: known[name] for name in names if known.get(name, USUAL_WEIGHT) != USUAL_WEIGHT}
        found[pk] = _weight(grades[pk], factors)
    return found


def _weight(grade: Decimal, factors: dict[str, Decimal]) -> Weight:
    if grade == ALL:
        return Weight(None, {GRADE: grade})
    value = grade
    for factor in factors.values():
        value *= factor
    return Weight(value, {**({GRADE: grade} if grade != USUAL_WEIGHT else {}), **factors})


def _on_red_list(subject_ids: Sequence[int], day: date) -> set[int]:
    rows = Listing.objects.filter(
        kind=ListKind.RED, state=ListingState.LISTED, subject_id__in=subject_ids, listed_on__lte=day
    )
    return set(rows.values_list("subject_id", flat=True))
