"""Signing in and out. Repeated failures lock the door (axes)."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import reverse_lazy

from institutions.portal.forms import SignInForm


class SignIn(LoginView):
    """The sign-in page of the portal."""

    form_class = SignInForm
    template_name = "portal/sign_in.html"
    next_page = reverse_lazy("portal:home")
    redirect_authenticated_user = True


class SignOut(LogoutView):
    """Ends the session and returns to the sign-in page."""

    next_page = reverse_lazy("portal:sign_in")
