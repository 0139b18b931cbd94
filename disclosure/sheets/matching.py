"""Comparing staged rows with stored decisions: the same, different and open, different and reviewed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from core import audit
from core.actors import Actor
from core.crypto import unseal
from core.models import Intake
from core.search import normalise
from core.sheets.moving import update_from
from core.sheets.storing import Stage
from disclosure.models import Penalty, Permit
from disclosure.services import clocks

_KEY = ("authority_code", "document_no")
_SEALED = "representative_id"
_BATCH = 500
_REMEMBERED = 100_000
MATCH = "intake_match"


class Matching:
    """The matches of one stage.

    Args:
        stage: the stage, with the table `intake_rows` loaded and all subjects inserted.
        model: Penalty or Permit.
        names: attributes that the file brings; what it does not bring is neither compared nor changed.
        open_states: states in which a decision may still be corrected by an upload.
        opened: what sealed numbers say, for the parts of one file: a body's decisions repeat their seal.
    """

    def __init__(
        self,
        stage: Stage,
        model: type[Penalty] | type[Permit],
        names: Sequence[str],
        open_states: Sequence[str],
        opened: dict[str, str],
    ) -> None:
        self._stage = stage
        self._opened = opened
        self._model = model
        self._sealed = _SEALED in names
        self._compared = [name for name in names if name not in (*_KEY, _SEALED)]
        self._names = [name for name in names if name not in _KEY]
        self._create(open_states)
        self._look_into_seals()

    def _create(self, open_states: Sequence[str]) -> None:
        stage = self._stage
        same = " AND ".join(f"t.{name} {stage.same} s.{name}" for name in self._compared)
        if self._sealed:
            same += f" AND (coalesce(t.{_SEALED}, '') = '') = (s.{_SEALED} IS NULL)"
        states = ", ".join(f"'{state}'" for state in map(str, open_states))
        stage.drop(MATCH)
        stage.execute(
            f"CREATE TEMPORARY TABLE {MATCH} AS SELECT s.row_no, t.id AS target_id, "
            f"(t.state IN ({states})) AS is_open, ({same}) AS is_same "
            "FROM intake_rows s JOIN credit_subject c ON c.identity = s.identity "
            f'JOIN "{self._model._meta.db_table}" t '
            "ON t.subject_id = c.id AND t.authority_code = s.authority_code AND t.document_no = s.document_no"
        )
        if stage.postgres:
            stage.execute(f"ANALYZE {MATCH}")

    def _look_into_seals(self) -> None:
        """Two sealings of one number differ: open both before calling a row different."""
        if not self._sealed:
            return
        rows = self._stage.fetch(
            f"SELECT m.row_no, t.{_SEALED}, s.{_SEALED} "
            f"FROM {MATCH} m JOIN intake_rows s ON s.row_no = m.row_no "
            f'JOIN "{self._model._meta.db_table}" t ON t.id = m.target_id '
            f"WHERE m.is_same AND s.{_SEALED} IS NOT NULL AND t.{_SEALED} <> s.{_SEALED}"
        )
        if len(self._opened) > _REMEMBERED:
            self._opened.clear()
        differing = [row for row, stored, staged in rows if self._number(stored) != self._number(staged)]
        for start in range(0, len(differing), _BATCH):
            part = differing[start : start + _BATCH]
            places = ", ".join(["%s"] * len(part))
            no = "false" if self._stage.postgres else "0"
            self._stage.execute(f"UPDATE {MATCH} SET is_same = {no} WHERE row_no IN ({places})", part)

    def _number(self, token: str) -> str:
        number = self._opened.get(token)
        if number is None:
            number = self._opened[token] = unseal(token)
        return number

    def reviewed_and_different(self) -> list[int]:
        """Return the rows that would change a decision which was already reviewed."""
        rows = self._stage.fetch(
            f"SELECT row_no FROM {MATCH} WHERE NOT is_open AND NOT is_same ORDER BY row_no"
        )
        return [row for (row,) in rows]

    def named_otherwise(self) -> list[int]:
        """Return the rows whose number is on file under another name, former names included."""
        rows = self._stage.fetch(
            "SELECT s.row_no, s.party_name, c.name, c.former_names FROM intake_rows s "
            "JOIN credit_subject c ON c.identity = s.identity WHERE c.name <> s.party_name ORDER BY s.row_no"
        )
        return [row for row, stated, name, former in rows if named_otherwise(stated, name, former)]

    def repeated(self) -> list[tuple[int, int]]:
        """Return rows that are the same decision as an earlier row once the office's code is filled in."""
        rows = self._stage.fetch(
            "SELECT row_no, first FROM (SELECT row_no, min(row_no) OVER "
            "(PARTITION BY authority_code, document_no, identity) AS first FROM intake_rows) p "
            "WHERE row_no > first ORDER BY row_no"
        )
        return [(row, first) for row, first in rows]

    def unchanged(self) -> int:
        """Return how many rows say what is there already."""
        return self._stage.count(
            f"SELECT count(*) FROM {MATCH} m JOIN intake_rows s ON s.row_no = m.row_no WHERE m.is_same"
        )

    def correct(self, intake: Intake, by: Actor) -> int:
        """Correct open decisions that differ, with a field-level audit row each; returns how many."""
        targets = [
            pk
            for (pk,) in self._stage.fetch(
                f"SELECT m.target_id FROM {MATCH} m JOIN intake_rows s ON s.row_no = m.row_no "
                "WHERE m.is_open AND NOT m.is_same ORDER BY m.target_id"
            )
        ]
        if not targets:
            return 0
        before = self._read(targets)
        update_from(
            self._stage,
            self._model,
            {name: f"s.{name}" for name in self._names}
            | {
                "due_on": "d.due_on",
                "due_provisional": "d.provisional",
                "changed_by": "%s",
                "intake_id": "%s",
            },
            f"intake_rows s JOIN {MATCH} m ON m.row_no = s.row_no "
            "JOIN intake_due d ON d.decided_on = s.decided_on AND d.division_code = s.division_code "
            "WHERE t.id = m.target_id AND m.is_open AND NOT m.is_same",
            [by.actor_id, intake.pk],
        )
        self._tell(before, by)
        return len(targets)

    def _read(self, targets: Sequence[int]) -> dict[int, Any]:
        found: dict[int, Any] = {}
        for start in range(0, len(targets), _BATCH):
            found |= self._model._base_manager.in_bulk(targets[start : start + _BATCH])
        return found

    def _tell(self, before: dict[int, Any], by: Actor) -> None:
        """Write the audit rows and move the clocks of the corrected decisions."""
        after = self._read(list(before))
        events, moved = [], []
        for pk, old in before.items():
            new = after[pk]
            pairs = {name: (getattr(old, name), getattr(new, name)) for name in self._names}
            changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            events.append(audit.event(new, f"{self._model._meta.model_name}.change", by=by, changes=changes))
            if "decided_on" in changes:
                moved.append(new)
        audit.record_many(events)
        if moved:
            clocks.stop(moved)
            clocks.start(moved)


def named_otherwise(stated: str, name: str, former: Any) -> bool:
    """Tell whether a stated name is neither the name on file nor a former one, brackets and width aside.

    Args:
        stated: as the file says.
        name: as on file.
        former: former names, a list or the JSON text of one.
    """
    earlier = json.loads(former) if isinstance(former, str) else former
    return normalise(stated) not in {normalise(other) for other in (name, *earlier)}
