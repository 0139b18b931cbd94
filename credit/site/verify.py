"""Anybody may check a credit report by its code; the page confirms it and tells nothing else."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.clock import today
from core.masking import mask_name
from credit.models import CreditReport
from credit.report.content import changed_since
from credit.report.document import subject_name
from credit.report.terms import read_code, spaced
from credit.site import papers
from credit.site.throttle import VerifyThrottle


class CodeForm(forms.Form):
    """Takes a check code as it stands on the paper."""

    code = forms.CharField(
        label=_("Check code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "form-control form-control-lg code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "ABCD-EFGH-JKLM-NPQR",
            }
        ),
        help_text=_(
            "16 letters and digits below the QR code; small letters, spaces and hyphens do not matter."
        ),
    )

    def clean_code(self) -> str:
        """Return the code as it is stored.

        Raises:
            ValidationError: it can be no check code.
        """
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("A check code has 16 letters and digits, never 0, O, 1 or I: compare it with the paper.")
            )
        return code


@require_safe
@never_cache
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for a check code; a good one leads to the answer."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("credit:verify", form.cleaned_data["code"])
    status = 400 if form.is_bound else 200
    return render(request, "public/verify_form.html", {"here": "verify", "form": form}, status=status)


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm a report: number, subject, cut-off, and whether the file says something else now.

    A code that was never issued and one that is mistyped get the same answer. A person's name is masked.
    """
    throttle = VerifyThrottle()
    if not throttle.lets_in(request):
        context = {"here": "verify", "seconds": throttle.seconds_to_wait()}
        return render(request, "public/verify_later.html", context, status=429)
    found = CreditReport.objects.select_related("subject").filter(check_code=read_code(code) or "-").first()
    if found is None and (other := papers.answer(request, read_code(code) or "-")) is not None:
        return other
    if found is None:
        context = {"here": "verify", "form": CodeForm()}
        return render(request, "public/verify_unknown.html", context, status=404)
    name = subject_name(found)
    context = {
        "here": "verify",
        "report": found,
        "code": spaced(found.check_code),
        "name": mask_name(name) if found.subject.is_person else name,
        "changed": changed_since(found, on=today()),
    }
    return render(request, "public/verify.html", context)
