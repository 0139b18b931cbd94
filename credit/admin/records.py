"""Conduct records: entered by one officer, confirmed by a second, corrected and withdrawn, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action, display

from accounts.admin_base import officer
from accounts.evidence import for_officers
from accounts.permissions import P
from core import evidence
from core.errors import RefusalsIn
from core.language import headed
from core.scope import division_filter
from credit.admin.acts import ActPages
from credit.admin.offers import offers_about
from credit.admin.points_forms import subject_named
from credit.admin.record_forms import RecordForm, initial_of
from credit.admin.record_panel import REVIEW_COLOURS, STATE_COLOURS, changes_of, panel_of
from credit.admin.record_steps import RecordSteps
from credit.admin.search import HELP, subject_ids
from credit.choices import RecordState, Review
from credit.models import ConductRecord, Subject
from credit.services import amend_entry, confirm_many, enter_record

MOST_SENTENCES = 10
COLOURS: dict[str, str] = {**STATE_COLOURS, **REVIEW_COLOURS}
FIELDS = (
    (None, ("title", "facts", "count", "act", "note")),
    (
        gettext_lazy("Document"),
        ("authority_name", "document_no", "happened_on", "final_on", "known_at", "confirmed_at"),
    ),
    (
        gettext_lazy("Effect"),
        (
            "disputed_from",
            "disputed_until",
            "shielded_from",
            "shielded_until",
            "superseded_on",
            "withdrawn_on",
            "annulled_on",
            "repaired_on",
        ),
    ),
)


@admin.register(ConductRecord)
class ConductRecordAdmin(RecordSteps, ActPages):
    """Conduct records of the officer's divisions, those that wait for confirmation among them."""

    view_right = P.FILE_VIEW
    add_right = P.RECORD_ENTER
    list_display = ("who", "conduct", "happened", "counts_from", "state_label")
    list_display_links = ("who",)
    list_select_related = ("subject", "item")
    list_filter = ("review", "state", "item__polarity")
    search_fields = ("item_code",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Waiting for confirmation"), f"review__exact={Review.WAITING}"),
        (gettext_lazy("Sent back"), f"review__exact={Review.RETURNED}"),
        (gettext_lazy("Disputed"), f"state__exact={RecordState.DISPUTED}"),
        (gettext_lazy("Repaired"), f"state__exact={RecordState.REPAIRED}"),
    )
    actions = ("confirm_selected",)
    change_form_outer_before_template = "admin/credit/record_panel.html"
    change_form_outer_after_template = "admin/credit/record_after.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the records of the officer's divisions; officers also see what waits for confirmation."""
        prefixes = officer(request).prefixes(self.view_right)
        rows = ConductRecord.entries.filter(division_filter("division_code", prefixes))
        return rows.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject, or by the whole document number."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if any(mark in term for mark in "〔〕[]号"):
            return queryset.filter(document_no=term), False
        return queryset.filter(subject_id__in=subject_ids(term)), False

    # --- pages ---------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a record; the address may name the subject."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        visible = Subject.objects.visible_to(by, P.RECORD_ENTER)
        asked = request.GET.get("subject", "")
        subject = visible.filter(pk=asked).first() if asked.isdecimal() else None
        initial = {"authority_name": by.agency.name if by.agency else ""}
        form = RecordForm(
            request.POST or None, request.FILES or None, officer=by, subject=subject, initial=initial
        )
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                whom = subject or subject_named(form.cleaned_data["about"], visible)
                record = self._enter(request, form, whom)
                messages.success(
                    request, _("Entered. Until a second officer confirms it, it counts for nothing.")
                )
                return HttpResponseRedirect(self.change_url(record))
        context = {
            "form": form,
            "intro": _("A second officer confirms the record; only then it stands in the file and counts."),
            "button": _("Enter"),
            "heading": subject or _("New conduct record"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New conduct record"))

    @action(description=gettext_lazy("Change the entry"), url_path="amend", icon="edit")
    def amend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change an entry that nobody has confirmed yet."""
        record: ConductRecord = self.seen_object(request, object_id)
        form = RecordForm(
            request.POST or None,
            request.FILES or None,
            officer=officer(request),
            subject=record.subject,
            initial=initial_of(record),
        )

        def act(_values: dict[str, Any]) -> None:
            with transaction.atomic():
                amend_entry(record, form.new_record(record.subject), by=officer(request))
                self._keep(request, form, record)

        return self.act_page(
            request,
            record,
            form,
            act,
            title=_("Change the entry"),
            button=_("Store"),
            done=_("Stored. The entry waits for confirmation."),
        )

    @action(description=gettext_lazy("Correct"), url_path="correct", icon="edit_document")
    def correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enter the right facts; confirmed, they take the place of the wrong ones."""
        record: ConductRecord = self.seen_object(request, object_id)
        form = RecordForm(
            request.POST or None,
            request.FILES or None,
            officer=officer(request),
            subject=record.subject,
            correcting=True,
            initial={**initial_of(record), "note": ""},
        )
        return self.act_page(
            request,
            record,
            form,
            lambda _values: self._enter(request, form, record.subject, corrects=record),
            title=_("Correct the record"),
            button=_("Enter the correction"),
            done=_("Entered. Once a second officer confirms it, the correction takes the record's place."),
            intro=_(
                "The record is not changed: it stays readable as superseded, and the correction counts from "
                "the day on which it is confirmed."
            ),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a record with where it stands and what became of it."""
        extra = dict(extra_context or {})
        record = self.get_object(request, object_id)
        if record is not None:
            extra["panel"] = panel_of(record, officer(request))
            extra["offers"] = offers_about(record, officer(request))
            extra["changes"] = changes_of(record)
            extra["files"] = for_officers(evidence.of(about(record)))
        return super().change_view(request, object_id, form_url, extra)

    def _enter(
        self, request: HttpRequest, form: RecordForm, subject: Subject, corrects: ConductRecord | None = None
    ) -> ConductRecord:
        with transaction.atomic():
            record = enter_record(form.new_record(subject), by=officer(request), corrects=corrects)
            self._keep(request, form, record)
        return record

    def _keep(self, request: HttpRequest, form: RecordForm, record: ConductRecord) -> None:
        files = form.cleaned_data["evidence"]
        division = record.division_code
        evidence.keep_all(files, about=about(record), division_code=division, by=officer(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what is filled in; a record has many dates that never come to be."""
        groups = [
            (
                title,
                {"fields": [name for name in names if obj is None or getattr(obj, name) not in (None, "")]},
            )
            for title, names in FIELDS
        ]
        return [(title, options) for title, options in groups if options["fields"]]

    # --- the list ------------------------------------------------------------------------------------

    @action(description=gettext_lazy("Confirm the selected"), permissions=["confirm"])
    def confirm_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Confirm as the second officer; one's own entries are refused row by row."""
        result = confirm_many(list(queryset.values_list("pk", flat=True)), by=officer(request))
        if result.done:
            done = ngettext("%(n)s record confirmed.", "%(n)s records confirmed.", len(result.done))
            messages.success(request, done % {"n": len(result.done)})
        for row, sentence in result.refused[:MOST_SENTENCES]:
            messages.error(request, headed(f"{row.subject.name} {row}", sentence))
        if (more := len(result.refused) - MOST_SENTENCES) > 0:
            messages.error(request, _("… and %(n)s more.") % {"n": more})

    def has_confirm_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the bulk confirmation may be offered."""
        return self.allowed(request, P.RECORD_REVIEW)

    @display(description=gettext_lazy("subject"), header=True)
    def who(self, obj: ConductRecord) -> list[str]:
        """Name and number of the subject."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("conduct"), header=True)
    def conduct(self, obj: ConductRecord) -> list[str]:
        """What was done, and below it the item."""
        return [obj.title, str(obj.item or obj.item_code)]

    @display(description=gettext_lazy("date"))
    def happened(self, obj: ConductRecord) -> str:
        """Day of the fact, short."""
        return obj.happened_on.isoformat()

    @display(description=gettext_lazy("counts from"))
    def counts_from(self, obj: ConductRecord) -> str | None:
        """Day from which it counts, short."""
        return obj.final_on.isoformat() if obj.final_on else None

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: ConductRecord) -> tuple[str, str]:
        """State in its colour; of an entry that is not confirmed, where the entry stands."""
        if obj.confirmed_at is None:
            return obj.review, obj.get_review_display()
        return obj.state, obj.get_state_display()


def about(record: ConductRecord) -> str:
    """Return how evidence names a record."""
    return f"credit.conductrecord:{record.pk}"
