"""Interviews on the supervisors' pages: propose, give notice, enter minutes, follow up; papers to print."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.authorities import authority_of
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.clock import today
from core.errors import RefusalsIn
from credit.admin.case_pages import Button, CaseAdmin, facts_of, maker, who
from credit.admin.search import HELP, subject_ids
from credit.models import Subject
from credit.models.evaluations import FollowUpKind
from supervision.admin.interview_forms import (
    FollowUpForm,
    HoldForm,
    NoticeForm,
    ProposalForm,
    PutOffForm,
)
from supervision.admin.interview_steps import STEPS
from supervision.admin.interview_words import (
    bodies_of,
    demands_of,
    moment_of,
    notice_of,
    place_of,
    put_off_of,
    stands_of,
    subjects_of,
    words_of_rectification,
)
from supervision.admin.task_pages import InterviewTaskForm, task_of, words_of
from supervision.choices import WITH_THE_BODY, InterviewReply
from supervision.choices import InterviewState as S
from supervision.interviews import clocks, papers, services
from supervision.interviews.workflow import INTERVIEW
from supervision.models import Interview, InterviewBody, Rectification
from supervision.rectification.tasks_of_evaluations import key_of

COLOURS = {S.PROPOSED: "info", S.NOTIFIED: "warning", S.HELD: "primary", S.CLOSED: "success", S.DROPPED: ""}
NAMED, SHORT = 3, 60


@admin.register(Interview)
class InterviewAdmin(CaseAdmin):
    """Interviews of the officer's divisions: the determining authority's own."""

    view_right = P.FILE_VIEW
    add_right = P.INTERVIEW_HOLD
    workflow = INTERVIEW
    steps = STEPS
    case_template = "admin/supervision/interview_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("with_whom", "why", "kind_label", "meets", "clock", "state_label")
    list_display_links = ("with_whom",)
    list_filter = ("state", "kind", DivisionFilter)
    search_fields = ("notice_no",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Notice to be given"), f"state__exact={S.PROPOSED}"),
        (gettext_lazy("To be held"), f"state__exact={S.NOTIFIED}"),
        (gettext_lazy("To be followed up"), f"state__exact={S.HELD}"),
        (pgettext_lazy("interview", "Closed"), f"state__exact={S.CLOSED}"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's interviews with their bodies."""
        return super().get_queryset(request).prefetch_related("bodies__subject")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by a body, or by the whole notice number."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if any(mark in term for mark in "〔〕号"):
            return queryset.filter(notice_no=term), False
        rows = InterviewBody.objects.filter(subject_id__in=subject_ids(term))
        return queryset.filter(pk__in=rows.values("interview")), False

    def get_urls(self) -> list[URLPattern]:
        """Add the forms that need the row's bodies, and the papers."""
        view, name = self.admin_site.admin_view, "supervision_interview"
        own = [
            path("<int:pk>/notice/", view(self.notice_view), name=f"{name}_notice"),
            path("<int:pk>/put-off/", view(self.put_off_view), name=f"{name}_put_off"),
            path("<int:pk>/minutes/", view(self.minutes_view), name=f"{name}_minutes"),
            path("<int:pk>/follow-up/", view(self.follow_up_view), name=f"{name}_follow_up"),
            path("from-task/<int:task>/", view(self.task_view), name=f"{name}_from_task"),
            path("<int:pk>/papers/<slug:paper>/", view(self.paper_view), name=f"{name}_paper"),
        ]
        return [*own, *super().get_urls()]

    # --- pages ---------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Propose an interview by hand."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ProposalForm(request.POST or None, initial=self._first(request))
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._entered(request, form.cleaned_data)
                messages.success(request, _("Proposed. Give the bodies notice next."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "A reminder or a warning, with one or several bodies together; its record goes into their "
                "credit files and to the platforms."
            ),
            "button": _("Propose the interview"),
            "heading": _("New interview"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New interview"))

    def _first(self, request: HttpRequest) -> dict[str, Any]:
        """Return the first values: the officer's own authority, and a body named in the address."""
        by = officer(request)
        place = place_of(by)
        first = {"authority_name": by.agency.name if by.agency else authority_of(place, P.INTERVIEW_HOLD)}
        asked = request.GET.get("subject", "")
        if asked.isdecimal():
            subject = Subject.objects.visible_to(by, P.INTERVIEW_HOLD).filter(pk=asked).first()
            if subject is not None:
                first["bodies"] = subject.uscc or subject.name
        about = request.GET.get("rectification", "")
        if about.isdecimal():
            rows = Rectification.objects.visible_to(by, P.INTERVIEW_HOLD).select_related("subject")
            row = rows.filter(pk=about).first()
            if row is not None:
                first |= {
                    "bodies": row.subject.uscc or row.subject.name,
                    "grounds": words_of_rectification(row),
                }
        return first

    def _entered(self, request: HttpRequest, data: dict[str, Any]) -> Interview:
        by = officer(request)
        subjects = subjects_of(data["bodies"], by)
        return services.enter(
            kind=data["kind"],
            subjects=subjects,
            grounds=data["grounds"],
            authority_name=data["authority_name"],
            division_code=place_of(by),
            source_key=self._cause(request, subjects, data["once"]),
            by=by,
        )

    def _cause(self, request: HttpRequest, subjects: list[Subject], once: object) -> str:
        """Name the rectification from which the officer came, where the interview is about nothing else.

        It is then given up should that end; with other bodies beside its own it goes on.
        """
        about = request.GET.get("rectification", "")
        if about.isdecimal() and len(subjects) == 1:
            rows = Rectification.objects.visible_to(officer(request), P.INTERVIEW_HOLD)
            if rows.filter(pk=about, subject=subjects[0]).exists():
                return services.asked_for(int(about), once)
        return f"supervision.order:{once}"

    def task_view(self, request: HttpRequest, task: int) -> HttpResponse:
        """Propose the interview that a bad evaluation asks for."""
        asked, by = task_of(request, task, FollowUpKind.INTERVIEW, P.INTERVIEW_HOLD), officer(request)
        form = InterviewTaskForm(request.POST or None, initial={"grounds": words_of(asked)})
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = services.propose(
                    subjects=[asked.evaluation.subject],
                    authority_name=by.agency.name
                    if by.agency
                    else authority_of(asked.division_code, P.INTERVIEW_HOLD),
                    division_code=asked.division_code,
                    source_key=key_of(asked),
                    by=by,
                    **form.cleaned_data,
                )
                messages.success(request, _("Proposed. Give the bodies notice next."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _("Once it is held, the task of the evaluation is noted as done."),
            "button": _("Propose the interview"),
            "heading": asked.evaluation.subject,
            "back": reverse("admin:credit_evaluationfollowup_change", args=[asked.pk]),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New interview"))

    def notice_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give notice."""
        row: Interview = self.seen_object(request, str(pk))
        form = NoticeForm(request.POST or None, initial=notice_of(row, officer(request)))
        return self._form_page(
            request,
            row,
            "notify",
            form,
            lambda data: services.give_notice(row, form.notice(), by=officer(request)),
            done=_("Notice given; the bodies read it in the portal, and it can be printed."),
            intro=_("The notice goes to the bodies' portal at once; print it for those without an account."),
        )

    def put_off_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move an announced interview."""
        row: Interview = self.seen_object(request, str(pk))
        form = PutOffForm(request.POST or None, initial=notice_of(row, officer(request)))
        return self._form_page(
            request,
            row,
            "put_off",
            form,
            lambda data: services.put_off(row, form.notice(), reason=data["reason"], by=officer(request)),
            done=_("Put off; the bodies read the new notice."),
        )

    def minutes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter minutes, attendance and demands."""
        row: Interview = self.seen_object(request, str(pk))
        form = HoldForm(
            request.POST or None,
            request.FILES or None,
            bodies=bodies_of(row),
            initial={"host": officer(request).label},
        )
        return self._form_page(
            request,
            row,
            "hold",
            form,
            lambda data: services.hold(
                row,
                held_on=data["held_on"],
                host=data["host"],
                recorder=data["recorder"],
                minutes=data["minutes"],
                heard=form.heard(),
                demands=data["demands"],
                files=data["evidence"],
                by=officer(request),
            ),
            done=_("Entered: in the files of the bodies, told to the platforms, demands opened."),
            intro=_("With this the interview goes into every body's credit file and to the platforms."),
        )

    def follow_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note whether the demands were met, and close."""
        row: Interview = self.seen_object(request, str(pk))
        bodies = bodies_of(row)
        form = FollowUpForm(request.POST or None, bodies=bodies, stands=stands_of(row, bodies))
        return self._form_page(
            request,
            row,
            "close",
            form,
            lambda data: services.follow_up(row, by=officer(request), **form.given()),
            done=_("Followed up and closed; the platforms hear the result."),
            intro=_("Below each body stands how far it has met the demands."),
        )

    def _form_page(
        self,
        request: HttpRequest,
        row: Interview,
        step: str,
        form: Any,
        act: Any,
        *,
        done: str,
        intro: str = "",
    ) -> HttpResponse:
        possible = {one.name: str(one.label) for one in INTERVIEW.available(row, officer(request))}
        if step not in possible:
            if request.method == "POST":
                raise PermissionDenied
            return HttpResponseRedirect(self.change_url(row))
        return self.act_page(
            request, row, form, act, title=possible[step], button=possible[step], done=done, intro=intro
        )

    def paper_view(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        """Show a paper to print: the notice, or the minutes to be signed."""
        row: Interview = self.seen_object(request, str(pk))
        found = papers.PAPERS.get(paper)
        if found is None or not found.possible(row):
            raise Http404
        return render(request, found.template, {**papers.content(row), "back": self.change_url(row)})

    def buttons(self, row: Any, reader: Officer) -> list[Button]:
        """Put the steps with forms of their own before the plain ones."""
        possible = {step.name: str(step.label) for step in self.workflow.available(row, reader)}
        pages = {"notify": "notice", "hold": "minutes", "close": "follow_up", "put_off": "put_off"}
        own = [
            Button(
                possible[step],
                reverse(f"admin:supervision_interview_{page}", args=[row.pk]),
                step == "put_off",
            )
            for step, page in pages.items()
            if step in possible
        ]
        return [*own, *super().buttons(row, reader)]

    def case_context(self, row: Interview, reader: Officer) -> dict[str, Any]:
        """Return bodies, demands, papers and facts."""
        bodies = bodies_of(row)
        return {
            "facts": facts_of(
                (
                    (_("Kind of interview"), row.get_kind_display()),
                    (_("Determined by, interviews"), row.authority_name),
                    (pgettext("interview", "Proposed"), who(maker(row), row.proposed_on)),
                    (pgettext("interview", "Legal basis"), row.basis),
                    (_("Notice number"), row.notice_no),
                    (_("Notice given on"), row.noticed_on),
                    (_("Time"), moment_of(row)),
                    (_("Put off from"), put_off_of(row)),
                    (pgettext("interview", "Place"), row.place),
                    (_("Who must come"), row.who_must_come),
                    (_("What to bring"), row.bring),
                    (_("Held"), who(row.host, row.held_on)),
                    (_("Minutes taken by"), row.recorder),
                    (pgettext("interview", "Closed"), who(row.closed_by_label, row.closed_on)),
                    (_("Called off on"), row.called_off_on),
                    (_("Dropped because"), row.dropped_reason),
                )
            ),
            "bodies": bodies,
            "later": [body for body in bodies if body.reply == InterviewReply.LATER],
            "today": today(),
            "with_the_body": WITH_THE_BODY,
            "demands": demands_of(row, bodies),
            "papers": [
                (paper.title, reverse("admin:supervision_interview_paper", args=[row.pk, code]))
                for code, paper in papers.PAPERS.items()
                if paper.possible(row)
            ],
            "files": for_officers(evidence.of(services.about(row))),
        }

    # --- the list ------------------------------------------------------------------------------------

    @display(description=pgettext_lazy("interview", "bodies"), header=True)
    def with_whom(self, obj: Interview) -> list[str]:
        """The first bodies, and how many there are."""
        names = [body.subject.name for body in obj.bodies.all()]
        more = len(names) - NAMED
        words = ngettext("and %(n)s more", "and %(n)s more", max(more, 0)) % {"n": more} if more > 0 else ""
        return ["、".join(names[:NAMED]), " · ".join(filter(None, (words, obj.notice_no))) or "–"]

    @display(description=pgettext_lazy("interview", "grounds"))
    def why(self, obj: Interview) -> str:
        """Grounds, short."""
        return f"{obj.grounds[:SHORT]}…" if len(obj.grounds) > SHORT else obj.grounds

    @display(description=gettext_lazy("kind of interview"))
    def kind_label(self, obj: Interview) -> str:
        """Reminder or warning."""
        return obj.get_kind_display()

    @display(description=gettext_lazy("time"))
    def meets(self, obj: Interview) -> str:
        """When it is held."""
        return moment_of(obj) or "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Interview) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
