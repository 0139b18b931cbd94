"""The device that an officer signs in with beside the password, and codes for when it is lost."""

from __future__ import annotations

import time
from base64 import b32encode
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from core.fields import SealedField

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1
"""Steps before and after the present one whose code is taken too: clocks differ."""


class SecondFactor(ThrottlingMixin, Device):
    """A time-based one-time code (RFC 6238), one device an officer; its key is kept sealed.

    A code is taken once: `last_t` is the step of the last one. After each wrong code the wait doubles.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor", verbose_name=_("officer")
    )
    key = SealedField(_("key"), context="second factor")
    drift = models.SmallIntegerField(default=0, editable=False)
    last_t = models.BigIntegerField(default=-1, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return self.name

    @property
    def key_bytes(self) -> bytes:
        """The shared secret."""
        return bytes.fromhex(self.key.reveal())

    @property
    def key_words(self) -> str:
        """The secret as it is typed where no camera is at hand: base 32, in groups of four."""
        text = b32encode(self.key_bytes).decode().rstrip("=")
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    def get_throttle_factor(self) -> int:
        """Return the seconds to wait after the first wrong code."""
        return 1

    def verify_token(self, token: Any) -> bool:
        """Take a code once, if no wait is running; the caller holds the row's lock."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        text = str(token)
        totp = TOTP(self.key_bytes, STEP_SECONDS, 0, DIGITS, self.drift)
        totp.time = time.time()
        right = (
            len(text) == DIGITS
            and text.isascii()
            and text.isdigit()
            and totp.verify(int(text), TOLERANCE, self.last_t + 1)
        )
        if not right:
            self.throttle_increment(commit=True)
            return False
        self.last_t, self.drift = totp.t(), totp.drift
        self.throttle_reset(commit=False)
        self.save(
            update_fields=["last_t", "drift", "throttling_failure_timestamp", "throttling_failure_count"]
        )
        return True


class RecoveryCode(models.Model):
    """A code that signs in once where the device is lost; only its keyed digest is stored."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="recovery_codes",
        verbose_name=_("officer"),
    )
    digest = models.CharField(_("keyed digest"), max_length=64, unique=True)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")

    def __str__(self) -> str:
        return f"{self.officer}"
