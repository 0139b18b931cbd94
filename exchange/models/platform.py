"""The outside platforms that must hear what we publish."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.clock import CHINA
from core.fields import SealedField
from exchange.choices import AdapterName, Table

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from exchange.models.delivery import Delivery

MOST_RECORDS_IN_A_BATCH = 500


def every_table() -> list[str]:
    """All tables: the default of a new platform."""
    return [str(table) for table in Table.values]


class PlatformQuerySet(models.QuerySet["Platform"]):
    """Reads over platforms."""

    def open_at(self, now: datetime) -> list[Platform]:
        """The platforms that may be sent to at this moment."""
        ready = models.Q(not_before__isnull=True) | models.Q(not_before__lte=now)
        return [platform for platform in self.filter(ready, active=True) if platform.in_window(now)]


class Platform(models.Model):
    """One receiver: where it is, who we are to it, how it wants its fields, and how fast it may be fed."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    adapter = models.CharField(
        _("adapter"), max_length=20, choices=AdapterName.choices, default=AdapterName.SANDBOX
    )
    base_url = models.URLField(
        _("address"), max_length=200, help_text=_("without the path; https except on this machine")
    )
    sender_code = models.CharField(_("our code as sender"), max_length=18)
    receiver_code = models.CharField(_("receiver's code"), max_length=18, blank=True)
    region_code = models.CharField(_("division code"), max_length=6, blank=True)
    secret = SealedField(_("shared secret"))
    active = models.BooleanField(_("active"), default=True)
    tables = models.JSONField(_("tables"), default=every_table)
    share_persons = models.BooleanField(
        _("share natural persons"),
        default=False,
        help_text=_("decisions on natural persons stay here unless this is on"),
    )

    layout = models.CharField(_("field layout"), max_length=40, default="national-2018")
    kind_separator = models.CharField(
        _("separator of several kinds"), max_length=2, blank=True, help_text=_("empty: as the layout says")
    )
    date_format = models.CharField(
        _("date format"),
        max_length=12,
        blank=True,
        validators=[
            RegexValidator(r"^yyyy([-/.]?)MM\1dd$", _("Write it with yyyy, MM and dd, such as yyyy/MM/dd."))
        ],
        help_text=_("empty: as the layout says"),
    )

    batch_size = models.PositiveSmallIntegerField(
        _("records in a batch"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_RECORDS_IN_A_BATCH)],
    )
    batches_per_minute = models.PositiveSmallIntegerField(
        _("batches a minute"), default=0, help_text=_("0: no limit")
    )
    window_from = models.TimeField(_("open from"), null=True, blank=True)
    window_to = models.TimeField(_("open until"), null=True, blank=True)
    timeout_seconds = models.PositiveSmallIntegerField(
        _("seconds to wait for an answer"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(300)],
    )
    retry_seconds = models.PositiveIntegerField(
        _("seconds before the first repetition"), default=30, validators=[MinValueValidator(1)]
    )
    retry_seconds_most = models.PositiveIntegerField(
        _("seconds between repetitions at most"), default=3600, validators=[MinValueValidator(1)]
    )
    give_up_days = models.PositiveSmallIntegerField(
        _("days before giving up"), default=7, validators=[MinValueValidator(1)]
    )

    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    not_before = models.DateTimeField(_("paused until"), null=True, blank=True, editable=False)
    last_error = models.CharField(_("last failure"), max_length=255, blank=True, editable=False)
    last_answer_at = models.DateTimeField(_("last answer"), null=True, blank=True, editable=False)

    objects = PlatformQuerySet.as_manager()

    if TYPE_CHECKING:
        deliveries: RelatedManager[Delivery]

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(window_from__isnull=True, window_to__isnull=True)
                | models.Q(window_from__isnull=False, window_to__isnull=False),
                name="a_window_has_both_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(batch_size__gte=1) & models.Q(batch_size__lte=MOST_RECORDS_IN_A_BATCH),
                name="a_batch_holds_one_to_five_hundred_records",
            ),
            models.CheckConstraint(
                condition=models.Q(retry_seconds_most__gte=models.F("retry_seconds")),
                name="repetitions_do_not_get_faster",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def in_window(self, now: datetime) -> bool:
        """Tell whether the platform's working hours (China time, may pass midnight) hold at a moment."""
        if self.window_from is None or self.window_to is None:
            return True
        clock: time = now.astimezone(CHINA).time()
        if self.window_from <= self.window_to:
            return self.window_from <= clock < self.window_to
        return clock >= self.window_from or clock < self.window_to

    def takes(self, table: str) -> bool:
        """Tell whether a record of this table goes there (natural persons only when the switch is on)."""
        return table in self.tables and (self.share_persons or not table.endswith("_person"))
