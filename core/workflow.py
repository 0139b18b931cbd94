"""A procedure is a table of transitions; one engine applies it.

The engine locks the row, checks source state, permission, four eyes and guard, sets fields, validates, saves,
and writes the audit and outbox rows, all in one transaction. Everything else it refuses with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import audit, outbox
from core.actors import Actor
from core.errors import Refusal
from core.models import AuditEvent
from core.scope import division_of

M = TypeVar("M", bound=models.Model)
Words = str | Promise
# A guard gets the locked row (fields already set) and returns a sentence when the step is not allowed.
Guard = Callable[[Any], "Words | None"]
Payload = Callable[[Any, "Transition"], dict[str, Any]]
BULK_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step.

    Args:
        name: the verb, unique in its workflow.
        sources: states it may start from.
        target: the state it ends in.
        permission: what the actor must hold in the row's division.
        label: the verb as a clerk reads it on the button.
        guard: further condition; returns a sentence when it is not met.
        topic: outbox topic written with the step, "" for none.
        four_eyes: the actor must not have made or last changed the row, and must be a person.
        needs_reason: a reason in words is mandatory.
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: str
    label: Words
    guard: Guard | None = None
    topic: str = ""
    four_eyes: bool = False
    needs_reason: bool = False


@dataclass(slots=True)
class BulkResult(Generic[M]):
    """What became of a bulk act: rows that moved, and rows refused with the sentence."""

    done: list[M] = field(default_factory=list)
    refused: list[tuple[M, str]] = field(default_factory=list)


class Workflow(Generic[M]):
    """The transitions of one model's state field."""

    registry: list[Workflow[Any]] = []

    def __init__(
        self,
        model: type[M],
        *transitions: Transition,
        title: Words,
        state_field: str = "state",
        maker_fields: Sequence[str] = ("made_by", "changed_by"),
        payload: Payload | None = None,
        key: Callable[[Any], str] | None = None,
        related: Sequence[str] = (),
    ) -> None:
        """Declare a workflow.

        Args:
            model: the model whose rows move.
            transitions: the table.
            title: its name in the printed diagrams.
            state_field: field that holds the state.
            maker_fields: text fields with the actor ids of those who may not approve under four eyes.
            payload: builds the outbox payload from the saved row.
            key: builds the outbox key; by default "<model label>:<pk>".
            related: foreign keys that guard and payload read, fetched with the rows.
        """
        self.model = model
        self.title = title
        self.state_field = state_field
        self.maker_fields = tuple(maker_fields)
        self.related = tuple(related)
        self.transitions: dict[str, Transition] = {}
        self._payload = payload or (lambda row, step: {"id": row.pk, "state": step.target})
        self._key = key or (lambda row: f"{row._meta.label_lower}:{row.pk}")
        for step in transitions:
            if step.name in self.transitions:
                raise ValueError(f"transition {step.name} is declared twice")
            self.transitions[step.name] = step
        Workflow.registry.append(self)

    def apply(self, obj: M, name: str, *, by: Actor, reason: str = "", **fields: Any) -> M:
        """Take one step with one row, or refuse.

        Args:
            obj: the row; it is read again under lock, so a stale copy does no harm.
            name: name of the transition.
            by: who acts.
            reason: why; kept in the audit trail.
            fields: values set together with the state.

        Returns:
            The saved row.

        Raises:
            Refusal: the step is not allowed, in one sentence.
        """
        step = self.transitions[name]
        with transaction.atomic():
            row = self._locked([obj.pk]).get(pk=obj.pk)
            changes = self._check_and_set(row, step, by, reason, fields)
            _save(row, list(changes))
            audit.record(row, f"{self.action_prefix}.{step.name}", by=by, reason=reason, changes=changes)
            if step.topic:
                outbox.publish(step.topic, self._key(row), self._payload(row, step))
        for changed in changes:
            setattr(obj, changed, getattr(row, changed))
        return row

    def apply_many(
        self,
        pks: Iterable[Any],
        name: str,
        *,
        by: Actor,
        reason: str = "",
        fields: Callable[[M], Mapping[str, Any]] | None = None,
        then: Callable[[list[M]], None] | None = None,
    ) -> BulkResult[M]:
        """Take one step with many rows, chunk by chunk; each chunk is one transaction.

        Args:
            pks: primary keys of the rows.
            name: name of the transition.
            by: who acts.
            reason: why.
            fields: values to set per row; may raise Refusal.
            then: called with the moved rows of a chunk inside its transaction.
        """
        step = self.transitions[name]
        result: BulkResult[M] = BulkResult()
        wanted = list(pks)
        for start in range(0, len(wanted), BULK_CHUNK):
            with transaction.atomic():
                moved = self._move_chunk(wanted[start : start + BULK_CHUNK], step, by, reason, fields, result)
                if then and moved:
                    then(moved)
        return result

    def _move_chunk(
        self,
        pks: list[Any],
        step: Transition,
        by: Actor,
        reason: str,
        fields: Callable[[M], Mapping[str, Any]] | None,
        result: BulkResult[M],
    ) -> list[M]:
        moved: list[M] = []
        events: list[AuditEvent] = []
        touched: set[str] = set()
        for row in self._locked(pks).order_by("pk"):
            try:
                changes = self._check_and_set(row, step, by, reason, dict(fields(row)) if fields else {})
                row.clean_fields(exclude=[f.name for f in row._meta.fields if f.name not in changes])
            except ValidationError as error:
                result.refused.append((row, " ".join(error.messages)))
                continue
            except Refusal as refusal:
                result.refused.append((row, str(refusal)))
                continue
            touched |= set(changes)
            moved.append(row)
            events.append(
                audit.event(row, f"{self.action_prefix}.{step.name}", by=by, reason=reason, changes=changes)
            )
        if moved:
            self.model._base_manager.bulk_update(moved, sorted(touched), batch_size=BULK_CHUNK)
            audit.record_many(events)
            if step.topic:
                outbox.publish_many(step.topic, [(self._key(row), self._payload(row, step)) for row in moved])
        result.done.extend(moved)
        return moved

    @property
    def action_prefix(self) -> str:
        return str(self.model._meta.model_name)

    def available(self, obj: M, by: Actor) -> list[Transition]:
        """List the steps this actor may try now (buttons and API actions are drawn from it)."""
        return [step for step in self.transitions.values() if self._refusal(obj, step, by) is None]

    def state_label(self, state: str) -> str:
        """Return the state's name as a clerk reads it."""
        field = self.model._meta.get_field(self.state_field)
        return str(dict(getattr(field, "flatchoices", ())).get(state, state))

    def _locked(self, pks: list[Any]) -> models.QuerySet[M]:
        rows = self.model._base_manager.select_for_update(of=("self",)).filter(pk__in=pks)
        return rows.select_related(*self.related) if self.related else rows

    def _refusal(self, row: M, step: Transition, by: Actor) -> str | None:
        state = getattr(row, self.state_field)
        if state not in step.sources:
            return _("“%(verb)s” is not possible: “%(object)s” is now in the state “%(state)s”.") % {
                "verb": step.label,
                "object": row,
                "state": self.state_label(state),
            }
        if not by.may(step.permission, division_of(row)):
            return _("You do not hold the right to “%(verb)s” in this division.") % {"verb": step.label}
        if step.four_eyes and self._same_eyes(row, by):
            return _(
                "“%(verb)s” needs a second officer: you entered or last changed this record yourself."
            ) % {"verb": step.label}
        return None

    def _same_eyes(self, row: M, by: Actor) -> bool:
        makers = {getattr(row, name) for name in self.maker_fields if hasattr(row, name)}
        return by.actor_id in makers or by.actor_id.startswith("worker:")

    def _check_and_set(
        self, row: M, step: Transition, by: Actor, reason: str, fields: Mapping[str, Any]
    ) -> dict[str, tuple[Any, Any]]:
        if refusal := self._refusal(row, step, by):
            raise Refusal(refusal)
        if step.needs_reason and not reason.strip():
            raise Refusal(
                _("Say in words why: “%(verb)s” needs a reason.") % {"verb": step.label}, field="reason"
            )
        wanted = {self.state_field: step.target, **fields}
        changes = {name: (getattr(row, name), value) for name, value in wanted.items()}
        for name, value in wanted.items():
            setattr(row, name, value)
        if step.guard and (sentence := step.guard(row)):
            raise Refusal(sentence)
        return changes


def _to_clean(row: models.Model, field: models.Field[Any, Any], changed: list[str]) -> bool:
    """Tell whether a field is to be cleaned; a row that was read and is pointed at is not asked for again."""
    if field.name not in changed:
        return False
    return not (isinstance(field, models.ForeignKey) and field.is_cached(row) and getattr(row, field.name))


def _save(row: models.Model, changed: list[str]) -> None:
    """Save the changed fields of a row, or say why not.

    The database judges the constraints; only a row it refuses is asked which one, for the sentence. Asking
    each constraint beforehand would cost one query each.
    """
    try:
        row.clean_fields(
            exclude=[field.name for field in row._meta.fields if not _to_clean(row, field, changed)]
        )
        row.clean()
        with transaction.atomic():
            row.save(update_fields=changed)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    except IntegrityError:
        _explain(row)
        raise


def _explain(row: models.Model) -> None:
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
