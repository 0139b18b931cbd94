"""Permits and penalties on the supervisors' pages: one list, one form, and the buttons of the procedure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action, display

from accounts.admin_base import ServedForm, officer
from accounts.permissions import P
from credit.admin.reveal import REVEAL_DIALOG, show_number
from credit.admin.search import subject_ids
from credit.choices import SubjectKind
from disclosure.admin.buttons import DecisionButtons, seen
from disclosure.admin.fieldsets import CONDITIONAL, fieldsets_of, reading_fieldsets
from disclosure.admin.filters import DueFilter
from disclosure.admin.panel import STATE_COLOURS, left_of, panel_of
from disclosure.choices import DecisionState
from disclosure.national import amount
from disclosure.services import decisions, publishing
from disclosure.services.decisions import OPEN_STATES

MOST_SENTENCES = 10


class DecisionAdmin(DecisionButtons, ServedForm):
    """What the pages of permits and of penalties share."""

    view_right = P.DECISION_VIEW
    add_right = P.DECISION_ENTER
    change_right = P.DECISION_ENTER

    list_filter = ("state", DueFilter, "party_kind")
    list_select_related = ()
    list_before_template = "admin/quick_filters.html"
    search_fields = ("document_no",)
    search_help_text = gettext_lazy("Party, credit code, or the whole document number")
    actions = ("approve_selected", "publish_selected")
    conditional_fields = CONDITIONAL
    change_form_outer_before_template = "admin/disclosure/panel.html"
    warn_unsaved_form = True
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Drafts"), f"state__exact={DecisionState.DRAFT}"),
        (gettext_lazy("Waiting for review"), f"state__exact={DecisionState.IN_REVIEW}"),
        (gettext_lazy("Waiting for publication"), f"state__exact={DecisionState.APPROVED}"),
        (gettext_lazy("Overdue"), "due=late"),
        (gettext_lazy("Not published"), f"state__exact={DecisionState.WITHHELD}"),
    )

    # --- the list ------------------------------------------------------------------------------------

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Newest first; by due date where the list is about time left (that is the index it is read from)."""
        return ("due_on", "-pk") if request.GET.get("due") else ("-pk",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by whole document number, or by party (indexed both; never a scan over texts)."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if any(mark in term for mark in "〔〕[]【】号"):
            return queryset.filter(document_no=bracketed(term)), False
        return queryset.filter(subject_id__in=subject_ids(term)), False

    @display(description=gettext_lazy("party"), header=True)
    def party(self, obj: Any) -> list[str]:
        """Name, and below it the number as officers may see it."""
        return [
            obj.party_name,
            obj.uscc or obj.registration_no or obj.org_code or obj.get_party_kind_display(),
        ]

    @display(description=gettext_lazy("decided on"))
    def decided(self, obj: Any) -> str:
        """Day of the decision, short."""
        return obj.decided_on.isoformat()

    @display(description=gettext_lazy("state"), label=STATE_COLOURS)
    def state_label(self, obj: Any) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(
        description=gettext_lazy("time left"),
        label={"danger": "danger", "warning": "warning", "success": "success"},
    )
    def clock(self, obj: Any) -> tuple[str, str] | None:
        """Working days left for publication."""
        left = left_of(obj)
        return (left.level, left.words) if left else None

    @action(description=gettext_lazy("Approve the selected"), permissions=["review"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Approve as the second officer; one's own work is refused row by row."""
        pks = list(queryset.values_list("pk", flat=True))
        result = decisions.approve_many(self.model, pks, by=officer(request))
        if result.done:
            done = ngettext("%(n)s decision approved.", "%(n)s decisions approved.", len(result.done))
            messages.success(request, done % {"n": len(result.done)})
        self._say_refused(request, [f"{row.document_no}：{sentence}" for row, sentence in result.refused])

    @action(description=gettext_lazy("Publish the selected now"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish what was reviewed; each row that stays is named with the reason."""
        rows = list(queryset)
        ready = [row.pk for row in rows if row.state == DecisionState.APPROVED]
        result = publishing.publish_many(self.model, ready, by=officer(request))
        not_ready = _("only a reviewed decision can be published; this one is “%(state)s”.")
        refused = [
            (row, not_ready % {"state": row.get_state_display()}) for row in rows if row.pk not in ready
        ]
        if result.published:
            done = ngettext("%(n)s decision published.", "%(n)s decisions published.", result.published)
            messages.success(request, done % {"n": result.published})
        kept = [
            _("%(document)s: kept from the public by the rules: %(reason)s.")
            % {"document": row.document_no, "reason": row.get_withheld_reason_display()}
            for row in result.kept_back
        ]
        self._say(request, messages.WARNING, kept)
        self._say_refused(
            request, [f"{row.document_no}：{sentence}" for row, sentence in [*refused, *result.refusals]]
        )

    def _say_refused(self, request: HttpRequest, sentences: list[str]) -> None:
        self._say(request, messages.ERROR, sentences)

    @staticmethod
    def _say(request: HttpRequest, level: int, sentences: list[str]) -> None:
        for sentence in sentences[:MOST_SENTENCES]:
            messages.add_message(request, level, sentence)
        if len(sentences) > MOST_SENTENCES:
            more = _("… and %(n)s more.") % {"n": len(sentences) - MOST_SENTENCES}
            messages.add_message(request, level, more)

    def has_review_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the bulk approval may be offered."""
        return self.allowed(request, P.DECISION_REVIEW)

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the bulk publication may be offered."""
        return self.allowed(request, P.DECISION_PUBLISH)

    # --- the form ------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A decision may be corrected until it is reviewed; from then on its page is for reading."""
        if obj is not None and getattr(obj, "state", "") not in OPEN_STATES:
            return False
        return super().has_change_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Group the fields; a reader sees words where the form has inputs."""
        if obj is not None and not self.has_change_permission(request, obj):
            return reading_fieldsets(obj)
        return fieldsets_of(self.model)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or take the form; what another officer did in the meantime is said in a sentence."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id) if object_id else None
        if obj is not None:
            extra["panel"] = panel_of(obj)
            extra["own_work"] = self._waits_for_another(request, obj)
        response = super().changeform_view(request, object_id, form_url, extra)
        if isinstance(response, TemplateResponse) and obj is not None:
            self._pin(response, obj)
        return response

    def _pin(self, response: TemplateResponse, obj: Any) -> None:
        """Let the approval button carry what its page showed."""
        for button in (response.context_data or {}).get("actions_detail") or []:
            if str(button.get("path", "")).endswith("/approve/"):
                button["path"] += f"?seen={seen(obj)}"

    def _waits_for_another(self, request: HttpRequest, obj: Any) -> bool:
        makers = {obj.made_by, obj.changed_by}
        return obj.state == DecisionState.IN_REVIEW and officer(request).actor_id in makers

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Store through the service: clock, audit row, maker."""
        obj.subject = form.subject()  # type: ignore[attr-defined]  # DecisionForm
        known = {field.name for field in obj._meta.get_fields()}
        changed = [name for name in form.changed_data if name in known]
        for _name, sentence in form.warnings:  # type: ignore[attr-defined]  # DecisionForm
            messages.warning(request, sentence)
        decisions.enter_decision(obj, by=officer(request), changed=changed)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Stay with the new decision: the next step is to hand it in."""
        return HttpResponseRedirect(self.change_url(obj))

    @display(description=gettext_lazy("person's identity number"))
    def party_number(self, obj: Any) -> str:
        """Masked number of a person."""
        return str(obj.subject.id_masked)

    @display(description=gettext_lazy("representative's identity number"))
    def representative_number(self, obj: Any) -> str:
        """Dots: the number is sealed."""
        return str(obj.representative_id or "")

    @display(description=gettext_lazy("kinds of penalty"))
    def kinds_words(self, obj: Any) -> str:
        """Kinds in one line."""
        return "、".join(obj.kinds)

    @display(description=gettext_lazy("field of regulation"))
    def regulated_field(self, obj: Any) -> str:
        """Field of regulation, such as 卫生."""
        return str(obj.field_of_law)

    @display(description=gettext_lazy("fine (10,000 yuan)"))
    def fine_shown(self, obj: Any) -> str:
        """Fine without idle zeros."""
        return "" if obj.fine is None else amount(obj.fine)

    @display(description=gettext_lazy("confiscated (10,000 yuan)"))
    def confiscated_shown(self, obj: Any) -> str:
        """Confiscated value without idle zeros."""
        return "" if obj.confiscated is None else amount(obj.confiscated)

    # --- numbers -------------------------------------------------------------------------------------

    @action(
        description=gettext_lazy("Show the party's number"),
        url_path="party-number",
        icon="key",
        dialog=REVEAL_DIALOG,
    )
    def reveal_party(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Show the person's full number once."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        return show_number(request, obj.subject, "id_number", reason=reason, label=_("Identity number"))

    @action(
        description=gettext_lazy("Show the representative's number"),
        url_path="representative-number",
        icon="key",
        dialog=REVEAL_DIALOG,
    )
    def reveal_representative(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Show the legal representative's full number once."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        return show_number(request, obj, "representative_id", reason=reason, label=_("Identity number"))

    def extra_buttons(self, request: HttpRequest, obj: Any) -> set[str]:
        """Offer to show only numbers that are there."""
        if not officer(request).may(P.NUMBER_REVEAL, obj.division_code):
            return set()
        found = {"reveal_party"} if obj.party_kind == SubjectKind.PERSON else set()
        return found | ({"reveal_representative"} if obj.representative_id else set())


def bracketed(term: str) -> str:
    """Return a document number with the year in 〔〕, as it is stored."""
    return "".join(term.split()).translate(str.maketrans("[]【】［］", "〔〕〔〕〔〕"))
