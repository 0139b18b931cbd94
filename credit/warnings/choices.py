"""Words of risk warnings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class WarningState(models.TextChoices):
    """Life of a risk warning."""

    OPEN = "open", pgettext_lazy("warning", "open")
    DISMISSED = "dismissed", pgettext_lazy("warning", "dismissed")
    LAPSED = "lapsed", pgettext_lazy("warning", "no longer the case")
