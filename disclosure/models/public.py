"""The public record: derived, separate, rebuildable. Public pages read nothing else."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blacklist.choices import ListKind
from core.search import GramsField
from credit.choices import SubjectKind
from disclosure.choices import PublicKind, PublicState


class PublicEntryQuerySet(models.QuerySet["PublicEntry"]):
    """Entries by what the public may see."""

    def shown(self) -> PublicEntryQuerySet:
        """Keep what anyone may see today."""
        return self.filter(state=PublicState.SHOWN)


class PublicEntry(models.Model):
    """A decision as the public sees it: masked, scanned, dated. It holds no personal number.

    `details` is the ordered list of [column code, text] that the page and the API show. An entry of a list
    says in `list_kind` and `list_code` which list.
    """

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=PublicKind.choices)
    record_guid = models.UUIDField(unique=True)
    party_name = models.CharField(_("party"), max_length=200)
    party_kind = models.CharField(_("kind of party"), max_length=20, choices=SubjectKind.choices)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True, db_index=True)
    list_kind = models.CharField(_("list"), max_length=14, choices=ListKind.choices, blank=True)
    list_code = models.CharField(_("code of the list"), max_length=40, blank=True)
    title = models.CharField(_("about"), max_length=255)
    document_no = models.CharField(_("document number"), max_length=128, db_index=True)
    decided_on = models.DateField(_("decided on"))
    authority_name = models.CharField(_("deciding authority"), max_length=200)
    division_code = models.CharField(_("division code"), max_length=6, db_index=True)
    details = models.JSONField(default=list)
    regime = models.CharField(_("publicity regime"), max_length=20, blank=True)
    publicity_class = models.CharField(_("publicity class"), max_length=10, blank=True)
    earliest_repair_on = models.DateField(_("repair possible from"), null=True)
    published_on = models.DateField(_("published on"))
    shown_until = models.DateField(_("shown until"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PublicState.choices, default=PublicState.SHOWN
    )
    disputed_since = models.DateField(_("disputed since"), null=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    withdrawn_reason = models.CharField(_("why withdrawn"), max_length=255, blank=True)
    name_norm = models.CharField(max_length=600)
    grams = GramsField()

    objects = PublicEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("public entry")
        verbose_name_plural = _("public entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="listing", list_kind__gt="", list_code__gt="")
                | ~models.Q(kind="listing") & models.Q(list_kind="", list_code=""),
                name="an_entry_of_a_list_names_the_list",
            )
        ]
        indexes = [
            models.Index(fields=["-id"], name="public_shown", condition=models.Q(state="shown")),
            models.Index(fields=["kind", "-id"], name="public_by_kind", condition=models.Q(state="shown")),
            models.Index(fields=["shown_until"], name="public_to_end", condition=models.Q(state="shown")),
            models.Index(
                fields=["list_code", "-id"],
                name="public_by_list",
                condition=models.Q(state="shown", kind="listing"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_no} {self.party_name}"

    def get_absolute_url(self) -> str:
        return reverse("disclosure:entry", args=[self.guid])
