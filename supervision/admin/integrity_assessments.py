"""The assessment of one body on the supervisors' pages: self-score on paper, review, result."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core.errors import RefusalsIn
from credit.admin.case_pages import Button, CaseAdmin, ReasonForm, StepPage, facts_of, who
from credit.admin.search import HELP
from credit.parties import OnPaper
from supervision.admin.integrity_forms import OfficersScoresForm
from supervision.admin.integrity_steps import IMPOSE_ALL
from supervision.integrity import assessments, clocks, offices, scoring, selectors
from supervision.integrity.choices import WRITABLE, RoundState
from supervision.integrity.choices import AssessmentState as S
from supervision.integrity.workflow import ASSESSMENT
from supervision.models import Assessment

COLOURS = {
    S.WAITING: "info",
    S.RETURNED: "info",
    S.HANDED_IN: "warning",
    S.REVIEWED: "warning",
    S.DECIDED: "success",
}
BANDS = {"excellent": "success", "good": "success", "pass": "warning", "fail": "danger"}


def _result_of(row: Assessment) -> str:
    """Return what is decided: the result of the review, and what the reviewer says of it."""
    words = _("%(band)s, %(total)s of 100 marks") % {
        "band": scoring.band_name(row.band),
        "total": row.total,
    }
    veto = _("The lowest band by a veto, whatever the marks.") if row.vetoed else ""
    return "\n".join(filter(None, (words, veto, row.opinion)))


STEPS = (
    StepPage(
        "decide",
        "decide",
        gettext_lazy(
            "You decide as the second officer. The consequences of the band are proposed; the body reads its "
            "result once the round is published inside."
        ),
        gettext_lazy("Decided."),
        lambda row, _data, by: assessments.decide(row, by=by),
        stake=_result_of,
    ),
    StepPage(
        "redo",
        "redo",
        gettext_lazy("The officer who reviewed looks at it again."),
        gettext_lazy("Sent back to the review."),
        lambda row, data, by: assessments.redo(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=_result_of,
    ),
    StepPage(
        "send_back",
        "send_back",
        gettext_lazy("The body reads why, completes its self-score and hands it in again."),
        gettext_lazy("Sent back."),
        lambda row, data, by: assessments.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    IMPOSE_ALL,
)


@admin.register(Assessment)
class AssessmentAdmin(CaseAdmin):
    """Assessments of the officer's divisions; they begin in a round."""

    view_right = P.FILE_VIEW
    workflow = ASSESSMENT
    steps = STEPS
    case_template = "admin/supervision/integrity_assessment.html"
    colours = COLOURS
    clock_kinds = clocks.ASSESSMENT_KINDS
    list_display = ("body", "round_title", "own_total", "result", "clock", "state_label")
    list_display_links = ("body",)
    list_select_related = ("subject", "office", "round")
    list_filter = ("state", "round")
    search_fields = ("subject__uscc",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Self-score awaited"), f"state__exact={S.WAITING}"),
        (gettext_lazy("To be reviewed"), f"state__exact={S.HANDED_IN}"),
        (gettext_lazy("To be decided"), f"state__exact={S.REVIEWED}"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's assessments with what their page reads."""
        return super().get_queryset(request).select_related("subject", "office", "round")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages with the marks."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("<int:pk>/self/", view(self.self_view), name=f"{name}_self"),
            path("<int:pk>/marks/", view(self.marks_view), name=f"{name}_marks"),
        ]
        return [*own, *super().get_urls()]

    def buttons(self, row: Assessment, reader: Officer) -> list[Button]:
        """Return the steps, those with marks first."""
        own = []
        if self._may_review(row, reader):
            own.append(
                Button(_("Review"), reverse("admin:supervision_assessment_marks", args=[row.pk]), False)
            )
        if self._may_write(row, reader):
            url = reverse("admin:supervision_assessment_self", args=[row.pk])
            own.append(Button(_self_title(row, reader), url, offices.speaks_for(row, reader) is None))
        return [*own, *super().buttons(row, reader)]

    def _may_write(self, row: Assessment, by: Officer) -> bool:
        if row.round.state != RoundState.OPEN or row.state not in WRITABLE:
            return False
        return by.may(P.INTEGRITY_REVIEW, row.division_code) or offices.speaks_for(row, by) is not None

    def _may_review(self, row: Assessment, by: Officer) -> bool:
        return ASSESSMENT.transitions["review"] in ASSESSMENT.available(row, by)

    def self_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter what came on paper, or what the officer's own office says, as a draft or handed in."""
        row, by = self.seen_object(request, str(pk)), officer(request)
        return self._marks_page(request, row, review=False, possible=self._may_write(row, by))

    def marks_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Review: marks beside the self-score, kept as a draft or finished."""
        row, by = self.seen_object(request, str(pk)), officer(request)
        return self._marks_page(request, row, review=True, possible=self._may_review(row, by))

    def _marks_page(
        self, request: HttpRequest, row: Assessment, *, review: bool, possible: bool
    ) -> HttpResponse:
        if not possible:
            if request.method == "POST":
                raise PermissionDenied
            return HttpResponseRedirect(self.change_url(row))
        lines = selectors.lines(row)
        posted = request.method == "POST"
        form = OfficersScoresForm(
            request.POST if posted else None,
            request.FILES if posted else None,
            assessment=row,
            indicators=[line.indicator for line in lines],
            known={line.indicator.pk: line.score for line in lines if line.score is not None},
            review=review,
        )
        if posted and form.is_valid() and self._kept(request, row, form, review=review):
            return HttpResponseRedirect(self.change_url(row))
        title = _("Review") if review else _self_title(row, officer(request))
        context = {
            "form": form,
            "row": row,
            "review": review,
            "lines": [
                (
                    line,
                    form[f"marks_{line.indicator.number}"],
                    form[f"words_{line.indicator.number}"],
                    None if review else form[f"files_{line.indicator.number}"],
                    for_officers(line.files),
                )
                for line in lines
            ],
            "rest": [form["opinion"]] if review else [form["words"], form["signed_by"]],
            "finish": _("Finish the review") if review else _("Hand in"),
            "back": self.change_url(row),
        }
        return self.page(request, "admin/supervision/integrity_marks.html", context, title=title)

    def _kept(self, request: HttpRequest, row: Assessment, form: OfficersScoresForm, *, review: bool) -> bool:
        by, finish = officer(request), "finish" in request.POST
        party = offices.speaks_for(row, by) or OnPaper(by, P.INTEGRITY_REVIEW)
        with RefusalsIn(form):
            if review:
                assessments.write_review(row, scores=form.given, opinion=form.cleaned_data["opinion"], by=by)
                if finish:
                    assessments.review(row, by=by)
            else:
                data = form.cleaned_data
                assessments.write_self_scores(
                    row,
                    scores=form.given,
                    words=data["words"],
                    signed_by=data["signed_by"],
                    files=form.papers,
                    by=party,
                )
                if finish:
                    assessments.hand_in(row, by=party)
            messages.success(request, _("Finished.") if finish else _("Kept as a draft."))
            return True
        return False

    def case_context(self, row: Assessment, reader: Officer) -> dict[str, Any]:
        """Return marks, evidence, result and consequences."""
        return {
            "facts": facts_of(
                (
                    (_("Assessment"), row.round),
                    (pgettext("integrity", "Body"), row.subject),
                    (_("Office"), row.office),
                    (_("Self-score"), row.self_total),
                    (_("Handed in"), who(row.handed_in_by_label, row.handed_in_on)),
                    (_("Signed by the head"), row.signed_by),
                    (_("Indicator table"), _table_of(row)),
                    (_("Why sent back"), row.returned_reason),
                    (_("Reviewed"), who(row.reviewed_by_label, row.reviewed_on)),
                    (_("Score"), row.total),
                    (pgettext("integrity", "Decided"), who(row.decided_by_label, row.decided_on)),
                )
            ),
            "lines": [(line, for_officers(line.files)) for line in selectors.lines(row)],
            "band": scoring.band_name(row.band) if row.band else "",
            "band_colour": BANDS.get(row.band, ""),
            "measures": row.measures.order_by("pk"),
            "round_url": reverse("admin:supervision_assessmentround_change", args=[row.round_id]),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("body"), header=True)
    def body(self, obj: Assessment) -> list[str]:
        """Who is assessed."""
        return [obj.called, obj.subject.name if obj.office_id else obj.subject.number]

    @display(description=gettext_lazy("assessment"))
    def round_title(self, obj: Assessment) -> str:
        """In which round."""
        return str(obj.round.year)

    @display(description=gettext_lazy("self-score"))
    def own_total(self, obj: Assessment) -> str:
        """What it gives itself."""
        return "–" if obj.self_total is None else str(obj.self_total)

    @display(description=gettext_lazy("result"), label=BANDS)
    def result(self, obj: Assessment) -> tuple[str, str] | None:
        """Band and marks."""
        if obj.total is None:
            return None
        return obj.band, f"{scoring.band_name(obj.band)} {obj.total}"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Assessment) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _self_title(row: Assessment, by: Officer) -> str:
    if offices.speaks_for(row, by) is not None:
        return _("Enter the self-score of your office")
    return _("Enter the self-score on paper")


def _table_of(row: Assessment) -> str:
    told = f"{row.round.document} {row.round.article}".strip()
    return told if row.round.confirmed else _("%s (local default, to be confirmed)") % told
