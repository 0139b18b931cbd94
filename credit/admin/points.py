"""Demerit points on the supervisors' pages: list, entry, the steps of the procedure, the notice to print."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.dialogs import dialog
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.permissions import P
from core import evidence
from core.clock import today
from core.errors import Refusal
from core.scope import division_filter
from credit.admin.points_forms import AnswerDialog, EntryForm, ServeDialog, subject_named
from credit.admin.points_panel import STATE_COLOURS, panel_of
from credit.admin.search import HELP, subject_ids
from credit.models import DemeritEntry, Subject
from credit.points import services
from credit.points.choices import EntryState
from credit.points.schemes import scheme_rule
from credit.points.workflow import ENTRY
from credit.rules.phrases import plain

STEPS_OF_BUTTON = {
    "serve": {"serve"},
    "answer": {"answer"},
    "confirm": {"confirm"},
    "confirm_here": {"confirm_on_the_spot"},
    "drop": {"discard", "drop"},
    "take_back": {"reverse"},
}


@admin.register(DemeritEntry)
class DemeritEntryAdmin(ScopedAdmin):
    """Demerit entries of the officer's divisions."""

    view_right = P.GRADE_VIEW
    add_right = P.POINTS_ENTER
    list_display = ("who", "item", "points_shown", "notice", "when", "state_label")
    list_display_links = ("who",)
    list_select_related = ("subject", "scheme")
    list_filter = ("state", "on_the_spot", DivisionFilter)
    search_fields = ("notice_no",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Notice to be served"), f"state__exact={EntryState.DRAFT}"),
        (gettext_lazy("Statement and defence"), f"state__exact={EntryState.SERVED}"),
        (gettext_lazy("Answered, to be confirmed"), f"state__exact={EntryState.ANSWERED}"),
        (gettext_lazy("Confirmed"), f"state__exact={EntryState.CONFIRMED}"),
    )
    fieldsets = (
        (
            None,
            {"fields": ("who_line", "scheme", "item", "points_shown", "count", "happened_on", "facts")},
        ),
        (
            gettext_lazy("Notice and defence"),
            {
                "fields": (
                    "authority_name",
                    "penalty_record",
                    "on_the_spot",
                    "notice_no",
                    "served_on",
                    "defence_until",
                    "defence_text",
                    "defended_on",
                    "defence_result",
                    "answer",
                )
            },
        ),
    )
    change_form_outer_before_template = "admin/credit/points_panel.html"
    change_form_outer_after_template = "admin/credit/evidence_after.html"
    actions_detail = ("serve", "answer", "confirm", "confirm_here", "drop", "take_back")

    def get_urls(self) -> list[URLPattern]:
        """Add the notice to print."""
        view = self.admin_site.admin_view(self.notice_view)
        return [path("<int:pk>/notice/", view, name="credit_demeritentry_notice"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject, or by the whole number of a notice."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if any(mark in term for mark in "〔〕[]号"):
            return queryset.filter(notice_no=term), False
        return queryset.filter(subject_id__in=subject_ids(term)), False

    # --- pages ----------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a new entry; the address may name the subject, the penalty, or the entry to be corrected."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        old = self._corrected(request)
        subject = old.subject if old else self._preset(request)
        form = EntryForm(
            request.POST or None,
            request.FILES or None,
            subject=subject,
            initial=self._initial(request, subject, old),
        )
        if request.method == "POST" and form.is_valid():
            try:
                whom = subject or subject_named(form.cleaned_data["about"], self._subjects(request))
                entry = services.enter_entry(
                    form.new_entry(whom, corrects=old),
                    by=officer(request),
                    proof=form.cleaned_data["evidence"],
                )
            except Refusal as refusal:
                field = {"scheme": "item", "item_code": "item", "penalty_record": "penalty"}.get(
                    refusal.field, refusal.field
                )
                form.add_error(field if field in form.fields else None, str(refusal))
            else:
                messages.success(request, _entered(entry))
                return HttpResponseRedirect(self.change_url(entry))
        context = {"form": form, "subject": subject, "back": self.list_url()}
        title = _("Correct %(entry)s") % {"entry": old} if old else _("New demerit entry")
        return self.page(request, "admin/credit/points_new.html", context, title=title)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an entry with where it stands."""
        extra = dict(extra_context or {})
        entry = self.get_object(request, object_id)
        if entry is not None:
            extra["panel"] = panel_of(entry, officer(request))
            extra["files"] = for_officers(evidence.of(services.about(entry)))
        return super().change_view(request, object_id, form_url, extra)

    def notice_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the notice (记分通知书), ready to print."""
        entry = self.seen_object(request, str(pk))
        rule = scheme_rule(entry.scheme, on=entry.happened_on, place=entry.division_code)
        context = {"entry": entry, "points": plain(entry.points), "rule": rule, "today": today()}
        return TemplateResponse(request, "admin/credit/points_notice.html", context)

    # --- columns ---------------------------------------------------------------------------------------

    @display(description=gettext_lazy("subject"), header=True)
    def who(self, obj: DemeritEntry) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("subject"))
    def who_line(self, obj: DemeritEntry) -> str:
        """Name and number in one line."""
        return obj.subject.with_number

    @display(description=gettext_lazy("item"))
    def item(self, obj: DemeritEntry) -> str:
        """Code and title."""
        return f"{obj.item_code} {obj.item_title}"

    @display(description=gettext_lazy("points"))
    def points_shown(self, obj: DemeritEntry) -> str:
        """Points without idle zeros."""
        return plain(obj.points)

    @display(description=gettext_lazy("notice number"))
    def notice(self, obj: DemeritEntry) -> str:
        """Number of the notice, a dash before there is one."""
        return obj.notice_no or "–"

    @display(description=gettext_lazy("day of the conduct"))
    def when(self, obj: DemeritEntry) -> str:
        """Day of the conduct, short."""
        return obj.happened_on.isoformat()

    @display(description=gettext_lazy("state"), label=STATE_COLOURS)
    def state_label(self, obj: DemeritEntry) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    # --- steps -----------------------------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        entry = self.get_object(request, str(object_id))
        if entry is None:
            return []
        possible = {step.name for step in ENTRY.available(entry, officer(request))}
        possible.discard("serve" if entry.on_the_spot else "confirm_on_the_spot")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act
            for act in self._get_base_actions_detail()
            if STEPS_OF_BUTTON[act.action_name.removeprefix(prefix)] & possible
        ]

    @action(
        description=gettext_lazy("Note the service of the notice"),
        url_path="serve",
        icon="mail",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Note the service of the notice"),
            gettext_lazy("From the next working day the party may state and defend."),
            form=ServeDialog,
        ),
    )
    def serve(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Note that the notice reached the party."""
        entry = self.seen_object(request, object_id)
        values = form.cleaned_data
        attempt(
            request,
            lambda: services.serve(
                entry, notice_no=values["notice_no"], served_on=values["served_on"], by=officer(request)
            ),
            _("Noted. The window for statement and defence is open."),
        )
        return go(request, self.change_url(entry))

    @action(
        description=gettext_lazy("Note the defence and its answer"),
        url_path="answer",
        icon="forum",
        dialog=dialog(
            gettext_lazy("Note the defence and its answer"),
            gettext_lazy("Or that the party waived it in writing."),
            form=AnswerDialog,
        ),
    )
    def answer(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Note the statement and defence and what it was answered."""
        entry = self.seen_object(request, object_id)
        values = form.cleaned_data
        attempt(
            request,
            lambda: services.note_defence(
                entry,
                received_on=values["received_on"],
                result=values["result"],
                text=values["text"] or entry.defence_text,
                answer=values["answer"],
                by=officer(request),
            ),
            _("Noted."),
        )
        return go(request, self.change_url(entry))

    @action(
        description=gettext_lazy("Confirm the points"),
        url_path="confirm",
        icon="check",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Confirm the points"),
            gettext_lazy(
                "You confirm as the second scorer. The points count from today; a threshold that they reach "
                "opens its tasks."
            ),
        ),
    )
    def confirm(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Confirm as the second scorer."""
        entry = self.seen_object(request, object_id)
        attempt(request, lambda: services.confirm(entry, by=officer(request)), _("Confirmed."))
        return go(request, self.change_url(entry))

    @action(
        description=gettext_lazy("Confirm the points given on the spot"),
        url_path="confirm-here",
        icon="check",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Confirm the points given on the spot"),
            gettext_lazy("The notice was handed over there and then; you were the second scorer."),
            form=ServeDialog,
        ),
    )
    def confirm_here(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Confirm what was scored on the spot."""
        entry = self.seen_object(request, object_id)
        values = form.cleaned_data
        attempt(
            request,
            lambda: services.confirm(
                entry, notice_no=values["notice_no"], served_on=values["served_on"], by=officer(request)
            ),
            _("Confirmed."),
        )
        return go(request, self.change_url(entry))

    @action(
        description=gettext_lazy("Drop"),
        url_path="drop",
        icon="close",
        dialog=dialog(
            gettext_lazy("Drop"),
            gettext_lazy("No points follow; entry and reason stay readable."),
            reason=True,
        ),
    )
    def drop(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Drop an entry that is not confirmed."""
        entry = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: services.drop(entry, reason=reason, by=officer(request)), _("Dropped."))
        return go(request, self.change_url(entry))

    @action(
        description=gettext_lazy("Take the points back"),
        url_path="take-back",
        icon="undo",
        variant=ActionVariant.DANGER,
        dialog=dialog(
            gettext_lazy("Take the points back"),
            gettext_lazy("The points stop counting from today; what a threshold opened may lapse."),
            reason=True,
        ),
    )
    def take_back(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Take confirmed points back."""
        entry = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request, lambda: services.take_back(entry, reason=reason, by=officer(request)), _("Taken back.")
        )
        return go(request, self.change_url(entry))

    # --- presets ---------------------------------------------------------------------------------------

    def _subjects(self, request: HttpRequest) -> QuerySet[Subject]:
        prefixes = officer(request).prefixes(P.POINTS_ENTER)
        return Subject.objects.filter(division_filter("division_code", prefixes))

    def _preset(self, request: HttpRequest) -> Subject | None:
        given = request.GET.get("subject", "")
        return self._subjects(request).filter(pk=int(given)).first() if given.isdigit() else None

    def _corrected(self, request: HttpRequest) -> DemeritEntry | None:
        given = request.GET.get("corrects", "")
        rows = self.get_queryset(request).filter(state=EntryState.CONFIRMED)
        return rows.filter(pk=int(given)).first() if given.isdigit() else None

    def _initial(
        self, request: HttpRequest, subject: Subject | None, old: DemeritEntry | None
    ) -> dict[str, Any]:
        agency = officer(request).agency
        initial = {
            "about": str(subject or ""),
            "penalty": request.GET.get("penalty", ""),
            "authority_name": agency.name if agency else "",
        }
        if old is None:
            return initial
        return initial | {
            "item": f"{old.scheme_id}:{old.item_code}",
            "count": old.count,
            "happened_on": old.happened_on,
            "facts": old.facts,
            "penalty": old.penalty_record.document_no if old.penalty_record else "",
            "authority_name": old.authority_name,
        }


def _entered(entry: DemeritEntry) -> str:
    """Say what comes next: the second scorer at once, or the notice."""
    if entry.on_the_spot:
        return _("Entered. The second scorer confirms it, with the notice handed over on the spot.")
    return _("Entered. Serve the notice next.")


def entry_address(subject: Subject, *, penalty: str = "") -> str:
    """Return the address of a new entry about a subject."""
    return f"{reverse('admin:credit_demeritentry_add')}?subject={subject.pk}&penalty={penalty}"
