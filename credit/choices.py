"""Enums of the credit file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ANNULLED = "annulled", _("annulled")
    REPAIRED = "repaired", _("repaired")


class Change(models.TextChoices):
    """What can happen to a conduct record. Values are stored in `RecordEvent`: never rename one."""

    DISPUTED = "disputed", pgettext_lazy("change", "marked as disputed")
    SETTLED = "settled", pgettext_lazy("change", "dispute settled")
    SUPERSEDED = "superseded", pgettext_lazy("change", "superseded by a correction")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "withdrawn")
    ANNULLED = "annulled", pgettext_lazy("change", "annulled")
    REPAIRED = "repaired", pgettext_lazy("change", "repaired")
    SHIELDED = "shielded", pgettext_lazy("change", "shielded")
    UNSHIELDED = "unshielded", pgettext_lazy("change", "shield ended")
    UNREPAIRED = "unrepaired", pgettext_lazy("change", "repair revoked")


class Review(models.TextChoices):
    """Where the entry of a record by hand stands; only a confirmed record counts."""

    WAITING = "waiting", _("waiting for confirmation")
    RETURNED = "returned", _("sent back")
    CONFIRMED = "confirmed", _("confirmed")
    DISCARDED = "discarded", _("discarded")


class Polarity(models.TextChoices):
    """The three kinds of credit information (基础信息、良好信息、失信信息)."""

    GOOD = "good", _("good conduct")
    BAD = "bad", _("bad conduct")
    BASIC = "basic", _("basic information")


class Severity(models.TextChoices):
    """How serious conduct is (轻微、一般、严重)."""

    MINOR = "minor", pgettext_lazy("severity", "minor")
    ORDINARY = "ordinary", pgettext_lazy("severity", "ordinary")
    SERIOUS = "serious", pgettext_lazy("severity", "serious")
    NONE = "none", pgettext_lazy("severity", "none")


class CountsFrom(models.TextChoices):
    """Which day of a fact its effect counts from."""

    HAPPENED = "happened", _("the day it happened")
    DECIDED = "decided", _("the day of the document")
    FINAL = "final", _("the day it became final")


class Usage(models.TextChoices):
    """Who may use a fact (信息使用范围)."""

    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("within government only")
    AUTHORISED = "authorised", _("only with the subject's authority")


class NeverCollected(models.TextChoices):
    """What no credit file may hold; codes of the rule table credit.never_collect."""

    DISEASE = "disease", _("disease or medical history")
    GENES = "genes", _("genes")
    FINGERPRINTS = "fingerprints", _("fingerprints")
    RELIGION = "religion", _("religion")
    BLOOD_TYPE = "blood_type", _("blood type")
