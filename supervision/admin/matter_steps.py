"""Steps of a tracked matter as pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from core.errors import Refusal
from credit.admin.case_pages import ReasonForm, StepPage
from credit.admin.points_forms import subject_named
from credit.models import Subject
from credit.parties import OnPaper
from supervision.admin import matter_forms as forms
from supervision.matters import clocks, services
from supervision.matters.choices import WITH_THE_BODY
from supervision.models import Matter


def body_named(words: str, by: Officer, right: P) -> Subject:
    """Return the body that an officer's words mean; a refusal names the field `body`.

    Raises:
        Refusal: nobody, or more than one, is meant.
    """
    try:
        return subject_named(words, Subject.objects.visible_to(by, right))
    except Refusal as refusal:
        raise Refusal(str(refusal), field="body") from refusal


def _assign(row: Matter, data: dict[str, Any], by: Officer) -> Matter:
    body = body_named(data["body"], by, P.MATTER_KEEP)
    office = data["office"]
    return services.assign(
        row, subject_id=body.pk, office_id=office.pk if office else None, note=data["note"], by=by
    )


def _answer(row: Matter, data: dict[str, Any], by: Officer) -> Matter:
    return services.answer(
        row,
        text=data["text"],
        done=data["done"],
        on=data["on"],
        files=data["evidence"],
        by=OnPaper(by, P.MATTER_KEEP),
    )


def _to_be_told(row: Matter, by: Officer) -> bool:
    asks = clocks.clock_of(row.kind, on=row.received_on, place=row.division_code).tell is not None
    return asks and row.is_open and row.told_on is None and by.may(P.MATTER_KEEP, row.division_code)


def _may_extend(row: Matter, by: Officer) -> bool:
    if not row.is_open or row.extended_days or row.due_fixed:
        return False
    clock = clocks.clock_of(row.kind, on=row.received_on, place=row.division_code)
    return clock.extension is not None and by.may(P.INTEGRITY_DECIDE, row.division_code)


def _last_answer(row: Matter) -> str:
    """Return what was asked and what the body says to it: both are read before the answer is judged."""
    last = row.answers.order_by("-pk").first()
    said = f"{last.on} · {last.by_label}\n{last.text}" if last is not None else ""
    return "\n\n".join(filter(None, (row.demand or row.title, said)))


STEPS = (
    StepPage(
        "assign",
        "assign",
        _("The body reads the matter in its portal; what it must answer runs until the due day."),
        _("Assigned; the clock of the answer runs."),
        _assign,
        forms.AssignForm,
        initial=lambda row: {"body": row.subject.name if row.subject else "", "office": row.office_id},
    ),
    StepPage(
        "tell",
        "",
        _("Who sent it learns that it was received and who handles it."),
        _("Noted."),
        lambda row, data, by: services.tell(row, how=data["how"], by=by),
        forms.ToldForm,
        title=_("The sender was told of the receipt"),
        offered=_to_be_told,
        plain=True,
    ),
    StepPage(
        "answer",
        "",
        _("For an answer on paper. What the body answers in its portal comes by itself."),
        _("Entered; another officer checks and accepts it."),
        _answer,
        forms.AnswerForm,
        title=_("Enter an answer on paper"),
        offered=lambda row, by: row.state in WITH_THE_BODY and by.may(P.MATTER_KEEP, row.division_code),
        plain=True,
    ),
    StepPage(
        "accept",
        "accept",
        _("The matter is closed with the sender's opinion."),
        _("Accepted; the matter is closed."),
        lambda row, data, by: services.accept(
            row, satisfaction=data["satisfaction"], note=data["note"], by=by
        ),
        forms.AcceptForm,
        stake=_last_answer,
    ),
    StepPage(
        "reopen",
        "reopen",
        _("The answer does not do, or the sender asks for review. A new period runs."),
        _("Opened again; the body has to answer once more."),
        lambda row, data, by: services.reopen(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=_last_answer,
    ),
    StepPage(
        "extend",
        "",
        _("The answer is put off once, as far as the rules allow."),
        _("Put off."),
        lambda row, data, by: services.extend(row, reason=data["reason"], by=by),
        ReasonForm,
        title=_("Put the answer off"),
        offered=_may_extend,
        plain=True,
    ),
    StepPage(
        "refuse",
        "refuse",
        _(
            "The body refuses to obey. A breach of government integrity is proposed at once; another officer "
            "decides on it."
        ),
        _("Noted; a breach of government integrity is proposed."),
        lambda row, data, by: services.refuse(row, reason=data["reason"], by=by),
        ReasonForm,
        offered=lambda row, _by: row.is_duty,
        plain=True,
        stake=_last_answer,
    ),
    StepPage(
        "drop",
        "drop",
        _("For what was entered by mistake, or is passed on to who is competent."),
        _("Dropped."),
        lambda row, data, by: services.drop(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)
