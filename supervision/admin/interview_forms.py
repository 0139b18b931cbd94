"""Forms of interviews; the services decide, these only ask."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from core.clock import CHINA, today
from supervision.choices import Attendance, DemandResult, InterviewKind, InterviewReply
from supervision.interviews.services import Demand, Heard, Notice
from supervision.models import InterviewBody

_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*$")


class MomentInput(UnfoldAdminTextInputWidget):
    """Day and time, chosen with the browser's own calendar."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        """Write a moment the way the browser wants it, in China's time."""
        if not hasattr(value, "astimezone"):
            return value
        return value.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M") if value.tzinfo else value.isoformat()


class ProposalForm(forms.Form):
    """A new interview: with whom, why, determined by whom."""

    kind = forms.ChoiceField(
        label=_("Kind of interview"), choices=InterviewKind.choices, widget=UnfoldAdminSelectWidget
    )
    bodies = forms.CharField(
        label=pgettext_lazy("interview", "Bodies"),
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("One a line: name, or unified social credit code. Several are interviewed together."),
    )
    grounds = forms.CharField(
        label=pgettext_lazy("interview", "Grounds"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("What was determined, when and by which paper. No personal numbers."),
    )
    authority_name = forms.CharField(
        label=_("Authority that determined it"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Who determined a fault holds the interview."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean_bodies(self) -> list[str]:
        """Return the lines, each once."""
        return list(
            dict.fromkeys(line.strip() for line in self.cleaned_data["bodies"].splitlines() if line.strip())
        )


class NoticeForm(forms.Form):
    """What the notice says."""

    number = forms.CharField(label=_("Notice number"), max_length=80, widget=UnfoldAdminTextInputWidget)
    meets_at = forms.DateTimeField(
        label=_("Time"), widget=MomentInput, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    place = forms.CharField(
        label=pgettext_lazy("interview", "Place"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    who_must_come = forms.CharField(
        label=_("Who must come"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("By post, such as: legal representative, head of the medical department."),
    )
    bring = forms.CharField(
        label=_("What to bring"), max_length=255, required=False, widget=UnfoldAdminTextInputWidget
    )
    contact = forms.CharField(
        label=_("Contact at the authority"),
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Office and office telephone; it stands on the notice."),
    )
    basis = forms.CharField(
        label=pgettext_lazy("interview", "Legal basis"),
        required=False,
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Local default, to be confirmed: name the document that holds in your place."),
    )

    def notice(self) -> Notice:
        """Return what was asked for as the service takes it."""
        return Notice(**{name: self.cleaned_data[name] for name in Notice.__dataclass_fields__})


class PutOffForm(NoticeForm):
    """The new notice, and why."""

    reason = forms.CharField(
        label=_("Stated reason"), max_length=255, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


class HoldForm(forms.Form):
    """Minutes, attendance of every body, and the demands."""

    held_on = forms.DateField(label=pgettext_lazy("interview", "Held on"), widget=DayInput, initial=today)
    host = forms.CharField(
        label=pgettext_lazy("interview", "Held by"), max_length=100, widget=UnfoldAdminTextInputWidget
    )
    recorder = forms.CharField(
        label=_("Minutes taken by"), max_length=100, required=False, widget=UnfoldAdminTextInputWidget
    )
    minutes = forms.CharField(
        label=_("Minutes"),
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        help_text=_("What was said, by whom, and what was agreed."),
    )
    demands = forms.CharField(
        label=_("Demands"),
        max_length=8000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_(
            "One a line, each ending with its day, such as: 完成医疗废物专项整改 2026-12-31. "
            "Each opens a rectification at each body."
        ),
    )
    evidence = EvidenceField(required=False)

    def __init__(self, *args: Any, bodies: list[InterviewBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        for body in bodies:
            name, pk = body.subject.name, body.subject_id
            self.fields[f"attendance_{pk}"] = forms.ChoiceField(
                label=gettext("%(body)s: attendance") % {"body": name},
                choices=[("", "–"), *Attendance.choices],
                widget=UnfoldAdminSelectWidget,
            )
            self.fields[f"came_as_{pk}"] = forms.CharField(
                label=gettext("%(body)s: represented by") % {"body": name},
                max_length=100,
                required=False,
                initial=body.reply_words[:100] if body.reply == InterviewReply.COMES else "",
                widget=UnfoldAdminTextInputWidget,
                help_text=_("office or post, without a number"),
            )
            self.fields[f"statement_{pk}"] = forms.CharField(
                label=gettext("%(body)s: what it said") % {"body": name},
                max_length=2000,
                required=False,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            )
        self.order_fields([name for name in self.fields if name != "evidence"])

    def clean_demands(self) -> list[Demand]:
        """Read one demand a line, with its day at the end."""
        return [_demand(line) for line in self.cleaned_data["demands"].splitlines() if line.strip()]

    def heard(self) -> dict[int, Heard]:
        """Return how each body took part."""
        data = self.cleaned_data
        return {
            body.subject_id: Heard(
                data[f"attendance_{body.subject_id}"],
                data[f"came_as_{body.subject_id}"],
                data[f"statement_{body.subject_id}"],
            )
            for body in self.bodies
        }


def _demand(line: str) -> Demand:
    found = _DAY.search(line)
    try:
        due = date(*map(int, found[1].split("-"))) if found else None
    except ValueError:
        due = None
    if found is None or due is None:
        raise ValidationError(
            gettext("“%(line)s” does not end with a day such as 2026-12-31.") % {"line": line.strip()[:40]}
        )
    return Demand(line[: found.start()].strip(" ，,；;。\t"), due)


class FollowUpForm(forms.Form):
    """Whether each body met the demands."""

    def __init__(
        self, *args: Any, bodies: list[InterviewBody], stands: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        for body in bodies:
            self.fields[f"result_{body.subject_id}"] = forms.ChoiceField(
                label=gettext("%(body)s: result") % {"body": body.subject.name},
                choices=[("", "–"), *DemandResult.choices],
                widget=UnfoldAdminSelectWidget,
                help_text=stands.get(body.subject_id, ""),
            )
            self.fields[f"note_{body.subject_id}"] = forms.CharField(
                label=gettext("%(body)s: what was looked at") % {"body": body.subject.name},
                max_length=500,
                required=False,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            )

    def given(self) -> dict[str, dict[int, str]]:
        """Return results and notes as the service takes them."""
        data = self.cleaned_data
        return {
            "results": {body.subject_id: data[f"result_{body.subject_id}"] for body in self.bodies},
            "notes": {body.subject_id: data[f"note_{body.subject_id}"] for body in self.bodies},
        }
