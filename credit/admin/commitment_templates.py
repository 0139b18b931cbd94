"""Form letters with their numbered texts, and notes of admission education, on the supervisors' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.admin_base import KeptAdmin, ScopedAdmin, officer
from accounts.evidence import EvidenceField, for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import audit, evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.models import Rule
from credit.admin.search import HELP, subject_ids
from credit.commitments.education import about, check_education, note_education
from credit.models import AdmissionEducation, CommitmentTemplate, CommitmentText
from credit.services import item

CERTAINTY = {Rule.Certainty.VERIFIED: "success", Rule.Certainty.DEFAULT: "warning"}


class TextInline(TabularInline):
    """The numbered texts: a new one may be added, none is ever changed."""

    model = CommitmentText
    extra = 0
    tab = True
    fields = ("number", "in_force_from", "text", "text_en")
    ordering = ("-number",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the template sees its texts."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps templates adds texts."""
        return officer(request).may(P.RULE_EDIT)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No text is changed: what was signed refers to it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No text is deleted."""
        return False


class TemplateForm(forms.ModelForm[CommitmentTemplate]):
    """A form letter; says in words what the database would refuse."""

    class Meta:
        model = CommitmentTemplate
        fields = (
            "code",
            "place",
            "kind",
            "title",
            "title_en",
            "applies_to",
            "matter_code",
            "self_service",
            "due_rule",
            "due_count",
            "published",
            "checked",
            "breach_item",
            "document",
            "article",
            "certainty",
            "in_use",
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an item that the catalogue does not hold for this kind of subject."""
        data = super().clean() or self.cleaned_data
        if data.get("breach_item") and data.get("applies_to"):
            try:
                item(
                    data["breach_item"],
                    on=today(),
                    place=data.get("place") or "",
                    applies_to=data["applies_to"],
                )
            except Refusal as refusal:
                self.add_error("breach_item", str(refusal))
        return data


@admin.register(CommitmentTemplate)
class CommitmentTemplateAdmin(KeptAdmin):
    """Form letters; a change here makes the letter a local one, which the shipped file no longer touches."""

    view_right = P.FILE_VIEW
    add_right = P.RULE_EDIT
    change_right = P.RULE_EDIT
    scope_field = ""
    form = TemplateForm
    inlines = (TextInline,)
    ordering = ("kind", "code", "place")
    list_display = ("title", "kind", "applies_to", "due_words", "flags", "certainty_label", "in_use")
    list_filter = ("kind", "applies_to", "in_use")

    @display(description=gettext_lazy("period for keeping it"))
    def due_words(self, obj: CommitmentTemplate) -> str:
        """Rule for the last day, in words."""
        return " ".join(filter(None, (str(obj.due_count or ""), obj.get_due_rule_display())))

    @display(description=gettext_lazy("what follows"))
    def flags(self, obj: CommitmentTemplate) -> str:
        """Published, checked, open to bodies."""
        words = (
            _("to be published") if obj.published else "",
            _("performance is checked") if obj.checked else "",
            _("open to bodies") if obj.self_service else "",
        )
        return " · ".join(filter(None, words)) or "–"

    @display(description=gettext_lazy("certainty"), label=CERTAINTY)
    def certainty_label(self, obj: CommitmentTemplate) -> tuple[str, str]:
        """Read in the source, or a local default that waits for confirmation."""
        return obj.certainty, obj.get_certainty_display()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Mark it as kept here, and say in the audit trail what changed."""
        obj.origin = Rule.Origin.LOCAL
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Note who entered a text."""
        with transaction.atomic():
            for text in formset.save(commit=False):
                text.made_by_label = officer(request).label[:100]
                text.save()
                changes = {"number": (None, text.number), "in_force_from": (None, text.in_force_from)}
                audit.record(text, "commitmenttext.enter", by=officer(request), changes=changes)


class EducationForm(forms.ModelForm[AdmissionEducation]):
    """A note of education with its proof. `asker` is set by the admin."""

    asker: Officer
    evidence = EvidenceField(label=gettext_lazy("Proof, such as the signed list"))

    class Meta:
        model = AdmissionEducation
        fields = ("subject", "held_on", "form", "occasion", "participant", "note")

    def clean(self) -> dict[str, Any]:
        """Ask the service whether it would keep this."""
        data = super().clean() or self.cleaned_data
        if data.get("subject") and data.get("held_on"):
            with RefusalsIn(self):
                check_education(
                    subject=data["subject"],
                    held_on=data["held_on"],
                    occasion=data.get("occasion") or "",
                    participant=data.get("participant") or "",
                    note=data.get("note") or "",
                    by=self.asker,
                )
        return data


@admin.register(AdmissionEducation)
class AdmissionEducationAdmin(ScopedAdmin):
    """Education in honesty before admission, noted per subject."""

    view_right = P.FILE_VIEW
    add_right = P.COMMITMENT_KEEP
    form = EducationForm
    ordering = ("-held_on", "-pk")
    list_display = ("who", "held_on", "form", "occasion", "participant")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    list_filter = ("form",)
    search_fields = ("occasion",)
    search_help_text = HELP
    autocomplete_fields = ("subject",)
    change_form_outer_before_template = "admin/credit/to_file.html"
    change_form_outer_after_template = "admin/credit/evidence_after.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new note asks for its proof."""
        told = ("subject", "held_on", "form", "occasion", "participant", "note")
        return (*told, "made_by_label", "made_at") if obj else (*told, "evidence")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Hand the officer to the form."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.asker = officer(request)
        return form

    @display(description=gettext_lazy("subject"))
    def who(self, obj: AdmissionEducation) -> str:
        """Name of the subject."""
        return obj.subject.name

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Note it through the service."""
        made = note_education(
            subject=obj.subject,
            held_on=obj.held_on,
            form=obj.form,
            occasion=obj.occasion,
            participant=obj.participant,
            note=obj.note,
            by=officer(request),
            proof=form.cleaned_data["evidence"],
        )
        obj.__dict__.update(made.__dict__)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Show what was noted."""
        return HttpResponseRedirect(self.change_url(obj))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show it with its proof."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None:
            extra["files"] = for_officers(evidence.of(about(obj)))
        return super().change_view(request, object_id, form_url, extra)
