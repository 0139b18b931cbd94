"""Forms of the keepers of informants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.divisions import full_name
from supervision.complaints import keepers
from supervision.complaints.choices import KeeperState
from supervision.models import InformantKeeper

SECRET = {"autocomplete": "off"}


def place_name(prefix: str) -> str:
    """Return a place as officers read it."""
    return (full_name(prefix.ljust(6, "0")) or prefix) if prefix else _("whole country")


def _passphrase(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        help_text=help_text,
        widget=UnfoldAdminPasswordWidget(attrs=SECRET),
    )


class NewKeyForm(forms.Form):
    """The place, and a passphrase typed twice."""

    place = forms.ChoiceField(
        label=gettext_lazy("Jurisdiction"), widget=UnfoldAdminSelectWidget, required=False
    )
    passphrase = _passphrase(
        gettext_lazy("Passphrase"),
        gettext_lazy(
            "A sentence that only you know, at least 12 characters. Nobody can reset it: whoever forgets it "
            "needs a new key, admitted by two other keepers."
        ),
    )
    again = _passphrase(gettext_lazy("Passphrase again"))

    def __init__(self, *args: Any, prefixes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(prefix, place_name(prefix)) for prefix in prefixes]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Compare both passphrases."""
        return _alike(self, super().clean() or {})


class PassphraseForm(forms.Form):
    """The old passphrase and the new one, twice."""

    old = _passphrase(gettext_lazy("Present passphrase"))
    passphrase = _passphrase(gettext_lazy("New passphrase"), gettext_lazy("At least 12 characters."))
    again = _passphrase(gettext_lazy("New passphrase again"))

    def clean(self) -> dict[str, Any]:
        """Compare both passphrases."""
        return _alike(self, super().clean() or {})


def _alike(form: forms.Form, given: dict[str, Any]) -> dict[str, Any]:
    if given.get("passphrase") != given.get("again"):
        form.add_error("again", _("The two passphrases differ; type both once more."))
    return given


class LookForm(forms.Form):
    """Which complaint, why, and the own passphrase."""

    number = forms.CharField(
        label=gettext_lazy("Complaint number"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs=SECRET),
    )
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("At least ten characters; the second keeper and the auditor read it."),
    )
    passphrase = _passphrase(gettext_lazy("Your passphrase"))


class ConfirmForm(forms.Form):
    """The code told by the first keeper, and the own passphrase."""

    code = forms.CharField(
        label=gettext_lazy("Code of the first keeper"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={**SECRET, "placeholder": "ABCD-EFGH-JKLM-NPQR"}),
        help_text=gettext_lazy("Have it told to you, in person or by telephone."),
    )
    passphrase = _passphrase(gettext_lazy("Your passphrase"))


class ChangeForm(forms.Form):
    """Which keys come and which go."""

    joining = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Keys to be admitted"),
        queryset=InformantKeeper.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("Compare the fingerprint with the keeper in person before you tick a key."),
    )
    leaving = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Keys that go out of use"),
        queryset=InformantKeeper.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("Of whoever leaves, or has lost the passphrase."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    passphrase = _passphrase(gettext_lazy("Your passphrase"))

    def __init__(self, *args: Any, prefix_code: str, own: InformantKeeper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = keepers.members(prefix_code)
        self.fields["joining"].queryset = rows.filter(state=KeeperState.WAITING)  # type: ignore[attr-defined]
        active = rows.filter(state=KeeperState.ACTIVE).exclude(pk=own.pk)
        self.fields["leaving"].queryset = active  # type: ignore[attr-defined]
