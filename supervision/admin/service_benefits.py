"""Benefits (信易医) on the supervisors' pages: the catalogue, who takes part, how often it was used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import KeptAdmin, officer
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.models import Rule
from core.scope import division_filter
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from credit.admin.commitment_templates import CERTAINTY
from credit.admin.points_forms import subject_named
from credit.admin.search import HELP
from credit.models import Subject
from credit.parties import OnPaper
from supervision.admin.service_forms import OfferForm, UsesForm
from supervision.models import Benefit, BenefitOffer, BenefitUse
from supervision.service import benefits, eligibility
from supervision.service.choices import Audience
from supervision.service.choices import OfferState as S
from supervision.service.workflow import OFFER

COLOURS = {S.ASKED: "warning", S.ACTIVE: "success", S.SUSPENDED: "danger", S.REFUSED: "", S.ENDED: ""}
SEPARATORS = str.maketrans(dict.fromkeys("，、；;,\n", " "))
MONTHS_SHOWN = 12


def _on_paper(by: Officer) -> OnPaper:
    return OnPaper(by, P.SERVICE_KEEP)


STEPS = (
    StepPage(
        "approve",
        "approve",
        gettext_lazy("The grade is looked at again now. The public page shows the body from then on."),
        gettext_lazy("The body takes part."),
        lambda row, _data, by: benefits.approve(row, by=by),
    ),
    StepPage(
        "uses",
        "",
        gettext_lazy("A number for a month, as the body handed it in; entering it again replaces it."),
        gettext_lazy("Counted."),
        lambda row, data, by: benefits.count_uses(
            row, month=data["month"], uses=data["uses"], by=_on_paper(by)
        ),
        UsesForm,
        title=gettext_lazy("Enter the number of uses"),
        offered=lambda row, by: (
            row.state in (S.ACTIVE, S.SUSPENDED) and by.may(P.SERVICE_KEEP, row.division_code)
        ),
        plain=True,
    ),
    StepPage(
        "resume",
        "resume",
        gettext_lazy("The grade is looked at again now."),
        gettext_lazy("The body takes part again."),
        lambda row, _data, by: benefits.resume(row, by=by),
    ),
    StepPage(
        "suspend",
        "suspend",
        gettext_lazy("The public page no longer shows the body; the body reads the reason."),
        gettext_lazy("Suspended."),
        lambda row, data, by: benefits.suspend(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "refuse",
        "refuse",
        gettext_lazy("The body reads the reason."),
        pgettext_lazy("benefit", "Refused."),
        lambda row, data, by: benefits.refuse(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "end",
        "end",
        gettext_lazy("The body reads the reason; its numbers stay."),
        gettext_lazy("Ended."),
        lambda row, data, by: benefits.end(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


class BenefitForm(forms.ModelForm[Benefit]):
    """A benefit; grades are typed with spaces or commas between them."""

    grades = forms.CharField(
        label=gettext_lazy("Grades that qualify"),
        required=False,
        max_length=100,
        help_text=gettext_lazy(
            "As the scoring standards call them, such as A、B; empty: no grade is asked for."
        ),
    )

    class Meta:
        model = Benefit
        fields = (
            "code",
            "place",
            "title",
            "title_en",
            "kind",
            "audience",
            "text",
            "text_en",
            "proof",
            "office",
            "red_list_counts",
            "barred_if_listed",
            "valid_from",
            "valid_to",
            "document",
            "article",
            "certainty",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "grades" in self.fields:
            self.initial.setdefault("grades", "、".join(self.instance.labels))

    def clean(self) -> dict[str, Any]:
        """Turn the typed grades into the list that the rule reads."""
        data = super().clean() or self.cleaned_data
        if "grades" in data:
            self.instance.labels = data["grades"].translate(SEPARATORS).split()
        return data


@admin.register(Benefit)
class BenefitAdmin(KeptAdmin):
    """The catalogue; a change here makes the benefit a local one, untouched by the shipped file."""

    view_right = P.FILE_VIEW
    add_right = P.RULE_EDIT
    change_right = P.RULE_EDIT
    scope_field = ""
    form = BenefitForm
    ordering = ("audience", "code")
    list_display = ("title_column", "audience", "rule", "office", "taking_part", "uses", "certainty_label")
    list_display_links = ("title_column",)
    list_filter = ("audience", "kind")
    list_before_template = "admin/supervision/benefit_list_head.html"
    readonly_fields = ("rule",)
    fieldsets = (
        (None, {"fields": ("code", "place", "title", "title_en", "kind", "audience", "office")}),
        (gettext_lazy("Content"), {"fields": ("text", "text_en", "proof")}),
        (gettext_lazy("Who is eligible"), {"fields": ("grades", "red_list_counts", "barred_if_listed")}),
        (
            gettext_lazy("Validity and basis"),
            {"fields": ("valid_from", "valid_to", "document", "article", "certainty")},
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look reads the rule in words; the typed grades belong to the form."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        rule = (self.fieldsets[2][0], {"fields": ("rule",)})
        return (*self.fieldsets[:2], rule, self.fieldsets[3])

    def get_queryset(self, request: HttpRequest) -> Any:
        """Read the numbers with the rows, in the same statement."""
        counted = BenefitUse.objects.filter(benefit=OuterRef("pk")).order_by().values("benefit")
        return (
            super()
            .get_queryset(request)
            .annotate(
                n_offers=Count("offers", filter=Q(offers__state=S.ACTIVE)),
                n_uses=Subquery(counted.annotate(total=Sum("uses")).values("total")),
            )
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep the change apart from the shipped file."""
        obj.origin = Rule.Origin.LOCAL
        super().save_model(request, obj, form, change)

    @display(description=pgettext_lazy("benefit", "benefit"), header=True)
    def title_column(self, obj: Benefit) -> list[str]:
        """Title, and below it the kind."""
        return [obj.title_shown, obj.get_kind_display()]

    @display(description=gettext_lazy("who is eligible"))
    def rule(self, obj: Benefit) -> str:
        """The rule in words."""
        return eligibility.in_words(obj)

    @display(description=gettext_lazy("bodies taking part"))
    def taking_part(self, obj: Any) -> str:
        """How many take part now."""
        return str(obj.n_offers) if obj.audience == Audience.PUBLIC else "–"

    @display(description=gettext_lazy("number of uses"))
    def uses(self, obj: Any) -> str:
        """How often it was given."""
        return str(obj.n_uses or 0)

    @display(description=gettext_lazy("certainty"), label=CERTAINTY)
    def certainty_label(self, obj: Benefit) -> tuple[str, str]:
        """Whether content and rule were read in a source."""
        return obj.certainty, obj.get_certainty_display()


@admin.register(BenefitOffer)
class BenefitOfferAdmin(CaseAdmin):
    """Bodies of the officer's divisions that take part in benefits for visitors."""

    view_right = P.FILE_VIEW
    add_right = P.SERVICE_KEEP
    workflow = OFFER
    steps = STEPS
    case_template = "admin/supervision/benefit_offer.html"
    colours = COLOURS
    list_display = ("body_column", "benefit_column", "since", "ground", "state_label")
    list_display_links = ("body_column",)
    list_select_related = ("benefit", "subject")
    list_filter = ("state", "benefit", DivisionFilter)
    search_fields = ("ground",)
    search_help_text = HELP
    list_before_template = "admin/supervision/offer_list_head.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (pgettext_lazy("benefit", "Asked to take part"), f"state__exact={S.ASKED}"),
        (pgettext_lazy("benefit", "Taking part"), f"state__exact={S.ACTIVE}"),
        (pgettext_lazy("benefit", "Suspended"), f"state__exact={S.SUSPENDED}"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the officer's rows with what their page reads."""
        return super().get_queryset(request).select_related("benefit", "subject")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter what a body asks on paper."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = OfferForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._asked(officer(request), form.cleaned_data)
                messages.success(request, _("Entered; let the body take part next."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "A body asks on paper to take part; its grade is looked at now and when it is let in."
            ),
            "button": _("Enter"),
            "heading": _("Taking part in a benefit"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Taking part in a benefit"))

    def _asked(self, by: Officer, data: dict[str, Any]) -> BenefitOffer:
        visible = Subject.objects.filter(division_filter("division_code", by.prefixes(P.SERVICE_KEEP)))
        try:
            subject = subject_named(data["party"], visible)
        except Refusal as refusal:
            raise Refusal(str(refusal), field="party") from refusal
        return benefits.ask(benefit=data["benefit"], subject=subject, how=data["how"], by=_on_paper(by))

    def case_context(self, row: BenefitOffer, reader: Officer) -> dict[str, Any]:
        """Return what the page of one body's taking part shows."""
        found = eligibility.verdict(row.benefit, row.subject, on=today())
        uses = list(row.uses.order_by("-month")[:MONTHS_SHOWN])
        return {
            "facts": facts_of(
                (
                    (pgettext("benefit", "Body"), row.subject),
                    (pgettext("benefit", "Benefit"), row.benefit),
                    (pgettext("benefit", "Asked on"), who(row.made_by_label, row.asked_on)),
                    (_("Takes part since"), row.active_since),
                    (_("Ended on"), row.closed_on),
                    (_("Ground"), row.ground),
                )
            ),
            "verdict": found,
            "rule": eligibility.in_words(row.benefit),
            "uses": uses,
            "total": sum(use.uses for use in uses),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("body"))
    def body_column(self, obj: BenefitOffer) -> str:
        """Which body."""
        return obj.subject.name

    @display(description=pgettext_lazy("benefit", "benefit"))
    def benefit_column(self, obj: BenefitOffer) -> str:
        """In which benefit."""
        return obj.benefit.title_shown

    @display(description=gettext_lazy("takes part since"))
    def since(self, obj: BenefitOffer) -> str:
        """Since when."""
        return obj.active_since.isoformat() if obj.active_since else "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: BenefitOffer) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
