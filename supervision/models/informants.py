"""Sealed informants: ciphertexts, shares of their keys, and the keepers who open them two together.

See docs/adr/0028. No row here, and no secret of the server, opens an informant: each key is split in two
shares for every pair of keepers, and a share opens only under a keeper's own passphrase.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fields import SealedField
from core.scope import ScopedQuerySet
from supervision.complaints.choices import KeeperState, LookKind, LookState
from supervision.models.complaints import Complaint

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class InformantKeeper(models.Model):
    """One key pair of one named officer, for the informants of a place.

    `locked_key` holds the private key under the keeper's passphrase (scrypt); the server's own seal around it
    only keeps a stolen dump from trying passphrases. It is emptied when the key goes out of use.
    """

    scope_field = "prefix"

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="informant_keys", verbose_name=_("keeper")
    )
    label = models.CharField(_("keeper"), max_length=100)
    prefix = models.CharField(_("jurisdiction"), max_length=6, blank=True)
    public_key = models.CharField(_("public key"), max_length=64)
    locked_key = SealedField(_("private key under the passphrase"), context="informant.keeper")
    fingerprint = models.CharField(_("fingerprint of the key"), max_length=32)
    state = models.CharField(
        _("state"), max_length=7, choices=KeeperState.choices, default=KeeperState.WAITING, editable=False
    )
    made_at = models.DateTimeField(_("key made at"), auto_now_add=True)
    admitted_on = models.DateField(_("in use since"), null=True, blank=True)
    left_on = models.DateField(_("out of use since"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    failed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScopedQuerySet["InformantKeeper"].as_manager()

    class Meta:
        verbose_name = _("keeper of informants")
        verbose_name_plural = _("keepers of informants")
        ordering = ["prefix", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "prefix", "state"],
                condition=~Q(state="left"),
                name="one_key_of_a_state_per_keeper_and_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="left") | Q(left_on__isnull=False),
                name="a_key_out_of_use_has_the_day_of_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.fingerprint}"


class SealedInformant(models.Model):
    """Who brought a complaint and how to reach them, sealed under a key that is stored nowhere."""

    scope_field = "complaint__division_code"

    complaint = models.OneToOneField(
        Complaint, models.CASCADE, related_name="informant", verbose_name=_("complaint")
    )
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    prefix = models.CharField(_("jurisdiction of the keepers"), max_length=6, blank=True)
    box = SealedField(_("sealed data"), context="informant.box")
    sealed_on = models.DateField(_("sealed on"))

    if TYPE_CHECKING:
        shares: RelatedManager[InformantShare]

    class Meta:
        verbose_name = _("sealed informant")
        verbose_name_plural = _("sealed informants")

    def __str__(self) -> str:
        return f"{self.guid}"


class InformantShare(models.Model):
    """One half of an informant's key: `keeper` holds it, `partner` holds the other half."""

    sealed = models.ForeignKey(SealedInformant, models.CASCADE, related_name="shares")
    keeper = models.ForeignKey(InformantKeeper, models.PROTECT, related_name="shares")
    partner = models.ForeignKey(InformantKeeper, models.PROTECT, related_name="+")
    box = models.TextField(_("share under the keeper's key"))

    class Meta:
        verbose_name = _("share of a key")
        verbose_name_plural = _("shares of keys")
        constraints = [
            models.UniqueConstraint(fields=["sealed", "keeper", "partner"], name="one_share_per_pair_side"),
            models.CheckConstraint(condition=~Q(keeper=F("partner")), name="nobody_is_a_pair_alone"),
        ]

    def __str__(self) -> str:
        return f"{self.sealed_id} {self.keeper_id}/{self.partner_id}"


class InformantLook(models.Model):
    """A joint act of two keepers: asked by one with a reason, carried out by another within a time."""

    scope_field = "prefix"

    kind = models.CharField(pgettext_lazy("look", "kind"), max_length=6, choices=LookKind.choices)
    complaint = models.ForeignKey(
        Complaint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="looks",
        verbose_name=_("complaint"),
    )
    prefix = models.CharField(_("jurisdiction"), max_length=6, blank=True)
    reason = models.CharField(_("stated reason"), max_length=255)
    changes = models.JSONField(_("keys that come and go"), default=dict, blank=True)
    asked_by = models.ForeignKey(
        InformantKeeper, models.PROTECT, related_name="asked", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(pgettext_lazy("look", "asked at"))
    expires_at = models.DateTimeField(_("lapses at"))
    second = models.ForeignKey(
        InformantKeeper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seconded",
        verbose_name=_("second keeper"),
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=6, choices=LookState.choices, default=LookState.ASKED, editable=False
    )

    objects = ScopedQuerySet["InformantLook"].as_manager()

    if TYPE_CHECKING:
        forwarded: RelatedManager[ForwardedShare]

    class Meta:
        verbose_name = _("joint act of keepers")
        verbose_name_plural = _("joint acts of keepers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("asked_by")),
                name="the_second_keeper_is_another_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(second__isnull=False, done_at__isnull=False),
                name="a_joint_act_that_is_done_names_the_second_keeper",
            ),
            models.CheckConstraint(
                condition=Q(kind="change") | Q(complaint__isnull=False), name="a_look_is_about_a_complaint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d %H:%M}"


class ForwardedShare(models.Model):
    """A share that the asking keeper has unlocked and handed on: under the second keeper's key and a code.

    The code is told from mouth to mouth and stored nowhere. Rows go when the act is done or has lapsed.
    """

    look = models.ForeignKey(InformantLook, models.CASCADE, related_name="forwarded")
    sealed = models.ForeignKey(SealedInformant, models.CASCADE, related_name="+")
    partner = models.ForeignKey(InformantKeeper, models.PROTECT, related_name="+")
    box = models.TextField(_("share under the second keeper's key and the code"))

    class Meta:
        verbose_name = _("share handed on")
        verbose_name_plural = _("shares handed on")
        constraints = [
            models.UniqueConstraint(
                fields=["look", "sealed", "partner"], name="one_share_handed_on_per_partner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.look_id} {self.sealed_id}"
