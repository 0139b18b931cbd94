"""Forms of plans and draws; the services decide, these only ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.widgets import DayInput
from core import divisions
from institutions.models import Institution
from supervision.choices import Speciality
from supervision.draws import copying, planning
from supervision.draws.choices import Mode
from supervision.draws.planning import NewLine
from supervision.draws.replacing import OF_BODIES, OF_STAFF
from supervision.draws.services import undrawn
from supervision.inspections.drawn import still_open
from supervision.models import DrawnObject, DrawnStaff, InspectionItem, Plan, PlanLine


class PlanForm(forms.Form):
    """The head of a yearly plan."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2015, max_value=2100, widget=UnfoldAdminIntegerFieldWidget
    )
    title = forms.CharField(label=_("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    authority_name = forms.CharField(
        label=pgettext_lazy("plan", "Authority"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    division_code = forms.CharField(label=_("Division code"), max_length=6, widget=UnfoldAdminTextInputWidget)


class _ItemChoice(forms.ModelMultipleChoiceField[InspectionItem]):
    def label_from_instance(self, obj: InspectionItem) -> str:
        """Name the speciality first: a line takes the items of one."""
        return f"{obj.get_speciality_display()} · {obj}"


class LineForm(forms.Form):
    """One line of a plan."""

    speciality = forms.ChoiceField(
        label=_("Speciality"), choices=Speciality.choices, widget=UnfoldAdminSelectWidget
    )
    items = _ItemChoice(
        label=_("Inspection items"),
        queryset=InspectionItem.objects.none(),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Only what stands in the list of items, with its legal basis, may be inspected."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories of bodies"), widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    full_coverage = forms.BooleanField(
        label=_("Full coverage: every body, outside the draw"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )
    percent = forms.DecimalField(
        label=_("Base share (%)"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
        help_text=_("Grade, red list and self-inspections raise or lower it for each body."),
    )
    rounds = forms.IntegerField(
        label=_("Draws a year"), min_value=1, max_value=12, initial=1, widget=UnfoldAdminIntegerFieldWidget
    )
    days = forms.IntegerField(
        label=_("Days for the inspections after the draw"),
        min_value=1,
        max_value=365,
        initial=60,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    by_weight = forms.BooleanField(
        label=_("Draw each weight on its own, so that it gets exactly its share"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )
    experts = forms.IntegerField(
        label=_("Experts who go along to each body"),
        min_value=0,
        max_value=5,
        initial=0,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    department = forms.CharField(
        label=_("Joint inspection with"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan: Plan = (kwargs.get("initial") or {})["plan"]
        items = [row.pk for row in InspectionItem.objects.all() if planning.holds_there(row, plan)]
        field = self.fields["items"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - tells mypy what it is
        field.queryset = InspectionItem.objects.filter(pk__in=items).order_by("speciality", "code")
        place = divisions.prefix(plan.division_code)
        bodies = Institution.objects.filter(division_code__startswith=place).order_by("category")
        known = bodies.values_list("category", flat=True).distinct()
        categories = self.fields["categories"]
        assert isinstance(categories, forms.MultipleChoiceField)  # noqa: S101
        categories.choices = [(name, name) for name in known]


def line_values(line: PlanLine) -> dict[str, Any]:
    """Return a line as the form shows it."""
    shown = forms.model_to_dict(line, exclude=["id", "plan", "number", "ratio"])
    percent = None if line.full_coverage else Decimal(line.ratio) / 100
    return {**shown, "plan": line.plan, "percent": percent}


def new_line(data: dict[str, Any]) -> NewLine:
    """Return a line as the service takes it."""
    given = {name: value for name, value in data.items() if name != "percent"}
    return NewLine(**given, ratio=int((data["percent"] or Decimal(0)) * 100))


class _OfPlan(forms.Form):
    """A form that asks for lines of the plan in `initial`."""

    lines: forms.ModelMultipleChoiceField[PlanLine]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = (kwargs.get("initial") or {}).get("plan")
        rows = PlanLine.objects.filter(plan=plan) if plan is not None else PlanLine.objects.none()
        for name in ("line", "lines"):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows


class RemoveLineForm(_OfPlan):
    """Which line is taken out."""

    line = forms.ModelChoiceField(
        label=_("Line of the plan"), queryset=PlanLine.objects.none(), widget=UnfoldAdminSelectWidget
    )


class TakeOverForm(forms.Form):
    """From which earlier plan lines come."""

    source = forms.ModelChoiceField(
        label=_("Earlier plan"), queryset=Plan.objects.none(), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = copying.sources((kwargs.get("initial") or {})["plan"])


class ApprovePlanForm(forms.Form):
    """The document of a plan."""

    document_no = forms.CharField(
        label=_("Document number"), max_length=80, required=False, widget=UnfoldAdminTextInputWidget
    )


class StartDrawForm(_OfPlan):
    """What is drawn, when, and with which public number."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    lines = forms.ModelMultipleChoiceField(
        label=_("Lines of the plan"),
        queryset=PlanLine.objects.none(),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    draw_on = forms.DateField(
        label=_("Day of the draw"),
        widget=DayInput,
        help_text=_("Announced with the commitment; tomorrow or later, because nobody may know the number."),
    )
    public_source = forms.CharField(
        label=_("Public number"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Which number of that day is mixed in. Nobody, we neither, can then choose the result."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = (kwargs.get("initial") or {}).get("plan")
        if plan is not None:
            field: Any = self.fields["lines"]
            field.queryset = undrawn(plan)


class HoldForm(forms.Form):
    """The public number, and who watched."""

    public_number = forms.CharField(
        label=_("Public number"),
        max_length=100,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Exactly as it was published; it is part of the seed."),
    )
    witnesses = forms.CharField(
        label=_("Witnesses"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Offices that watched the draw; they stand in the minutes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = (kwargs.get("initial") or {}).get("source")
        if source:
            self.fields["public_number"].label = source
        else:
            del self.fields["public_number"]

    def clean(self) -> dict[str, Any]:
        """A draw that mixes in no public number asks for none."""
        return {"public_number": ""} | (super().clean() or {})


class _Replace(forms.Form):
    """Ground and words of a replacement."""

    def _words(self) -> forms.CharField:
        return forms.CharField(
            label=_("Reasons"),
            max_length=255,
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            help_text=_("In words; what concerns a body is published. Name no person."),
        )


class _BodyChoice(forms.ModelChoiceField[DrawnObject]):
    def label_from_instance(self, obj: DrawnObject) -> str:
        """Name the body, and for what it was drawn."""
        return f"{obj.subject} · {obj.line.get_speciality_display()}"


class ReplaceObjectForm(_Replace):
    """Which drawn body is replaced, and why; where something was found, the body stays."""

    drawn = _BodyChoice(
        label=_("Drawn body"), queryset=DrawnObject.objects.none(), widget=UnfoldAdminSelectWidget
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[(str(code), code.label) for code in OF_BODIES],
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = self._words()
        draw = (kwargs.get("initial") or {}).get("draw")
        field = self.fields["drawn"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        if draw is not None:
            field.queryset = still_open(draw).filter(mode=Mode.DRAW).select_related("subject", "line")


class _StaffChoice(forms.ModelChoiceField[DrawnStaff]):
    def label_from_instance(self, obj: DrawnStaff) -> str:
        """Name the person and the body."""
        return f"{obj} · {obj.drawn_object.subject}"


class ReplaceStaffForm(_Replace):
    """Who does not go, to which body, and why."""

    who = _StaffChoice(
        label=pgettext_lazy("draw", "Inspector or expert"),
        queryset=DrawnStaff.objects.none(),
        widget=UnfoldAdminSelectWidget,
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[(str(code), code.label) for code in OF_STAFF],
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = self._words()
        draw = (kwargs.get("initial") or {}).get("draw")
        field = self.fields["who"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        if draw is not None:
            rows = DrawnStaff.objects.filter(drawn_object__in=still_open(draw), replaced=False)
            field.queryset = rows.select_related("inspector__officer", "expert", "drawn_object__subject")
