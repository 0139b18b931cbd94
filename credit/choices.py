"""Enums of the credit file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubjectKind(models.TextChoices):
    """The three kinds of the national standard (发改办财金〔2018〕424号)."""

    ORGANISATION = "organisation", _("organisation")
    INDIVIDUAL_BUSINESS = "individual_business", _("individual business")
    PERSON = "person", _("natural person")


class SubjectState(models.TextChoices):
    ACTIVE = "active", _("active")
    CLOSED = "closed", _("closed")


class RecordState(models.TextChoices):
    """What a conduct record is worth today; the dates on the record say since when."""

    NORMAL = "normal", _("normal")
    DISPUTED = "disputed", _("disputed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ANNULLED = "annulled", _("annulled")
    REPAIRED = "repaired", _("repaired")
