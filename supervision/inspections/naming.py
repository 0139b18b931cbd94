"""Words for the public and the body about an inspection."""

from __future__ import annotations

from django.utils.translation import gettext as _

from supervision.choices import Speciality
from supervision.inspections.choices import InspectionReason

PUBLIC_REASONS = (InspectionReason.DRAW, InspectionReason.FULL_COVERAGE)


def reason_words(reason: str) -> str:
    """Return what kind of inspection it was; what gave cause to a targeted one is not told."""
    told = {
        InspectionReason.DRAW.value: _("random inspection"),
        InspectionReason.FULL_COVERAGE.value: _("full-coverage inspection"),
    }
    return told.get(reason, _("targeted inspection"))


def speciality_words(code: str) -> str:
    """Return the name of a speciality, "general" for none."""
    return str(dict(Speciality.choices).get(code, _("general")))
