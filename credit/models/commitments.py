"""Credit commitments (信用承诺): templates, numbered texts, what was signed, kept or broken; education."""

from __future__ import annotations

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Rule
from core.scope import ScopedQuerySet
from credit.models.subject import Subject
from credit.rules.terms import AppliesTo


class CommitmentKind(models.TextChoices):
    """The kinds of commitments (经营主体信用承诺实施指南 sorts them by field and by scene)."""

    APPROVAL = "approval", _("replacing an approval")
    INCOMPLETE = "incomplete", _("accepted with papers missing")
    CERTIFICATE = "certificate", _("in place of a certificate")
    PROACTIVE = "proactive", _("made public of one's own accord")
    SELF_DISCIPLINE = "self_discipline", _("self-discipline of the sector")
    REPAIR = "repair", _("for credit repair")
    OTHER = "other", pgettext_lazy("commitment", "other")


class DueRule(models.TextChoices):
    """How the day is found by which a commitment must be kept, counted from its signature."""

    NONE = "none", _("no last day: it holds until it ends")
    WORKING_DAYS = "working_days", _("working days after signing")
    DAYS = "days", _("calendar days after signing")
    MONTHS = "months", _("months after signing")
    SET = "set", _("set for each commitment")


class CommitmentTemplate(models.Model):
    """A form letter: who signs it, by when it must be kept, what follows. Its words are numbered texts."""

    scope_field = "place"

    code = models.SlugField(_("code"), max_length=60)
    place = models.CharField(
        _("place"), max_length=6, blank=True, help_text=_("division-code prefix; empty: whole country")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=CommitmentKind.choices)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    applies_to = models.CharField(_("signed by"), max_length=12, choices=AppliesTo.choices)
    matter_code = models.CharField(_("code of the matter"), max_length=40, blank=True)
    self_service = models.BooleanField(
        _("a body may sign it unasked"),
        default=False,
        help_text=_("otherwise an officer first draws it up for the body"),
    )
    due_rule = models.CharField(
        _("period for keeping it"), max_length=12, choices=DueRule.choices, default=DueRule.NONE
    )
    due_count = models.PositiveSmallIntegerField(
        _("how many"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    published = models.BooleanField(_("to be published"), default=False)
    checked = models.BooleanField(_("performance is checked"), default=True)
    breach_item = models.CharField(
        _("catalogue item of a breach"),
        max_length=20,
        blank=True,
        help_text=_("the item under which a broken commitment enters the file"),
    )
    document = models.CharField(_("document"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=80, blank=True)
    certainty = models.CharField(
        _("certainty"), max_length=8, choices=Rule.Certainty.choices, default=Rule.Certainty.DEFAULT
    )
    origin = models.CharField(
        _("origin"), max_length=5, choices=Rule.Origin.choices, default=Rule.Origin.LOCAL, editable=False
    )
    in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("commitment template")
        verbose_name_plural = _("commitment templates")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "place"], name="one_commitment_template_per_code_and_place"
            ),
            models.CheckConstraint(
                condition=Q(due_rule__in=["none", "set"], due_count__isnull=True)
                | Q(
                    due_rule__in=["working_days", "days", "months"], due_count__isnull=False, due_count__gte=1
                ),
                name="a_counted_last_day_says_how_many",
                violation_error_message=_(
                    "“How many” must be filled exactly where the period is counted in days or months."
                ),
            ),
            models.CheckConstraint(
                condition=Q(applies_to="institution") | Q(published=False),
                name="commitments_of_persons_are_not_published",
                violation_error_message=_("Commitments of natural persons are not published."),
            ),
            models.CheckConstraint(
                condition=Q(checked=False) | ~Q(breach_item=""),
                name="a_checked_commitment_names_the_item_of_its_breach",
                violation_error_message=_(
                    "“Catalogue item of a breach” is empty: a commitment that is checked must name it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CommitmentText(models.Model):
    """One numbered version of a template's words. Versions are added; none is ever changed."""

    template = models.ForeignKey(
        CommitmentTemplate, models.PROTECT, related_name="texts", verbose_name=_("template")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(
        _("text"),
        help_text=_("{name}, {code} and {matter} stand for the body's name, its code and the matter."),
    )
    text_en = models.TextField(_("text in English"), blank=True)
    in_force_from = models.DateField(_("in force from"))
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("text version")
        verbose_name_plural = _("text versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_text_per_template_and_number"),
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


class CommitmentState(models.TextChoices):
    """Where a commitment stands."""

    DRAFT = "draft", pgettext_lazy("commitment", "waiting for signature")
    SIGNED = "signed", pgettext_lazy("commitment", "signed")
    PUBLISHED = "published", pgettext_lazy("commitment", "published")
    DOUBTED = "doubted", pgettext_lazy("commitment", "breach to be confirmed")
    PERFORMED = "performed", pgettext_lazy("commitment", "kept")
    BREACHED = "breached", pgettext_lazy("commitment", "broken")
    ENDED = "ended", pgettext_lazy("commitment", "ended")


class SigningWay(models.TextChoices):
    """How it was signed."""

    PORTAL = "portal", _("in the portal")
    PAPER = "paper", _("on paper")
    REGISTER = "roll", _("on paper, entered from a register")


class Performance(models.TextChoices):
    """What the check found."""

    FULL = "full", pgettext_lazy("commitment", "kept")
    PARTLY = "partly", pgettext_lazy("commitment", "kept in part")
    NOT = "not", pgettext_lazy("commitment", "not kept")


class Commitment(models.Model):
    """A subject's promise. Once signed, its text, signer, post, time and digests never change (trigger)."""

    scope_field = "division_code"

    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("commitment number"), max_length=40, unique=True)
    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="commitments", verbose_name=_("subject")
    )
    template = models.ForeignKey(
        CommitmentTemplate, models.PROTECT, related_name="commitments", verbose_name=_("template")
    )
    version = models.ForeignKey(
        CommitmentText, models.PROTECT, null=True, blank=True, verbose_name=_("text version")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    matter = models.CharField(
        _("matter"), max_length=200, blank=True, help_text=_("what the commitment is given for")
    )
    matter_code = models.CharField(_("code of the matter"), max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CommitmentState.choices, default=CommitmentState.DRAFT
    )
    text = models.TextField(_("text as signed"), blank=True)
    text_digest = models.CharField(_("digest of the text (SM3)"), max_length=64, blank=True)
    signature = models.CharField(
        _("keyed digest of text and signature"), max_length=64, blank=True, editable=False
    )
    way = models.CharField(_("signed"), max_length=6, choices=SigningWay.choices, blank=True)
    signer_name = models.CharField(_("signer"), max_length=60, blank=True)
    signer_post = models.CharField(_("signer's post"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signature stored at"), null=True, blank=True)
    signed_by = models.CharField(max_length=64, blank=True, editable=False)
    signed_by_label = models.CharField(_("signature entered by"), max_length=100, blank=True)
    due_on = models.DateField(_("to be kept by"), null=True, blank=True)
    due_provisional = models.BooleanField(default=False, editable=False)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    hidden_on = models.DateField(_("no longer shown from"), null=True, blank=True)
    performance = models.CharField(_("performance"), max_length=6, choices=Performance.choices, blank=True)
    findings = models.TextField(_("what the check found"), blank=True)
    found_on = models.DateField(_("checked on"), null=True, blank=True)
    found_by = models.CharField(max_length=64, blank=True, editable=False)
    found_by_label = models.CharField(_("checked by"), max_length=100, blank=True)
    confirmed_by_label = models.CharField(_("breach confirmed by"), max_length=100, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=255, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("drawn up by"), max_length=100, blank=True)
    made_at = models.DateTimeField(_("drawn up at"), auto_now_add=True)

    objects = ScopedQuerySet["Commitment"].as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [
            models.Index(fields=["subject", "-id"], name="commitment_of_subject"),
            models.Index(
                fields=["-published_on", "-id"],
                name="commitment_on_display",
                condition=Q(published_on__isnull=False, hidden_on__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", signed_at__isnull=True)
                | Q(state="ended", signed_at__isnull=True)
                | (Q(signed_at__isnull=False, signed_on__isnull=False) & ~Q(text="") & ~Q(signer_name="")),
                name="a_signed_commitment_has_text_signer_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False),
                name="a_published_commitment_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["performed", "breached"]) | ~Q(performance=""),
                name="a_checked_commitment_says_how_it_was_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.template}"

    @property
    def from_register(self) -> bool:
        """Whether a register told of it: the words that were signed stand on the paper alone."""
        return self.way == SigningWay.REGISTER

    @property
    def on_paper(self) -> bool:
        """Whether a paper was signed, of which a scan can be kept."""
        return self.way in (SigningWay.PAPER, SigningWay.REGISTER)

    @property
    def source(self) -> str:
        """The text by which a conduct record names this commitment."""
        return f"credit.commitment:{self.pk}"


class EducationForm(models.TextChoices):
    """How admission education was given."""

    ON_SITE = "on_site", _("in person at the counter")
    LECTURE = "lecture", _("lecture or class")
    ONLINE = "online", _("course on the net")
    READING = "reading", _("reading matter handed over")


class AdmissionEducation(models.Model):
    """Education in honesty before admission (准入前诚信教育), noted per subject."""

    scope_field = "division_code"

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="admission_education", verbose_name=_("subject")
    )
    division_code = models.CharField(_("division code"), max_length=6)
    held_on = models.DateField(_("date"))
    form = models.CharField(_("form"), max_length=8, choices=EducationForm.choices)
    occasion = models.CharField(
        _("occasion"), max_length=120, help_text=_("the permit, registration or filing it belongs to")
    )
    participant = models.CharField(_("who took part"), max_length=60)
    note = models.CharField(_("note"), max_length=255, blank=True)
    made_by = models.CharField(max_length=64, blank=True, editable=False)
    made_by_label = models.CharField(_("entered by"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    objects = ScopedQuerySet["AdmissionEducation"].as_manager()

    class Meta:
        verbose_name = _("admission education")
        verbose_name_plural = _("admission education")
        indexes = [models.Index(fields=["subject", "held_on"], name="education_of_subject")]

    def __str__(self) -> str:
        return f"{self.occasion} {self.held_on:%Y-%m-%d}"
