"""Uploaded workbooks, what became of them, and what was wrong with their cells."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.scope import ScopedQuerySet
from core.sheets.sentences import sentence

INTAKE_PERMISSION = "intake.submit"


class IntakeQuerySet(ScopedQuerySet["Intake"]):
    """Reads over uploads; `visible_to` keeps those made from a division that the reader covers."""

    def unfinished(self) -> IntakeQuerySet:
        """Uploads that wait for a worker or are being read by one."""
        return self.filter(state__in=(Intake.State.QUEUED, Intake.State.RUNNING))


class Intake(models.Model):
    """One uploaded workbook: which table it is, how far its reading has come, and the figures.

    The row doubles as a job: a worker holds it by `lease` and refreshes `heartbeat_at` after every chunk.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being read")
        DONE = "done", _("taken in")
        REJECTED = "rejected", _("not taken in")
        FAILED = "failed", _("broken off")

    class Mode(models.TextChoices):
        KEEP_GOOD = "keep_good", _("Keep the good rows")
        ALL_OR_NOTHING = "all_or_nothing", _("All or nothing")

    kind = models.CharField(_("table"), max_length=40)
    mode = models.CharField(_("mode"), max_length=20, choices=Mode.choices, default=Mode.KEEP_GOOD)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.QUEUED)
    as_of = models.DateField(_("day of intake"))

    file_name = models.CharField(_("file"), max_length=255)
    file_size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    file_digest = models.CharField(_("SM3 digest"), max_length=64, blank=True)
    stored_as = models.CharField(_("stored as"), max_length=120, blank=True)

    by_id = models.CharField(_("uploaded by (id)"), max_length=64)
    by_label = models.CharField(_("uploaded by"), max_length=150)
    division_code = models.CharField(_("division"), max_length=6, blank=True)
    covers = models.JSONField(_("divisions covered"), default=list, blank=True)
    office = models.JSONField(_("uploading office"), default=dict, blank=True)

    layout = models.CharField(_("layout"), max_length=40, blank=True)
    header_row = models.PositiveIntegerField(_("header row"), null=True, blank=True)
    expected_rows = models.PositiveIntegerField(_("rows expected"), default=0)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    data_rows = models.PositiveIntegerField(_("data rows"), default=0)
    good_rows = models.PositiveIntegerField(_("good rows"), default=0)
    bad_rows = models.PositiveIntegerField(_("bad rows"), default=0)
    new_rows = models.PositiveIntegerField(_("new"), default=0)
    changed_rows = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_rows = models.PositiveIntegerField(_("unchanged"), default=0)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    warning_count = models.PositiveIntegerField(_("warnings"), default=0)
    file_findings = models.JSONField(_("findings about the file"), default=list, blank=True)

    lease = models.CharField(_("held by worker"), max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    failure = models.CharField(_("why broken off"), max_length=255, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("state", "heartbeat_at"), name="intake_by_state"),
            models.Index(fields=("division_code", "-id"), name="intake_by_division"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(data_rows=models.F("good_rows") + models.F("bad_rows")),
                name="intake_rows_are_good_or_bad",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def finished(self) -> bool:
        """Nothing more will happen to this upload by itself."""
        return self.state in (self.State.DONE, self.State.REJECTED, self.State.FAILED)

    @property
    def verdict(self) -> str:
        """`accepted` or `rejected` in the words of the expectations, empty while it runs."""
        return {self.State.DONE: "accepted", self.State.REJECTED: "rejected"}.get(self.State(self.state), "")


class IntakeFault(models.Model):
    """One finding about one cell (or one row). Holds no cell value: a personal number never lands here."""

    class Level(models.TextChoices):
        ERROR = "error", _("error")
        WARNING = "warning", _("warning")

    intake = models.ForeignKey(
        Intake, on_delete=models.CASCADE, related_name="faults", verbose_name=_("intake")
    )
    row = models.PositiveIntegerField(_("row"))
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=40)
    code = models.CharField(_("column code"), max_length=40, blank=True)
    header = models.CharField(_("column"), max_length=120, blank=True)
    header_text = models.CharField(_("column in the file"), max_length=120, blank=True)
    says = models.CharField(_("sentence"), max_length=60)
    params = models.JSONField(_("words of the sentence"), default=dict, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("intake", "row", "id")
        indexes = (models.Index(fields=("intake", "row"), name="intakefault_by_row"),)

    def __str__(self) -> str:
        return f"{self.row} {self.header}: {self.reason}"

    @property
    def reason(self) -> str:
        """The finding as a full sentence in the reader's language."""
        return sentence(self.says, self.params)
