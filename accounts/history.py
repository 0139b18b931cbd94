"""The audit trail of one row, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.details import Change, Rows, changes_of, rows_of
from core.models import AuditEvent, Intake
from core.workflow import Workflow

MOST_ENTRIES = 200
VERBS = {
    "enter": gettext_lazy("entered"),
    "change": gettext_lazy("changed"),
    "add": gettext_lazy("added"),
    "annul": gettext_lazy("annulled"),
    "password": gettext_lazy("password set"),
    "submit": gettext_lazy("uploaded"),
    "store": gettext_lazy("taken in"),
    "reject": gettext_lazy("not taken in"),
    "download": gettext_lazy("faulty rows downloaded"),
    "resend": gettext_lazy("sent again"),
    "grade": gettext_lazy("graded anew"),
    "fetch": gettext_lazy("downloaded"),
    "issue": gettext_lazy("issued"),
    "revoke": gettext_lazy("revoked"),
    "keep": gettext_lazy("kept"),
    "lookup": gettext_lazy("looked up by a machine"),
    "post_given": gettext_lazy("post given"),
    "post_changed": gettext_lazy("post changed"),
    "note": pgettext_lazy("history", "noted"),
    "breach_taken_back": pgettext_lazy("history", "breach taken back"),
    "receive": pgettext_lazy("history", "received"),
    "urge": pgettext_lazy("history", "urged"),
    "draft": pgettext_lazy("history", "drafted"),
    "ask": pgettext_lazy("history", "asked"),
    "count": pgettext_lazy("history", "counted"),
    "recount": pgettext_lazy("history", "counted again"),
    "areas": pgettext_lazy("history", "areas set"),
    "leave": pgettext_lazy("history", "body left"),
    "phases": pgettext_lazy("history", "phases set"),
    "problems": pgettext_lazy("history", "problem list set"),
    "scope": pgettext_lazy("history", "bodies in scope changed"),
    "replace": pgettext_lazy("history", "replaced"),
    "draw_up": pgettext_lazy("history", "drawn up"),
    "ask_look": pgettext_lazy("history", "look into the informant asked for"),
    "extend": pgettext_lazy("history", "extended"),
    "follow": pgettext_lazy("history", "followed up"),
    "inspect": pgettext_lazy("history", "inspection arranged"),
    "look": pgettext_lazy("history", "informant looked at"),
    "rate": pgettext_lazy("history", "rated"),
    "take_in": pgettext_lazy("history", "taken in"),
    "propose": pgettext_lazy("history", "proposed"),
    "link": pgettext_lazy("history", "linked"),
    "export": pgettext_lazy("history", "exported"),
    "open": pgettext_lazy("history", "opened"),
    "start": pgettext_lazy("history", "started"),
    "write": pgettext_lazy("history", "written"),
    "undertaking": pgettext_lazy("history", "undertaking signed"),
    "end": pgettext_lazy("history", "ended"),
    "add_row": pgettext_lazy("history", "row added"),
    "remove_row": pgettext_lazy("history", "row removed"),
    "row": pgettext_lazy("history", "row changed"),
    "go_on": pgettext_lazy("history", "went on"),
    "order": pgettext_lazy("history", "ordered"),
    "try": pgettext_lazy("history", "tried"),
    "admit": pgettext_lazy("history", "admitted"),
    "ask_change": pgettext_lazy("history", "change asked for"),
    "change_passphrase": pgettext_lazy("history", "passphrase changed"),
    "make": pgettext_lazy("history", "made"),
    "withdraw": pgettext_lazy("history", "withdrawn"),
    "answer": pgettext_lazy("history", "line answered"),
    "name_inspectors": pgettext_lazy("history", "inspectors named"),
    "read": pgettext_lazy("history", "notice opened"),
    "reply": pgettext_lazy("history", "notice answered"),
    "way": pgettext_lazy("history", "way of filling in changed"),
    "workbook": pgettext_lazy("history", "workbook handed out"),
    "save": pgettext_lazy("history", "line kept"),
    "let_stand": pgettext_lazy("history", "left standing"),
    "object": pgettext_lazy("history", "objected"),
    "review_grounds": pgettext_lazy("history", "grounds reviewed"),
    "window": pgettext_lazy("history", "statement window set"),
    "tell": pgettext_lazy("history", "told"),
    "recovery_code_used": pgettext_lazy("history", "recovery code used"),
    "recovery_codes_renewed": pgettext_lazy("history", "recovery codes renewed"),
    "second_factor_enrolled": pgettext_lazy("history", "second factor set up"),
    "second_factor_removed": pgettext_lazy("history", "second factor removed"),
    "add_line": pgettext_lazy("history", "line added"),
    "remove_line": pgettext_lazy("history", "line removed"),
    "change_line": pgettext_lazy("history", "line changed"),
    "take_over": pgettext_lazy("history", "lines taken over"),
    "draw": pgettext_lazy("history", "drawn"),
    "ask_extension": pgettext_lazy("history", "more time asked for"),
    "recheck": pgettext_lazy("history", "rechecked"),
    "request": pgettext_lazy("history", "requested"),
    "fill": pgettext_lazy("history", "filled in"),
    "hand_out": pgettext_lazy("history", "handed out"),
    "review_marks": pgettext_lazy("history", "marks reviewed"),
    "wrong_passphrase": pgettext_lazy("history", "wrong passphrase"),
    "commitment_broken": pgettext_lazy("history", "commitment found broken"),
    "exclude": pgettext_lazy("history", "left out"),
    "answer_objection": pgettext_lazy("history", "statement answered"),
    "remind": pgettext_lazy("history", "reminded"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when, who, what, why, and the fields it touched."""

    at: datetime
    who: str
    what: str
    reason: str
    changes: tuple[Change, ...]
    request_id: str = ""


def history_of(obj: Model) -> list[Entry]:
    """Return the latest acts on a row, newest first."""
    found = AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return [*entries(found.order_by("-id")[:MOST_ENTRIES]), *_taken_in(obj)]


def entries(events: Iterable[AuditEvent]) -> list[Entry]:
    """Put audit rows into words."""
    acts = list(events)
    rows = rows_of(acts)
    return [_entry(act, rows) for act in acts]


def _taken_in(obj: Model) -> list[Entry]:
    """Return how a row came in with a workbook: the upload has one audit row for all of its rows."""
    number = getattr(obj, "intake_id", None)
    intake = Intake.objects.filter(pk=number).first() if number else None
    if intake is None or intake.finished_at is None:
        return []
    what = _("Taken in from the workbook “%(file)s”") % {"file": intake.file_name}
    return [Entry(intake.finished_at, intake.by_label, what, "", ())]


def _entry(event: AuditEvent, rows: Rows) -> Entry:
    return Entry(
        event.at,
        actor_words(event),
        action_words(event.action),
        event.reason,
        changes_of(event, rows),
        event.request_id,
    )


def actor_words(event: AuditEvent) -> str:
    """Return who acted: an officer's name, or the system itself; its worker stands in the actor number."""
    return _("the system") if event.actor_id.startswith("worker:") else event.actor_label


def action_words(action: str) -> str:
    """Return an action such as ``penalty.approve`` as a reader says it."""
    prefix, _dot, verb = action.partition(".")
    for flow in Workflow.registry:
        if flow.action_prefix == prefix and verb in flow.transitions:
            return str(flow.transitions[verb].label)
    return str(VERBS.get(verb, action))
