"""Signing in and out. Repeated failures lock the door (axes)."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import reverse

from institutions.portal.forms import SignInForm


class SignIn(LoginView):
    """The sign-in page of the portal."""

    form_class = SignInForm
    template_name = "portal/sign_in.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Go to the account's own file where no other page was asked for."""
        return reverse("portal:home")


class SignOut(LogoutView):
    """Ends the session and returns to the sign-in page."""

    def get_default_redirect_url(self) -> str:
        """Return to the sign-in page."""
        return reverse("portal:sign_in")
