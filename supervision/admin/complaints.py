"""Complaints on the supervisors' pages: list, entry from paper and telephone, one page a case, rewards."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.clock import CHINA
from core.errors import RefusalsIn
from credit.admin.case_pages import CaseAdmin, facts_of, who
from credit.admin.search import subject_ids
from credit.models import ConductRecord
from supervision.admin.complaint_forms import PaperForm
from supervision.admin.complaint_steps import COMPLAINT_STEPS, REWARD_STEPS
from supervision.complaints import clocks, services
from supervision.complaints.choices import ComplaintState as S
from supervision.complaints.choices import LookState, RewardState
from supervision.complaints.codes import spaced
from supervision.complaints.informants import Informant, takes_names
from supervision.complaints.services import NewComplaint
from supervision.complaints.workflow import COMPLAINT, REWARD
from supervision.models import Complaint, ComplaintReward, Inspection, Rectification

COLOURS = {
    S.RECEIVED: "warning",
    S.ACCEPTED: "info",
    S.PROPOSED: "primary",
    S.DECIDED: "primary",
    S.ANSWERED: "success",
    S.TRANSFERRED: "",
    S.DECLINED: "",
    S.JOINED: "",
    S.TAKEN_BACK: "",
}
REWARD_COLOURS = {
    RewardState.PROPOSED: "primary",
    RewardState.APPROVED: "warning",
    RewardState.PAID: "success",
    RewardState.REFUSED: "",
    RewardState.LAPSED: "",
}
MOST_BESIDE = 10


def may_read(row: Complaint, reader: Officer) -> bool:
    """Tell whether an officer may read what was said: only those who handle or decide, not every reader."""
    rights = (P.COMPLAINT_HANDLE, P.COMPLAINT_DECIDE)
    return any(reader.may(right, row.division_code) for right in rights)


@admin.register(Complaint)
class ComplaintAdmin(CaseAdmin):
    """Complaints of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.COMPLAINT_HANDLE
    workflow = COMPLAINT
    steps = COMPLAINT_STEPS
    case_template = "admin/supervision/complaint_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("number_and_topic", "about_column", "channel_label", "received", "clock", "state_label")
    list_display_links = ("number_and_topic",)
    list_select_related = ("subject",)
    list_filter = ("state", "channel", "topic", "nature", "finding", DivisionFilter)
    search_fields = ("number",)
    search_help_text = gettext_lazy("Number of the complaint, or the body's name or code")
    list_before_template = "admin/supervision/complaints_before.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("New"), f"state__exact={S.RECEIVED}"),
        (gettext_lazy("Being handled"), f"state__exact={S.ACCEPTED}"),
        (gettext_lazy("To be decided"), f"state__exact={S.PROPOSED}"),
        (pgettext_lazy("complaint", "To be answered"), f"state__exact={S.DECIDED}"),
        (gettext_lazy("Waves"), "wave__exact=1"),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by number, and by the body."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(Q(number__startswith=term) | Q(subject_id__in=subject_ids(term))), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the intake of a register to whoever may take workbooks in."""
        may = {"may_take_in": officer(request).may(P.INTAKE_RUN)}
        return super().changelist_view(request, {**(extra_context or {}), **may})

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Let the filter for waves through."""
        return lookup == "wave__exact" or super().lookup_allowed(lookup, value, request)

    @method_decorator(sensitive_variables())
    @method_decorator(sensitive_post_parameters())
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Register what came by telephone, mailbox, box, letter or visit; the codes are shown once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PaperForm(request.POST or None, request.FILES or None, initial=self._place(request))
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                filed = self._filed(request, form.cleaned_data)
                return self._codes_page(request, filed)
        context = {
            "form": form,
            "heading": _("Register a complaint"),
            "intro": self._intro(request),
            "button": _("Register"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Register a complaint"))

    @staticmethod
    def _intro(request: HttpRequest) -> str:
        words = _("From telephone, mailbox, box, letter, visit, or passed on by a higher authority.")
        agency = officer(request).agency
        if agency is None or takes_names(agency.division_code):
            return words
        without = _("No two keepers of informants are at work here: only anonymous complaints are taken.")
        return f"{words} {without}"

    @staticmethod
    def _place(request: HttpRequest) -> dict[str, Any]:
        agency = officer(request).agency
        return {"division": agency.division_code} if agency is not None else {}

    def _filed(self, request: HttpRequest, data: dict[str, Any]) -> services.Filed:
        informant = Informant(data["informant_name"], data["informant_contact"], data["informant_note"])
        new = NewComplaint(
            body_name=data["body_name"],
            words=data["words"],
            division_code=data["division"],
            topic=data["topic"],
            nature=data["nature"],
            channel=data["channel"],
            received_on=data["received_on"],
            happened_on=data["happened_on"],
            informant=informant,
        )
        return services.file_complaint(new, by=officer(request), files=data["evidence"])

    def _codes_page(self, request: HttpRequest, filed: services.Filed) -> HttpResponse:
        context = {
            "row": filed.complaint,
            "tracking": spaced(filed.tracking),
            "pickup": spaced(filed.pickup),
            "case": self.change_url(filed.complaint),
            "another": reverse("admin:supervision_complaint_add"),
            "follow": request.build_absolute_uri(reverse("supervision:complaint_follow")),
        }
        answer = self.page(
            request, "admin/supervision/complaint_codes.html", context, title=filed.complaint.number
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def case_context(self, row: Complaint, reader: Officer) -> dict[str, Any]:
        """Return what the case's page shows besides steps and clocks."""
        readable = may_read(row, reader)
        reward = ComplaintReward.objects.filter(complaint=row).first()
        return {
            "facts": facts_of(
                (
                    (_("Body complained about"), row.about),
                    (_("Topic"), row.get_topic_display()),
                    (pgettext("complaint", "Nature"), row.get_nature_display()),
                    (_("Came in by"), row.get_channel_display()),
                    (pgettext("case", "Received"), who(row.made_by_label, row.received_on)),
                    (_("Happened on"), row.happened_on if readable else ""),
                    (_("Accepted on"), row.accepted_on),
                    (
                        pgettext("complaint", "Procedure"),
                        row.get_procedure_display() if row.procedure else "",
                    ),
                    (_("Handling office"), row.office),
                    (_("Passed on to"), row.transferred_to),
                    (_("Why not accepted"), row.get_declined_as_display() if row.declined_as else ""),
                    (_("Extended"), row.extension_reason),
                    (_("Proposed by"), row.proposed_by_label),
                    (_("Decided"), who(row.decided_by_label, row.decided_on)),
                    (_("Answered on"), row.answered_on),
                    (_("Satisfaction"), row.get_satisfaction_display() if row.satisfaction else ""),
                )
            ),
            "readable": readable,
            "files": for_officers(evidence.of(services.about(row))) if readable else [],
            "period": clocks.running(row) if row.is_open else None,
            "joined": row.joined.order_by("pk")[:MOST_BESIDE],
            "beside": _beside(row),
            "informant": _informant(row),
            "reward": reward,
            "reward_url": reverse("admin:supervision_complaintreward_change", args=[reward.pk])
            if reward
            else "",
            "inspections": Inspection.objects.filter(source_key=f"supervision.complaint:{row.pk}"),
            "rectifications": Rectification.objects.filter(source_key=f"supervision.complaint:{row.pk}"),
            "records": ConductRecord.objects.filter(source=f"supervision.complaint:{row.guid}"),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id])
            if row.subject_id
            else "",
        }

    @display(description=gettext_lazy("complaint"), header=True)
    def number_and_topic(self, obj: Complaint) -> list[str]:
        """Number, and what it is about."""
        told = [obj.get_topic_display(), *([_("wave")] if obj.wave else [])]
        return [obj.number, " · ".join(told)]

    @display(description=gettext_lazy("body"))
    def about_column(self, obj: Complaint) -> str:
        """The body."""
        return obj.about

    @display(description=gettext_lazy("came in by"))
    def channel_label(self, obj: Complaint) -> str:
        """The channel."""
        return obj.get_channel_display()

    @display(description=gettext_lazy("received on"))
    def received(self, obj: Complaint) -> str:
        """Day of receipt, short."""
        return obj.received_on.isoformat()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Complaint) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _beside(row: Complaint) -> QuerySet[Complaint]:
    """Return other complaints about the same body, the newest first: repeats are seen here."""
    others = Complaint.objects.exclude(pk=row.pk).exclude(joined_to=row)
    return (
        others.filter(subject=row.subject_id).order_by("-pk")[:MOST_BESIDE]
        if row.subject_id
        else others.none()
    )


def _informant(row: Complaint) -> dict[str, Any]:
    """Return what officers may know of an informant: that there is one, whose keys, how often opened."""
    if not row.named:
        return {"named": False, "possible": takes_names(row.division_code)}
    keepers = row.informant.shares.values_list("keeper__label", flat=True).distinct()
    looks = row.looks.filter(state=LookState.DONE).select_related("asked_by", "second").order_by("pk")
    return {"named": True, "keepers": "、".join(dict.fromkeys(keepers.order_by("keeper"))), "looks": looks}


@admin.register(ComplaintReward)
class ComplaintRewardAdmin(CaseAdmin):
    """Rewards for reports of the officer's divisions; none names anybody."""

    view_right = P.FILE_VIEW
    workflow = REWARD
    steps = REWARD_STEPS
    case_template = "admin/supervision/complaint_reward.html"
    colours = REWARD_COLOURS
    clock_kinds = clocks.REWARD_KINDS
    list_display = ("number", "amount", "made_by_label", "approved", "paid", "clock", "state_label")
    list_display_links = ("number",)
    list_select_related = ("complaint",)
    list_filter = ("state", DivisionFilter)
    search_fields = ("complaint__number",)
    search_help_text = gettext_lazy("Number of the report")
    list_before_template = "admin/supervision/rewards_before.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be decided"), f"state__exact={RewardState.PROPOSED}"),
        (pgettext_lazy("reward", "To be collected"), f"state__exact={RewardState.APPROVED}"),
        (pgettext_lazy("reward", "Paid"), f"state__exact={RewardState.PAID}"),
        (pgettext_lazy("reward", "Not collected"), f"state__exact={RewardState.LAPSED}"),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the number of the report."""
        term = search_term.strip()
        return (queryset.filter(complaint__number__startswith=term) if term else queryset), False

    def case_context(self, row: ComplaintReward, reader: Officer) -> dict[str, Any]:
        """Return the facts of a reward."""
        return {
            "facts": facts_of(
                (
                    (_("Report"), row.complaint.number),
                    (_("Amount (yuan)"), row.amount),
                    (_("Grounds of the reward"), row.grounds),
                    (_("Proposed by"), who(row.made_by_label, row.made_at.astimezone(CHINA).date())),
                    (_("Approved by"), who(row.approved_by_label, row.approved_on)),
                    (_("To be collected by"), row.collect_by),
                    (_("Paid by"), who(row.paid_by_label, row.paid_on)),
                    (_("Voucher number"), row.voucher_no),
                )
            ),
            "complaint_url": reverse("admin:supervision_complaint_change", args=[row.complaint_id]),
        }

    @display(description=gettext_lazy("report"))
    def number(self, obj: ComplaintReward) -> str:
        """Number of the report."""
        return obj.complaint.number

    @display(description=gettext_lazy("approved on"))
    def approved(self, obj: ComplaintReward) -> str:
        """Day of approval, short."""
        return obj.approved_on.isoformat() if obj.approved_on else "–"

    @display(description=gettext_lazy("paid on"))
    def paid(self, obj: ComplaintReward) -> str:
        """Day of payment, short."""
        return obj.paid_on.isoformat() if obj.paid_on else "–"

    @display(description=gettext_lazy("state"), label=REWARD_COLOURS)
    def state_label(self, obj: ComplaintReward) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
