"""Sending many deliveries again: the one question before it, and the one sentence after it."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextareaWidget

from exchange.services import Resent


class ResendForm(forms.Form):
    """Asks why, in words; the answer goes to the audit trail of every delivery."""

    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        min_length=4,
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("In words, at least four characters; it is kept in the audit trail."),
    )


def resent_words(result: Resent) -> str:
    """Say in one sentence how many go again, and how many do not and why."""
    going = ngettext(
        "%(n)s delivery will be sent again", "%(n)s deliveries will be sent again", result.done
    ) % {"n": result.done}
    if not result.refused:
        return _("%(going)s.") % {"going": going}
    reasons = Counter(sentence.rstrip("。.") for _row, sentence in result.refused)
    why = "; ".join(f"{words} ({count})" for words, count in reasons.most_common())
    left = ngettext("%(n)s is not", "%(n)s are not", len(result.refused)) % {"n": len(result.refused)}
    return _("%(going)s; %(left)s: %(why)s.") % {"going": going, "left": left, "why": why}
