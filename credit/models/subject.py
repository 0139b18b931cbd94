"""The credit subject (信用主体): the one thing everything points at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import SealedField
from core.scope import ScopedQuerySet
from core.search import GramsField
from credit.choices import SubjectKind, SubjectState

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from credit.models.records import ConductRecord


class Subject(models.Model):
    """A body or a person with a credit file.

    `identity` is what makes two records the same subject, unique over the whole table:

    - ``U:<unified social credit code>`` for bodies;
    - ``O:<organisation code>`` or ``R:<business registration number>`` for a body without one;
    - ``P:<blind index of "<id type>:<number>">`` for persons: the number itself is sealed in `id_number`.

    `name_norm` and `grams` are `core.search.normalise(name)` and `core.search.grams(name)`;
    `services.name_fields` computes them, and every write goes through it.
    """

    identity = models.CharField(_("identity"), max_length=80, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=SubjectKind.choices)
    name = models.CharField(_("name"), max_length=200)
    # Normalising may lengthen a name (one compatibility character can stand for several).
    name_norm = models.CharField(max_length=600, editable=False)
    grams = GramsField(editable=False)
    former_names = models.JSONField(_("former names"), default=list, blank=True)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    id_type = models.CharField(_("identity document"), max_length=64, blank=True)
    id_number = SealedField(_("identity number"), null=True, blank=True)
    id_masked = models.CharField(_("identity number (masked)"), max_length=64, blank=True)
    division_code = models.CharField(_("division code"), max_length=6)
    state = models.CharField(
        _("state"), max_length=8, choices=SubjectState.choices, default=SubjectState.ACTIVE
    )
    created_at = models.DateTimeField(_("file opened at"), auto_now_add=True)

    objects = ScopedQuerySet["Subject"].as_manager()

    if TYPE_CHECKING:
        records: RelatedManager[ConductRecord]

    class Meta:
        verbose_name = _("credit subject")
        verbose_name_plural = _("credit subjects")
        # One index a column, for = and LIKE 'beginning%' alike: a file of 100,000 rows fills them all.
        constraints = [
            models.UniqueConstraint(fields=["identity"], name="one_subject_per_identity"),
            models.CheckConstraint(
                condition=(
                    models.Q(kind=SubjectKind.PERSON)
                    & models.Q(identity__startswith="P:")
                    & models.Q(uscc="")
                )
                | (~models.Q(kind=SubjectKind.PERSON) & ~models.Q(identity__startswith="P:")),
                name="a_person_has_no_credit_code_and_a_body_no_id_number",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "id"], name="subject_by_kind"),
            models.Index(fields=["uscc"], opclasses=["varchar_pattern_ops"], name="subject_by_uscc"),
            models.Index(
                fields=["division_code"], opclasses=["varchar_pattern_ops"], name="subject_by_division"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.kind == SubjectKind.PERSON

    @property
    def number(self) -> str:
        """The number an officer sees: the credit code, or the person's number masked."""
        return self.id_masked if self.is_person else self.uscc

    @property
    def with_number(self) -> str:
        """Name and number in one line, as officers see them."""
        return f"{self.name}（{self.number}）" if self.number else self.name

    @property
    def in_tasks(self) -> str:
        """How a task names it: a body by its name, a person by the masked number, never by name."""
        return self.number if self.is_person else self.name


class Verification(models.Model):
    """A day on which a body passed verification (校验): its scoring cycle starts anew."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="verifications")
    passed_on = models.DateField(_("passed on"))
    document_no = models.CharField(_("document number"), max_length=128, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "passed_on"], name="one_verification_per_subject_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.passed_on:%Y-%m-%d}"
