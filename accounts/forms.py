"""Forms of the sign-in page."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm


class SupervisorSignInForm(AuthenticationForm):
    """Lets supervisors in; tells a clerk of a supervised body where the other door is."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The user name or the password is wrong. Both are case-sensitive."),
        "inactive": _("This account is switched off. Ask your administrator."),
        "not_staff": _(
            "This door is for supervising officers. "
            "Accounts of institutions sign in at the institutions' portal."
        ),
    }

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Refuse whoever is switched off or no supervisor.

        Raises:
            ValidationError: with the sentence to show.
        """
        if not user.is_active:
            raise ValidationError(self.error_messages["inactive"], code="inactive")
        if not getattr(user, "is_staff", False):
            raise ValidationError(self.error_messages["not_staff"], code="not_staff")
