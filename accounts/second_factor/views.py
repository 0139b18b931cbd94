"""Pages of the second factor: give it, set it up, renew the recovery codes, switch it off."""

from __future__ import annotations

from typing import Any

import django_otp
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import Officer, SecondFactor
from accounts.second_factor import services
from accounts.second_factor.gate import for_supervisors
from core.errors import Refusal


class CodeForm(forms.Form):
    """Takes a one-time code or a recovery code; the service decides."""

    code = forms.CharField(
        label=gettext_lazy("One-time code"),
        max_length=30,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autofocus": "",
                "class": "form-control form-control-lg code-input",
            }
        ),
    )


@sensitive_post_parameters("code")
@never_cache
@for_supervisors
def ask(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Ask for the code after the password."""
    if services.factor_of(officer) is None:
        return HttpResponseRedirect(reverse("second_factor:enrol"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _vouch(request, services.use(officer, form.cleaned_data["code"]))
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            return HttpResponseRedirect(_next(request))
    return render(request, "accounts/second_factor.html", {"form": form, "next": _next(request)})


@sensitive_post_parameters("code")
@never_cache
@for_supervisors
def enrol(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Set a device up: show the key once as a QR code, take the first code, show the recovery codes."""
    if services.factor_of(officer) is not None:
        return HttpResponseRedirect(reverse("second_factor:manage"))
    factor = services.begin(officer)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = services.confirm(officer, form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            factor.refresh_from_db()
            _vouch(request, factor)
            return _codes_shown(request, codes)
    context = {
        "form": form,
        "next": _next(request),
        "key": factor.key_words,
        "picture": services.enrolment_picture(factor),
        "demanded": services.demanded(officer),
    }
    return render(request, "accounts/second_factor_enrol.html", context)


@sensitive_post_parameters("code")
@never_cache
@for_supervisors
def manage(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Renew the recovery codes, or switch the second factor off, with a code."""
    if services.factor_of(officer) is None:
        return HttpResponseRedirect(reverse("second_factor:enrol"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if "renew" in request.POST:
                return _codes_shown(request, services.renew_codes(officer, form.cleaned_data["code"]))
            services.remove_own(officer, form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The second factor is switched off."))
            return HttpResponseRedirect(reverse("admin:index"))
    context: dict[str, Any] = {
        "form": form,
        "left": services.codes_left(officer),
        "demanded": services.demanded(officer),
    }
    return render(request, "accounts/second_factor_manage.html", context)


def _codes_shown(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": _next(request)})


def _vouch(request: HttpRequest, factor: SecondFactor) -> None:
    django_otp.login(request, factor)
    request.session.cycle_key()


def _next(request: HttpRequest) -> str:
    """Return where the officer wanted to go, on this site only."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("admin:index")
