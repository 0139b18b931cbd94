"""Sign-in to the portal."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from institutions.portal.access import bodies_of


class SignInForm(AuthenticationForm):
    """Takes the account's name and password; only accounts that answer for a body come in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control form-control-lg"

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse accounts without a body.

        Raises:
            ValidationError: the account is closed, or answers for no body.
        """
        super().confirm_login_allowed(user)
        if not bodies_of(user):
            raise ValidationError(
                _("This account answers for no institution. Ask the health authority to enter you for one."),
                code="no_membership",
            )
