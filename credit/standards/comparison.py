"""What one version of a standard says differently from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from credit.models import Band, Criterion, DecayStep, Standard
from credit.rules.phrases import plain
from credit.standards.draft import BAND, CRITERION, DECAY, FRAME, Draft, columns

NOTHING = "–"
Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Args:
        part: "standard", "criteria", "bands" or "decay".
        key: which row of the part, such as an item code; "" for the standard itself.
        field: name of the column; "" where the whole row is new or gone.
        label: the column as a reader knows it.
        old: before, None where it was not there.
        new: after, None where it is gone.
    """

    part: str
    key: str
    field: str
    label: str
    old: Any
    new: Any

    @property
    def old_shown(self) -> str:
        """The value before, as a reader reads it."""
        return shown(self.old)

    @property
    def new_shown(self) -> str:
        """The value after, as a reader reads it."""
        return shown(self.new)


def shown(value: Any) -> str:
    """Return a value in words: yes and no, points without idle zeros, lists in one line."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return plain(value)
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)


def differences(old: Draft | None, new: Draft, *, titles: Titles = MappingProxyType({})) -> list[Difference]:
    """Return what differs between two versions, the standard first, then its tables.

    Args:
        old: the earlier one; None where everything is new.
        new: the later one.
        titles: of consequences by code, for a reader; the audit trail keeps the codes.
    """
    before = old.frame() if old else dict.fromkeys(FRAME)
    found = [
        Difference(
            "standard",
            "",
            name,
            _label(Standard, name),
            _in_words(Standard, name, before[name], titles),
            _in_words(Standard, name, value, titles),
        )
        for name, value in new.frame().items()
        if before[name] != value
    ]
    found += _table("criteria", old.criteria if old else (), new.criteria, "item_code", CRITERION, titles)
    found += _table("bands", old.bands if old else (), new.bands, "label", BAND, titles)
    found += _table("decay", old.decay if old else (), new.decay, "from_months", DECAY, titles)
    return found


def as_changes(found: Sequence[Difference]) -> dict[str, tuple[Any, Any]]:
    """Return differences as the audit trail takes them."""
    return {
        " ".join(filter(None, (row.part if row.key else "", row.key, row.field))): (row.old, row.new)
        for row in found
    }


Row = Criterion | Band | DecayStep


def _table(
    part: str, old: Sequence[Row], new: Sequence[Row], key: str, names: Sequence[str], titles: Titles
) -> Iterator[Difference]:
    before = {str(getattr(row, key)): columns(row, names) for row in old}
    after = {str(getattr(row, key)): columns(row, names) for row in new}
    model = type(next(iter((*new, *old)), None))
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            yield Difference(
                part,
                name,
                "",
                _whole(was, now),
                _whole_row(model, was, titles),
                _whole_row(model, now, titles),
            )
            continue
        for column in names:
            if _unordered(was[column]) != _unordered(now[column]):
                old_value, new_value = (_in_words(model, column, row[column], titles) for row in (was, now))
                yield Difference(part, name, column, _label(model, column), old_value, new_value)


def _unordered(value: Any) -> Any:
    """Return a value for comparing: the consequences of a band hold together, in whatever order."""
    return sorted(value) if isinstance(value, list) else value


def _whole(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
    return _("new") if was is None else _("left out") if now is None else ""


def _whole_row(model: Any, row: Mapping[str, Any] | None, titles: Titles) -> str | None:
    """Tell a whole row in one line, without what is empty."""
    if row is None:
        return None
    told = (_in_words(model, name, value, titles) for name, value in row.items() if value is not False)
    return " · ".join(shown(value) for value in told if shown(value) != NOTHING)


def _in_words(model: Any, name: str, value: Any, titles: Titles) -> Any:
    """Return a value of a field with choices in words, consequences by the titles that are given."""
    if name == "consequences" and isinstance(value, list):
        return [titles.get(code, code) for code in value]
    choices = getattr(model._meta.get_field(name), "flatchoices", None) or ()
    return str(dict(choices).get(value, value)) if choices else value


def _label(model: Any, name: str) -> str:
    field = model._meta.get_field(name) if isinstance(model, type) and issubclass(model, Model) else None
    return str(getattr(field, "verbose_name", name))
