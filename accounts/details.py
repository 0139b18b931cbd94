"""What an act touched, in words: the names of the details that the audit trail keeps, and their values.

A detail is mostly a field of the row and is called as the field is. What has no field, or one without a name,
gets its words here and nowhere else (tests/architecture/test_history_words.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.clock_words import moment
from core.audit import SEALED
from core.language import listed
from core.masking import redact
from core.models import AuditEvent

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
NOT_SHOWN = frozenset({"made_by", "changed_by", "reviewed_by", "revision"})
"""Details of the engine, whatever the row: the act names its actor, and the row the reviewer."""
UNNAMED = frozenset(
    {
        "attempts",
        "content",
        "covers",
        "factors",
        "fingerprint",
        "first_inspector",
        "grams",
        "guid",
        "heartbeat_at",
        "identity",
        "key",
        "lease",
        "lease_until",
        "name_norm",
        "parameters",
        "period_days",
        "period_from",
        "pickup",
        "pieces",
        "population",
        "reached",
        "result",
        "scope",
        "secret_digest",
        "signature",
        "source_key",
        "staff",
        "stored_as",
        "submission",
        "title_en",
        "tracking",
        "unfit",
        "unheeded",
        "versions",
    }
)
"""Fields without a name that mean nothing to a reader: keys, leases, counters, what its page shows."""
ACTOR = "_by"
"""How unnamed fields end that hold the number of an actor; beside each stands one with the name."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How a detail is called that has no field, or a field without a name.

    Args:
        words: its name; "" takes the name of `field`.
        field: "app.model.field" whose choices and rows the values are.
        row: "app.model" whose keys the values are.
    """

    words: str | Promise = ""
    field: str = ""
    row: str = ""


DETAILS = {
    "areas": Detail(pgettext_lazy("history", "areas of work")),
    "bodies": Detail(pgettext_lazy("ledgers", "bodies")),
    "due_provisional": Detail(pgettext_lazy("history", "last day rests on an assumed calendar")),
    "failed_at": Detail(pgettext_lazy("history", "last wrong passphrase")),
    "failures": Detail(pgettext_lazy("history", "wrong passphrases")),
    "joining": Detail(pgettext_lazy("history", "keys that join"), row="supervision.informantkeeper"),
    "leaving": Detail(pgettext_lazy("history", "keys that leave"), row="supervision.informantkeeper"),
    "ledgers": Detail(pgettext_lazy("history", "ledgers handed out")),
    "lines": Detail(gettext_lazy("lines")),
    "phases": Detail(gettext_lazy("phases")),
    "says": Detail(pgettext_lazy("history", "change of keys")),
    "sealed_anew": Detail(pgettext_lazy("history", "informants sealed anew")),
    "suspended_by_rule": Detail(pgettext_lazy("history", "suspended by the rule")),
    "complaint.inspection": Detail(gettext_lazy("inspection"), row="supervision.inspection"),
    "draw.lines": Detail(pgettext_lazy("history", "numbers of the plan's lines")),
    "expert.body": Detail(gettext_lazy("body"), row="credit.subject"),
    "expert.tie": Detail(field="supervision.conflictofinterest.tie"),
    "fourlist.rows": Detail(gettext_lazy("lines")),
    "inspection.answer": Detail(field="supervision.inspectionline.answer"),
    "inspection.due_on": Detail(field="supervision.inspectionline.due_on"),
    "inspection.facts": Detail(field="supervision.inspectionline.facts"),
    "inspection.inspectors": Detail(gettext_lazy("inspectors")),
    "inspection.line": Detail(pgettext_lazy("history", "number of the line")),
    "inspection.measure": Detail(field="supervision.inspectionline.measure"),
    "inspection.recorded": Detail(field="supervision.inspectionline.recorded"),
    "inspector.body": Detail(gettext_lazy("body"), row="credit.subject"),
    "inspector.leave": Detail(pgettext_lazy("pool", "leave")),
    "inspector.tie": Detail(field="supervision.conflictofinterest.tie"),
    "interview.bodies": Detail(gettext_lazy("bodies"), row="credit.subject"),
    "interview.body": Detail(gettext_lazy("body"), row="credit.subject"),
    "interview.reply": Detail(field="supervision.interviewbody.reply"),
    "ledger.faults": Detail(gettext_lazy("faults")),
    "ledger.file": Detail(gettext_lazy("file")),
    "listing.finding": Detail(field="blacklist.listingobjection.finding"),
    "listing.objection": Detail(gettext_lazy("objection"), row="blacklist.listingobjection"),
    "listing.until": Detail(gettext_lazy("until")),
    "officer.prefix": Detail(field="accounts.post.prefix"),
    "officer.role": Detail(field="accounts.post.role"),
    "officer.until": Detail(field="accounts.post.until"),
    "permit.case": Detail(gettext_lazy("approval case")),
    "plan.by_weight": Detail(field="supervision.planline.by_weight"),
    "plan.categories": Detail(field="supervision.planline.categories"),
    "plan.days": Detail(field="supervision.planline.days"),
    "plan.department": Detail(field="supervision.planline.department"),
    "plan.experts": Detail(field="supervision.planline.experts"),
    "plan.full_coverage": Detail(field="supervision.planline.full_coverage"),
    "plan.items": Detail(gettext_lazy("inspection items")),
    "plan.line": Detail(pgettext_lazy("history", "number of the line")),
    "plan.ratio": Detail(field="supervision.planline.ratio"),
    "plan.rounds": Detail(field="supervision.planline.rounds"),
    "plan.speciality": Detail(field="supervision.planline.speciality"),
    "rectification.finding": Detail(field="supervision.recheckline.finding"),
    "rectification.until": Detail(pgettext_lazy("history", "asked for until")),
    "repairbatch.classes": Detail(gettext_lazy("Classes")),
    "repairbatch.decided_before": Detail(gettext_lazy("Decided before")),
    "repairbatch.decided_from": Detail(gettext_lazy("Decided from")),
    "repairbatch.fine_up_to_wan": Detail(gettext_lazy("Fine not above (10,000 yuan)")),
    "repairbatch.kinds": Detail(pgettext_lazy("history", "kinds of penalty")),
    "repairbatch.record": Detail(gettext_lazy("conduct record"), row="credit.conductrecord"),
    "sectorvisit.missing": Detail(gettext_lazy("missing")),
    "sectorvisit.note": Detail(gettext_lazy("note")),
    "sectorvisit.points": Detail(gettext_lazy("points")),
    "servicewindow.count": Detail(pgettext_lazy("history", "rating slips handed out")),
}
"""By "model.detail", or by the detail alone where every model means the same."""

PARTS = {
    "fourlist": {"": "blacklist.fourlistrow"},
    "standard": {"criteria": "credit.criterion", "bands": "credit.band", "decay": "credit.decaystep"},
}
"""By model: details that name a part, one of its rows, and a field of that row."""

Rows = Mapping[tuple[type[Model], str], str]
"""The rows that values stand for, by model and key."""


@dataclass(frozen=True, slots=True)
class Change:
    """One detail of one act: its name in words, what stood there, what stands there now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    label: str
    field: Any = None
    row: type[Model] | None = None


def label_of(model: type[Model] | None, name: str) -> str:
    """Return how a detail is called; its bare key where nobody gave it words."""
    return _meaning(model, name).label


def is_shown(model: type[Model] | None, name: str) -> bool:
    """Return whether a detail means anything to a reader."""
    if name in NOT_SHOWN:
        return False
    return not (name in UNNAMED or name.endswith(ACTOR)) or _named(_field(model, name))


def labels_of(event: AuditEvent) -> list[str]:
    """Return how the details of an act are called."""
    model = model_of(event)
    return [label_of(model, name) for name in _told(event, model)]


def changes_of(event: AuditEvent, rows: Rows) -> tuple[Change, ...]:
    """Return the details of an act, with their names and values in words.

    Args:
        event: the act.
        rows: what `rows_of` returned for it.
    """
    model = model_of(event)
    meanings = {name: _meaning(model, name) for name in _told(event, model)}
    return tuple(
        Change(
            meaning.label,
            _words(model, meaning, event.before.get(name), rows),
            _words(model, meaning, event.after[name], rows),
        )
        for name, meaning in meanings.items()
    )


def _told(event: AuditEvent, model: type[Model] | None) -> list[str]:
    """Return the details to be read: a form also hands in the fields that it left as they were."""
    same = {name for name in event.after if event.before.get(name) == event.after[name]}
    kept = {name for name in same if _field(model, name) is not None and event.after[name] is not None}
    return [name for name in event.after if name not in kept and is_shown(model, name)]


def rows_of(events: Iterable[AuditEvent]) -> Rows:
    """Fetch the rows for which values of some acts stand: one query a model, however many acts."""
    wanted: dict[type[Model], set[str]] = {}
    for event in events:
        model = model_of(event)
        for name, value in (*event.before.items(), *event.after.items()):
            row = _meaning(model, name).row if is_shown(model, name) else None
            if row is not None:
                wanted.setdefault(row, set()).update(_numbers(value))
    return {
        (row, str(pk)): redact(str(getattr(found, "in_tasks", found)))
        for row, keys in wanted.items()
        for pk, found in row._base_manager.in_bulk(sorted(keys, key=int)).items()
    }


def model_of(event: AuditEvent) -> type[Model] | None:
    """Return the model of the row acted on, None where it is no more."""
    try:
        return apps.get_model(event.object_type)
    except (LookupError, ValueError):
        return None


def _numbers(value: Any) -> set[str]:
    values = value if isinstance(value, list) else [value]
    return {str(one) for one in values if not isinstance(one, bool) and str(one).isdecimal()}


def _field(model: type[Model] | None, name: str) -> Any:
    if model is None:
        return None
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _named(field: Any) -> bool:
    """Return whether somebody gave a field its name; Django makes one of the bare key."""
    return isinstance(getattr(field, "verbose_name", None), Promise)


def _meaning(model: type[Model] | None, name: str) -> _Meaning:
    of_model = model._meta.model_name if model else ""
    detail = DETAILS.get(f"{of_model}.{name}")
    field = _field(model, name)
    if detail is None and _named(field):
        return _Meaning(capfirst(str(field.verbose_name)), field, _row_of(field))
    detail = detail or DETAILS.get(name)
    if detail is None:
        return _Meaning(_label_of_part(of_model or "", name) or name)
    if detail.field:
        label, _dot, own = detail.field.rpartition(".")
        field = apps.get_model(label)._meta.get_field(own)
        return _Meaning(capfirst(str(detail.words or field.verbose_name)), field)
    return _Meaning(capfirst(str(detail.words)), row=apps.get_model(detail.row) if detail.row else None)


def _row_of(field: Any) -> type[Model] | None:
    return field.related_model if getattr(field, "many_to_one", False) else None


def _label_of_part(of_model: str, name: str) -> str:
    """Return the words of "criteria I01 points" and "village-drugs.name": a row of a part, and its field."""
    parts = PARTS.get(of_model, {})
    head, _space, rest = name.partition(" ")
    part = parts.get(head) or parts.get("")
    if part is None:
        return ""
    key, _mark, own = (rest if head in parts else name).replace(".", " ").partition(" ")
    model = apps.get_model(part)
    return " ".join(
        filter(None, (capfirst(str(model._meta.verbose_name)), key, own and label_of(model, own)))
    )


def _words(model: type[Model] | None, meaning: _Meaning, value: Any, rows: Rows) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return listed(_one(model, meaning, item, rows) for item in value)
    if isinstance(value, dict):
        told = {key: _words(model, _meaning(model, key), item, rows) for key, item in value.items() if item}
        named = (f"{label_of(model, key)} {words}" for key, words in told.items() if words)
        return listed(named, sentences=True)
    if value == SEALED:
        return _("(sealed)")
    return _one(model, meaning, value, rows)


def _one(model: type[Model] | None, meaning: _Meaning, value: Any, rows: Rows) -> str:
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    if isinstance(value, dict):
        return _words(model, meaning, value, rows)
    if meaning.row is not None:
        return rows.get((meaning.row, str(value)), str(value))
    if isinstance(value, str) and MOMENT.match(value):
        return moment(datetime.fromisoformat(value))
    choices = dict(getattr(meaning.field, "flatchoices", None) or [])
    return str(choices.get(value, value))
