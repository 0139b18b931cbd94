"""Enums of plans and random draws."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    """Where a yearly plan stands."""

    DRAFT = "draft", pgettext_lazy("plan", "being prepared")
    SUBMITTED = "submitted", pgettext_lazy("plan", "submitted, waits for approval")
    APPROVED = "approved", pgettext_lazy("plan", "approved and published")
    CLOSED = "closed", pgettext_lazy("plan", "closed")
    DROPPED = "dropped", pgettext_lazy("plan", "dropped")


IN_FORCE = (PlanState.APPROVED, PlanState.CLOSED)
"""States of a plan that came into force; the public reads it."""


class DrawState(models.TextChoices):
    """Where a draw stands. From `COMMITTED` on, it can no longer disappear."""

    DRAFT = "draft", pgettext_lazy("draw", "being prepared")
    COMMITTED = "committed", pgettext_lazy("draw", "population frozen, seed committed")
    DRAWN = "drawn", pgettext_lazy("draw", "drawn, waits for approval")
    APPROVED = "approved", pgettext_lazy("draw", "approved, seed not opened yet")
    OPENED = "opened", pgettext_lazy("draw", "opened: anybody can recompute it")
    VOID = "void", pgettext_lazy("draw", "void")
    DROPPED = "dropped", pgettext_lazy("draw", "dropped")


PUBLIC = (DrawState.COMMITTED, DrawState.DRAWN, DrawState.APPROVED, DrawState.OPENED, DrawState.VOID)
"""From the commitment on the public sees a draw, whatever becomes of it."""
REVEALED = (DrawState.OPENED, DrawState.VOID)
"""States in which seed and result are public; a void draw is laid open too."""
HOLDS = (DrawState.APPROVED, DrawState.OPENED)
"""States in which the draw counts: its bodies are inspected, and rest afterwards."""


class Mode(models.TextChoices):
    """How a body stands in a population."""

    DRAW = "draw", pgettext_lazy("population", "in the draw")
    ALL = "all", pgettext_lazy("population", "full coverage, outside the draw")
    OUT = "out", pgettext_lazy("population", "not in the draw")


class Excluded(models.TextChoices):
    """Why a body is not in a draw. There is no reason “because an officer wants it so”."""

    CLOSED = "closed", pgettext_lazy("population", "closed")
    RECENT = "recent", pgettext_lazy("population", "drawn a short while ago")


class Unfit(models.TextChoices):
    """Why somebody of the pool is not matched in a draw."""

    LEFT = "left", pgettext_lazy("pool", "has left the pool")
    ACCOUNT = "account", pgettext_lazy("pool", "holds no post that allows inspecting")
    CERTIFICATE = "certificate", pgettext_lazy("pool", "the certificate has run out")
    LEAVE = "leave", pgettext_lazy("pool", "on leave on the day of the draw")
    UNDERTAKING = "undertaking", pgettext_lazy("pool", "no confidentiality undertaking in force")


class Role(models.TextChoices):
    """Who goes out."""

    INSPECTOR = "inspector", pgettext_lazy("pool", "inspector")
    EXPERT = "expert", pgettext_lazy("pool", "expert")


class PoolState(models.TextChoices):
    """Whether somebody belongs to the pool."""

    ACTIVE = "active", pgettext_lazy("pool", "in the pool")
    LEFT = "left", pgettext_lazy("pool", "left")


class Tie(models.TextChoices):
    """What bars somebody from a body. No person's name is kept with it."""

    FORMER_EMPLOYER = "employer", pgettext_lazy("conflict", "worked there")
    RELATIVE = "relative", pgettext_lazy("conflict", "a close relative works there or owns it")
    INTEREST = "interest", pgettext_lazy("conflict", "business or money")
    DISPUTE = "dispute", pgettext_lazy("conflict", "dispute or complaint")
    OTHER = "other", pgettext_lazy("conflict", "other")


class ExitGround(models.TextChoices):
    """Why an expert leaves the pool (专家退出)."""

    TERM = "term", pgettext_lazy("expert", "the term has ended")
    OWN_WISH = "own", pgettext_lazy("expert", "at the expert's own wish")
    LEAK = "leak", pgettext_lazy("expert", "broke confidentiality")
    CONDUCT = "conduct", pgettext_lazy("expert", "breach of discipline or integrity")
    ABSENT = "absent", pgettext_lazy("expert", "did not come, repeatedly")


BLAMED = (ExitGround.LEAK, ExitGround.CONDUCT, ExitGround.ABSENT)
"""Grounds on which an expert is to blame: they need words."""


class Offices(models.TextChoices):
    """What the two inspectors' offices must be (rule `offices`)."""

    FREE = "free", pgettext_lazy("offices", "does not matter")
    PREFER = "prefer", pgettext_lazy("offices", "from different offices where possible")
    MUST = "must", pgettext_lazy("offices", "always from different offices")


class ReplacementKind(models.TextChoices):
    """What is replaced."""

    OBJECT = "object", pgettext_lazy("replacement", "a body")
    STAFF = "staff", pgettext_lazy("replacement", "an inspector or expert")


class ReplacementGround(models.TextChoices):
    """Why somebody or something drawn is replaced; always with words and a second officer's approval."""

    CLOSED = "closed", pgettext_lazy("replacement", "the body has closed or does not operate")
    NOT_FOUND = "not_found", pgettext_lazy("replacement", "the body cannot be found at its address")
    NOT_COMPETENT = "not_competent", pgettext_lazy("replacement", "another authority is competent")
    RECUSAL = "recusal", pgettext_lazy("replacement", "recusal")
    UNAVAILABLE = "unavailable", pgettext_lazy("replacement", "ill, on leave or on other duty")


class ReplacementState(models.TextChoices):
    """Where a replacement stands."""

    ASKED = "asked", pgettext_lazy("replacement", "waits for approval")
    APPROVED = "approved", pgettext_lazy("replacement", "approved")
    REFUSED = "refused", pgettext_lazy("replacement", "refused")
