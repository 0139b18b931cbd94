"""Evidence in forms and on pages: the field that takes files, and the lines that list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget

from core import evidence
from core.errors import Refusal
from core.language import listed
from core.models import EvidenceFile


class OfficersFileInput(UnfoldAdminFileFieldWidget):
    """Takes several files, in the look of the supervisors' door."""

    allow_multiple_selected = True


class PlainFileInput(forms.FileInput):
    """Takes several files, in the look of portal and public site."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "form-control", **(attrs or {})})


def _hint(note: Promise | str) -> str:
    accepted = evidence.limits()
    words = _("%(types)s; at most %(mib)s MiB a file. Without password and macros.") % {
        "types": listed(code.upper() for code in accepted.types),
        "mib": accepted.mib,
    }
    return f"{note} {words}".strip()


def _accepted() -> str:
    return evidence.limits().suffixes


class EvidenceField(forms.FileField):
    """Evidence files; the cleaned value is a list of uploads, to be given to `core.evidence.keep_all`.

    Call it `evidence` in the form: the service's refusals name that field.

    Args:
        portal: the look of the portal instead of that of the supervisors' door.
        note: what is to be known besides the accepted types and sizes.
    """

    def __init__(self, *, portal: bool = False, note: Promise | str = "", **kwargs: Any) -> None:
        widget = PlainFileInput if portal else OfficersFileInput
        kwargs.setdefault("label", gettext_lazy("Evidence files"))
        kwargs.setdefault("help_text", lazy(_hint, str)(note))
        kwargs.setdefault("widget", widget(attrs={"multiple": True, "accept": lazy(_accepted, str)()}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Check every file as the service will, so that the fault is shown beside the field.

        Raises:
            ValidationError: nothing was chosen though something must be, or a file is refused.
        """
        given = [part for part in (data if isinstance(data, list | tuple) else [data]) if part]
        if not given:
            super().clean(None, initial)
            return []
        accepted = evidence.limits()
        try:
            for upload in given:
                evidence.check(upload, accepted)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        return given


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of `evidence/list.html`.

    Args:
        name: file name.
        kind: what it proves, in words.
        size: bytes.
        at: when it came.
        by: who brought it, "" where that is not told.
        url: where it can be downloaded.
    """

    name: str
    kind: str
    size: int
    at: datetime
    by: str
    url: str


def for_officers(files: Iterable[EvidenceFile]) -> list[Shown]:
    """Return the lines of `evidence/list.html` as the supervisors' pages show them."""
    return [
        Shown(
            row.name,
            row.kind,
            row.size,
            row.at,
            row.by_label,
            reverse("admin:core_evidence_download", args=[row.pk]),
        )
        for row in files
    ]
