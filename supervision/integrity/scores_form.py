"""The form of marks under every indicator; each door gives it its own look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from supervision.integrity.assessments import Given
from supervision.models import Assessment, Indicator, IndicatorScore


class ScoresForm(forms.Form):
    """Marks and words under every indicator.

    Args:
        assessment: whose opinion, report and head are shown.
        indicators: those of its round, by number.
        known: scores kept already, by the key of the indicator.
        review: marks of the review instead of the self-score.
    """

    def __init__(
        self,
        *args: Any,
        assessment: Assessment,
        indicators: Sequence[Indicator],
        known: Mapping[int, IndicatorScore],
        review: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators, self.review = indicators, review
        for one in indicators:
            score = known.get(one.pk)
            self.fields[f"marks_{one.number}"] = forms.DecimalField(
                label=_("Marks"),
                required=False,
                decimal_places=1,
                max_digits=5,
                initial=_initial(score, review=review),
                widget=self.marks_widget(one),
            )
            self.fields[f"words_{one.number}"] = forms.CharField(
                label=_("Reason of the review") if review else _("Grounds of the self-score"),
                required=False,
                max_length=500 if review else 4000,
                initial=(score.given_words if review else score.own_words) if score else "",
                widget=self.words_widget(),
            )
            if not review:
                self.fields[f"files_{one.number}"] = self.files_field()
        if review:
            self.fields["opinion"] = self.text_field(_("Opinion of the review"), assessment.opinion)
        else:
            self.fields["words"] = self.text_field(_("Report of the body"), assessment.words)
            self.fields["signed_by"] = forms.CharField(
                label=_("Signed by the head"),
                required=False,
                max_length=60,
                initial=assessment.signed_by,
                widget=self.line_widget(),
            )

    def marks_widget(self, one: Indicator) -> forms.Widget:
        """Return the box for marks."""
        raise NotImplementedError

    def words_widget(self) -> forms.Widget:
        """Return the box for words under an indicator."""
        raise NotImplementedError

    def line_widget(self) -> forms.Widget:
        """Return the box for a name."""
        raise NotImplementedError

    def files_field(self) -> forms.Field:
        """Return the field for evidence under an indicator."""
        raise NotImplementedError

    def text_field(self, label: Any, initial: str) -> forms.CharField:
        """Return the field for running text of the whole."""
        raise NotImplementedError

    @property
    def given(self) -> dict[int, Given]:
        """What was entered, by the number of the indicator."""
        data = self.cleaned_data
        return {
            one.number: Given(data[f"marks_{one.number}"], data[f"words_{one.number}"])
            for one in self.indicators
        }

    @property
    def papers(self) -> dict[int, list[Any]]:
        """The evidence that was offered, by the number of the indicator."""
        offered = {one.number: self.cleaned_data.get(f"files_{one.number}") or [] for one in self.indicators}
        return {number: files for number, files in offered.items() if files}


def _initial(score: IndicatorScore | None, *, review: bool) -> Any:
    """Start the review from the self-score: what is agreed need not be typed again."""
    if score is None:
        return None
    if not review:
        return score.own
    return score.given if score.given is not None else score.own
