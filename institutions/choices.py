"""Enums of institution archives."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MembershipState(models.TextChoices):
    ACTIVE = "active", _("active")
    ENDED = "ended", _("ended")
