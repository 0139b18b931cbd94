"""Rule tables: law as data with document, article, place and effective dates.

Each app ships its tables as `law/*.json`; they are loaded into `core.Rule` after each migrate. Rows that an
administrator adds (origin "local") take precedence over shipped rows of the same code, place and day.

File format: {"table": "…", "label": "…", "rules": [{"code", "place", "valid_from", "valid_to", "title",
"document", "article", "certainty", "value"}, …]}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refusal
from core.models import Rule
from core.stamped import stamp_of

BEGINNING = date(1949, 10, 1)


@dataclass(frozen=True)
class RuleBook:
    """The rules of one table.

    Args:
        table: name of the table.
        rows: all its rows, any place and any date.
    """

    table: str
    rows: tuple[Rule, ...]

    def find(self, code: str, *, on: date, place: str = "") -> Rule | None:
        """Return the rule in force: nearest place first, then local before shipped, then the latest start."""
        candidates = [
            row for row in self._by_code.get(code, ()) if in_force(row, on) and place.startswith(row.place)
        ]
        return max(candidates, key=_precedence, default=None)

    def value(self, code: str, *, on: date, place: str = "") -> Any:
        """Return the content of the rule in force.

        Raises:
            Refusal: no such rule is in force on that day in that place.
        """
        row = self.find(code, on=on, place=place)
        if row is None:
            raise Refusal(
                _(
                    "The rule table “%(table)s” holds no rule “%(code)s” in force on %(day)s; "
                    "an administrator must add it."
                )
                % {"table": self.table, "code": code, "day": on.isoformat()}
            )
        return row.value

    def in_force(self, *, on: date, place: str = "") -> dict[str, Rule]:
        """Return the rule in force for every code of the table."""
        found = {code: self.find(code, on=on, place=place) for code in self._by_code}
        return {code: row for code, row in found.items() if row is not None}

    @cached_property
    def _by_code(self) -> dict[str, list[Rule]]:
        codes: dict[str, list[Rule]] = {}
        for row in self.rows:
            codes.setdefault(row.code, []).append(row)
        return codes


def in_force(row: Rule, on: date) -> bool:
    """Tell whether a rule holds on a day (both ends included)."""
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


def _precedence(row: Rule) -> tuple[int, bool, date]:
    return len(row.place), row.origin == Rule.Origin.LOCAL, row.valid_from


MOST_BOOKS = 1000
"""Books kept in memory: some ten stamps of every table; old stamps never come again outside rollbacks."""
_remembered: dict[tuple[str, str], RuleBook] = {}
"""The books read, by table and the stamp that `core_rule` bore then."""


def book(table: str) -> RuleBook:
    """Read one rule table; where no rule changed since this process read it, from memory.

    Whoever is given rules reads them only: others are given the same objects.
    """
    stamp = stamp_of(Rule._meta.db_table)
    known = _remembered.get((table, stamp)) if stamp else None
    if known is not None:
        return known
    read = RuleBook(table, tuple(Rule.objects.filter(table=table)))
    if stamp:
        if len(_remembered) >= MOST_BOOKS:
            _remembered.clear()
        _remembered[table, stamp] = read
    return read


def rule(table: str, code: str, *, on: date, place: str = "") -> Any:
    """Read one rule's content (operations over many rows read the `book` once)."""
    return book(table).value(code, on=on, place=place)


def law_files() -> Iterable[Path]:
    """Yield the rule files of the installed apps, in a stable order."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        folder = Path(config.path) / "law"
        if folder.is_dir():
            yield from sorted(folder.glob("*.json"))


def load_law() -> int:
    """Bring the shipped rules into the database; returns how many rows are new or changed.

    A shipped row that is no longer in any file is removed; rows of an administrator are never touched.
    """
    wanted: dict[tuple[str, str, str, date], Rule] = {}
    for path in law_files():
        data = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(data, dict) and "table" in data and "rules" in data:
            for row in data["rules"]:
                parsed = _parse(data["table"], row)
                wanted[(parsed.table, parsed.code, parsed.place, parsed.valid_from)] = parsed
    return _store(wanted)


_CONTENT = ("valid_to", "value", "title", "document", "article", "certainty", "origin")


def _store(wanted: dict[tuple[str, str, str, date], Rule]) -> int:
    with transaction.atomic():
        have = {(row.table, row.code, row.place, row.valid_from): row for row in Rule.objects.all()}
        gone = [row.pk for key, row in have.items() if key not in wanted and row.origin == Rule.Origin.FILE]
        Rule.objects.filter(pk__in=gone).delete()
        new = [row for key, row in wanted.items() if key not in have]
        changed = []
        for key, row in wanted.items():
            old = have.get(key)
            if old is None or old.origin == Rule.Origin.LOCAL or _same(old, row):
                continue
            for name in _CONTENT:
                setattr(old, name, getattr(row, name))
            changed.append(old)
        Rule.objects.bulk_create(new, batch_size=500)
        Rule.objects.bulk_update(changed, _CONTENT, batch_size=500)
    return len(new) + len(changed)


def _same(old: Rule, new: Rule) -> bool:
    return all(getattr(old, name) == getattr(new, name) for name in _CONTENT)


def _parse(table: str, row: dict[str, Any]) -> Rule:
    return Rule(
        table=table,
        code=row["code"],
        place=row.get("place", ""),
        valid_from=date.fromisoformat(row["valid_from"]) if row.get("valid_from") else BEGINNING,
        valid_to=date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None,
        value=row["value"],
        title=row.get("title", ""),
        document=row.get("document", ""),
        article=row.get("article", ""),
        certainty=row.get("certainty", Rule.Certainty.DEFAULT),
        origin=Rule.Origin.FILE,
    )
