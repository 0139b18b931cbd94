"""Applications of the portal are written in steps: kept as often as wished, handed in when complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.errors import Refusal, RefusalsIn

T = TypeVar("T")


def keep(
    request: HttpRequest,
    form: forms.Form,
    *,
    write: Callable[[], T],
    submit: Callable[[T], object],
    kept: str,
) -> bool:
    """Keep what a form says, and hand it in where that was asked for.

    What hinders the handing in is told, and what was written stays.

    Args:
        request: of the form; "submit" among its values asks for handing in.
        form: a valid form; what `write` refuses is told beside its fields.
        write: keeps what the form says.
        submit: hands in what `write` returned.
        kept: the sentence for what is kept only.

    Returns:
        Whether it was kept.
    """
    with RefusalsIn(form):
        row = write()
        if "submit" not in request.POST:
            messages.success(request, kept)
            return True
        try:
            submit(row)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Handed in. You can follow it here."))
        return True
    return False
