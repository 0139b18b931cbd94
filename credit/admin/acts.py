"""Acts that need more than a dialog: a page of its own with a form, files among its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.admin_base import ScopedAdmin
from core.errors import RefusalsIn


class ActPages(ScopedAdmin):
    """Pages with a form above which it is said what the act does; the service decides, the page shows."""

    def act_page(
        self,
        request: HttpRequest,
        obj: Model,
        form: forms.Form,
        act: Callable[[dict[str, Any]], object],
        *,
        title: str,
        button: str,
        done: str,
        intro: str = "",
        text: str = "",
        text_heading: str = "",
        then: Callable[[Any], str] | None = None,
    ) -> HttpResponse:
        """Show or take a form about a row; a refusal stands beside its field.

        Args:
            obj: the row.
            form: bound when the request carries data.
            act: called with the cleaned data; may refuse.
            title, button, done: words of the page, its button, and what is said afterwards.
            intro: what the act does.
            text: running text to be read first, such as the words to be signed.
            text_heading: what stands above it.
            then: the address that follows, from what the act returned; by default the row's page.
        """
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                result = act(form.cleaned_data)
                messages.success(request, done)
                return HttpResponseRedirect(then(result) if then else self.change_url(obj))
        context = {
            "form": form,
            "intro": intro,
            "button": button,
            "text": text,
            "text_heading": text_heading,
            "object": obj,
            "back": self.change_url(obj),
        }
        return self.page(request, "admin/credit/act.html", context, title=title)
