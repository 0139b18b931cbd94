"""Rectifications on the supervisors' pages: the list with bulk cross-off, one page each, orders, records."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from unfold.decorators import action, display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.language import headed
from credit.admin.case_pages import Button, CaseAdmin, facts_of, who
from credit.admin.points_forms import subject_named
from credit.admin.record_forms import RecordForm, item_choices
from credit.admin.records import about as about_record
from credit.admin.search import HELP
from credit.models import Subject
from credit.models.evaluations import FollowUpKind
from credit.services import enter_record
from supervision.admin.rectification_forms import OrderForm
from supervision.admin.rectification_steps import STEPS, open_extension
from supervision.admin.task_pages import RectificationTaskForm, task_of, words_of
from supervision.choices import UNDER_WAY, WITH_THE_BODY, RectificationSource
from supervision.choices import RectificationState as S
from supervision.models import Campaign, Rectification
from supervision.rectification import bearing, clocks, services
from supervision.rectification.selectors import late
from supervision.rectification.services import NewRectification
from supervision.rectification.tasks_of_evaluations import key_of
from supervision.rectification.words import lines
from supervision.rectification.workflow import RECTIFICATION

MOST_SENTENCES, MOST_CAMPAIGNS = 10, 20
COLOURS = {
    S.OPEN: "info",
    S.RUNNING: "info",
    S.HANDED_IN: "warning",
    S.RETURNED: "info",
    S.CHECKED: "primary",
    S.CROSSED_OFF: "success",
    S.DOUBTED: "danger",
    S.REOPENED: "danger",
    S.DROPPED: "",
}


class LateFilter(SimpleListFilter):
    """What the bodies have let pass its due day."""

    title = gettext_lazy("late")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the late ones, and those that were passed up."""
        return [("yes", gettext_lazy("late")), ("up", gettext_lazy("passed up"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is asked for."""
        if self.value() == "yes":
            return queryset.filter(late(today()))
        up = self.value() == "up"
        return queryset.filter(escalated_on__isnull=False, state__in=UNDER_WAY) if up else queryset


class CampaignFilter(SimpleListFilter):
    """Those of one campaign."""

    title = gettext_lazy("campaign")
    parameter_name = "campaign"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the newest campaigns that the officer may read."""
        rows = Campaign.objects.visible_to(officer(request), P.FILE_VIEW).order_by("-pk")
        return [(str(pk), title) for pk, title in rows.values_list("pk", "title")[:MOST_CAMPAIGNS]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those of the chosen one."""
        chosen = str(self.value() or "")
        return queryset.filter(campaign_id=int(chosen)) if chosen.isdecimal() else queryset


@admin.register(Rectification)
class RectificationAdmin(CaseAdmin):
    """Rectifications of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.RECTIFICATION_CHECK
    workflow = RECTIFICATION
    steps = STEPS
    case_template = "admin/supervision/rectification_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("whose", "what", "due", "clock", "state_label")
    list_display_links = ("whose",)
    list_select_related = ("subject", "campaign")
    list_filter = ("state", "source", LateFilter, CampaignFilter, DivisionFilter)
    search_fields = ("problem",)
    search_help_text = HELP
    list_before_template = "admin/supervision/rectifications_before.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be checked"), f"state__exact={S.HANDED_IN}"),
        (gettext_lazy("To be crossed off"), f"state__exact={S.CHECKED}"),
        (gettext_lazy("Late"), "late=yes"),
        (gettext_lazy("Passed up"), "late=up"),
        (gettext_lazy("Doubted"), f"state__exact={S.DOUBTED}"),
        (gettext_lazy("Crossed off"), f"state__exact={S.CROSSED_OFF}"),
    )
    actions = ("cross_off_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's rectifications with what their page reads."""
        return super().get_queryset(request).select_related("subject", "campaign")

    def get_urls(self) -> list[URLPattern]:
        """Add the page that puts the problem on the body's record, and the one that begins from a task."""
        view, name = self.admin_site.admin_view, "supervision_rectification"
        own = [
            path("<int:pk>/record/", view(self.record_view), name=f"{name}_record"),
            path("from-task/<int:task>/", view(self.task_view), name=f"{name}_from_task"),
        ]
        return [*own, *super().get_urls()]

    # --- pages ---------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Order a body to put something right."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = OrderForm(request.POST or None, items=item_choices(officer(request), None))
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._ordered(request, form.cleaned_data)
                messages.success(request, _("Ordered; the body reads it in the portal."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "What inspections, ledgers, complaints and interviews find opens by itself. Order here what "
                "none of them found."
            ),
            "button": _("Order the rectification"),
            "heading": _("Order a rectification"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Order a rectification"))

    def _ordered(self, request: HttpRequest, data: dict[str, Any]) -> Rectification:
        by = officer(request)
        visible = Subject.objects.visible_to(by, P.RECTIFICATION_CHECK)
        try:
            subject = subject_named(data["party"], visible)
        except Refusal as refusal:
            raise Refusal(str(refusal), field="party") from refusal
        names = ("problem", "facts", "measures", "due_on", "permanent", "item_code", "self_reported")
        return services.order(
            NewRectification(
                subject_id=subject.pk,
                division_code=subject.division_code,
                source=RectificationSource.ORDER,
                source_key=f"supervision.order:{data['once']}",
                concealed=data["concealed"],
                document_no=data["document_no"],
                **{name: data[name] for name in names},
            ),
            by=by,
        )

    def task_view(self, request: HttpRequest, task: int) -> HttpResponse:
        """Open the rectification that a bad evaluation asks for."""
        asked = task_of(request, task, FollowUpKind.RECTIFICATION, P.RECTIFICATION_CHECK)
        form = RectificationTaskForm(request.POST or None, initial={"problem": words_of(asked)})
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = services.open_many(
                    [
                        NewRectification(
                            subject_id=asked.evaluation.subject_id,
                            division_code=asked.division_code,
                            source=RectificationSource.EVALUATION,
                            source_key=key_of(asked),
                            **form.cleaned_data,
                        )
                    ],
                    on=today(),
                    by=officer(request),
                )[0]
                messages.success(request, _("Ordered; the body reads it in the portal."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _("Once it is crossed off, the task of the evaluation is noted as done."),
            "button": _("Open the rectification"),
            "heading": asked.evaluation.subject,
            "back": reverse("admin:credit_evaluationfollowup_change", args=[asked.pk]),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Order a rectification"))

    def record_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the problem on the body's record; what honesty or concealment does to it stands beside."""
        row: Rectification = self.seen_object(request, str(pk))
        by = officer(request)
        if not by.may(P.RECORD_ENTER, row.division_code):
            raise PermissionDenied
        found = bearing.suggestion(row)
        good = found.good_item if found is not None and "good" in request.GET else ""
        form = RecordForm(
            request.POST or None,
            request.FILES or None,
            officer=by,
            subject=row.subject,
            initial=_record_of(row, found, good, by),
        )

        def act(_values: dict[str, Any]) -> None:
            with transaction.atomic():
                record = enter_record(form.new_record(row.subject), by=by)
                files = form.cleaned_data["evidence"]
                evidence.keep_all(
                    files, about=about_record(record), division_code=record.division_code, by=by
                )

        return self.act_page(
            request,
            row,
            form,
            act,
            title=_("Put on the body's record"),
            button=_("Enter"),
            done=_("Entered. Until a second officer confirms it, it counts for nothing."),
            intro=_("A second officer confirms the record; only then it stands in the file and counts."),
            text=found.text if found is not None else "",
        )

    def case_context(self, row: Rectification, reader: Officer) -> dict[str, Any]:
        """Return what the page shows besides steps and clocks."""
        asked = open_extension(row)
        due = row.due_on.isoformat() if row.due_on else ""
        return {
            "facts": facts_of(
                (
                    (pgettext("rectification", "Body"), row.subject.with_number),
                    (_("Campaign"), row.campaign),
                    (_("Came from"), who(row.get_source_display(), row.opened_on)),
                    (_("Document number"), row.document_no),
                    (_("Group"), row.group),
                    (_("Responsible person or office"), row.owner),
                    (
                        pgettext("rectification", "Due on"),
                        " · ".join(filter(None, (due, _("permanent") if row.permanent else ""))),
                    ),
                    (_("Handed in"), who(row.handed_in_by_label, row.handed_in_on)),
                    (_("Checked"), who(row.checked_by_label, row.checked_on)),
                    (_("Crossed off"), who(row.crossed_off_by_label, row.crossed_off_on)),
                    (_("Doubted"), who(row.doubted_by_label, row.doubted_on)),
                    (_("Found false on"), row.found_false_on),
                    (_("Passed up on"), row.escalated_on),
                )
            ),
            "late": clocks.is_late(row, today()),
            "asked": asked,
            "suggestion": bearing.suggestion(row),
            "mild_words": ",".join((_("mitigates"), _("aggravates"))),
            "record_buttons": self._record_buttons(row, reader),
            "lines": lines(row),
            "files": for_officers(evidence.of(services.about(row))),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
            "with_body": row.state in WITH_THE_BODY,
        }

    def _record_buttons(self, row: Rectification, reader: Officer) -> list[Button]:
        if row.state == S.DROPPED or not reader.may(P.RECORD_ENTER, row.division_code):
            return []
        url = reverse("admin:supervision_rectification_record", args=[row.pk])
        found = bearing.suggestion(row)
        shown = [Button(_("Put on the body's record"), url, True)]
        if found is not None and found.good_item:
            shown.append(Button(_("Enter the good record"), f"{url}?good=1", True))
        wanted = row.escalated_on is not None or (found is not None and bool(found.rule.interview))
        if wanted and reader.may(P.INTERVIEW_HOLD, row.division_code):
            interview = reverse("admin:supervision_interview_add")
            shown.append(Button(_("Propose an interview"), f"{interview}?rectification={row.pk}", True))
        return shown

    # --- the list ------------------------------------------------------------------------------------

    @action(description=gettext_lazy("Cross off the selected"), permissions=["cross_off"])
    def cross_off_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Cross off as the second officer; what one checked oneself is refused row by row."""
        result = services.cross_off_many(list(queryset.values_list("pk", flat=True)), by=officer(request))
        if result.done:
            done = ngettext("%(n)s crossed off.", "%(n)s crossed off.", len(result.done))
            messages.success(request, done % {"n": len(result.done)})
        for row, sentence in result.refused[:MOST_SENTENCES]:
            messages.error(request, headed(row.subject.name, sentence))
        if (more := len(result.refused) - MOST_SENTENCES) > 0:
            messages.error(request, _("… and %(n)s more.") % {"n": more})

    def has_cross_off_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the bulk cross-off may be offered."""
        return self.allowed(request, P.RECTIFICATION_DECIDE)

    @display(description=pgettext_lazy("rectification", "body"), header=True)
    def whose(self, obj: Rectification) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("problem"), header=True)
    def what(self, obj: Rectification) -> list[str]:
        """The problem, and below it where it came from."""
        source = obj.campaign.title if obj.campaign else obj.get_source_display()
        return [obj.problem, " · ".join(filter(None, (str(source), obj.group)))]

    @display(description=pgettext_lazy("rectification", "due on"))
    def due(self, obj: Rectification) -> str:
        """Due day, and whether it is a permanent duty."""
        day = obj.due_on.isoformat() if obj.due_on else ""
        return " · ".join(filter(None, (day, _("permanent") if obj.permanent else "")))

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Rectification) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _record_of(
    row: Rectification, found: bearing.Suggestion | None, good: str, by: Officer
) -> dict[str, Any]:
    """Return the first values of the record of a problem, so that nothing is typed twice."""
    note = " ".join(found.words)[:255] if found is not None else ""
    return {
        "item_code": good or row.item_code,
        "title": "" if good else row.problem[:255],
        "facts": row.facts,
        "happened_on": (row.crossed_off_on if good else None) or row.opened_on,
        "authority_name": by.agency.name if by.agency else "",
        "document_no": row.document_no,
        "act": f"supervision.rectification:{row.guid}"[:80],
        "note": note,
        "count": 1,
    }
