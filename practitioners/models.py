"""People who practise (医师、护士 …) and the places where they do. The person's file follows them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from credit.models import Subject
from institutions.models import Institution


class Practitioner(models.Model):
    """A practitioner *is* a subject; a certificate that embeds the id number is never kept in clear."""

    scope_field = "subject__division_code"

    subject = models.OneToOneField(
        Subject, models.PROTECT, related_name="practitioner", verbose_name=_("subject")
    )
    category = models.CharField(_("category"), max_length=40, db_index=True)
    certificate_no = models.CharField(_("certificate number"), max_length=40, blank=True, db_index=True)
    practice_class = models.CharField(_("class of practice"), max_length=40, blank=True)
    practice_scope = models.CharField(_("scope of practice"), max_length=200, blank=True)
    title = models.CharField(_("professional title"), max_length=40, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    main_uscc = models.CharField(_("main place of practice (credit code)"), max_length=18, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ScopedQuerySet["Practitioner"].as_manager()

    class Meta:
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")

    def __str__(self) -> str:
        return str(self.subject)


class Practice(models.Model):
    """A stretch of practice at one place, from one day to another."""

    scope_field = "practitioner__subject__division_code"

    practitioner = models.ForeignKey(
        Practitioner, models.CASCADE, related_name="practices", verbose_name=_("practitioner")
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="practices",
        verbose_name=_("institution"),
    )
    institution_uscc = models.CharField(_("credit code of the institution"), max_length=18)
    institution_name = models.CharField(_("name of the institution"), max_length=200)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True)
    is_main = models.BooleanField(_("main place"), default=True)
    change_kind = models.CharField(_("kind of change"), max_length=40, blank=True)

    objects = ScopedQuerySet["Practice"].as_manager()

    class Meta:
        verbose_name = _("place of practice")
        verbose_name_plural = _("places of practice")
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "institution_uscc", "started_on"],
                name="one_practice_per_place_and_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="a_practice_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} @ {self.institution_name}"
