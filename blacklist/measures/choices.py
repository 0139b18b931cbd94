"""Enums of joint measures and incentives."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeasureKind(models.TextChoices):
    """Whether a measure takes something away or gives something."""

    RESTRICTION = "restriction", _("restriction")
    INCENTIVE = "incentive", _("incentive")


class Family(models.TextChoices):
    """Families of the national basic list, and of what honest subjects are given."""

    ENTRY = "entry", _("limits on market or sector entry")
    OFFICE = "office", _("limits on holding office")
    CONSUMPTION = "consumption", _("limits on consumption")
    EXIT = "exit", _("limits on leaving the country")
    SCHOOL = "school", _("limits on schooling")
    FUNDS = "funds", _("limits on fiscal funds")
    HONOURS = "honours", _("limits on honours and awards")
    PREFERENCE = "preference", _("limits on preferential policy and convenience")
    TRADING = "trading", _("limits on public resource trading")
    PUBLICITY = "publicity", _("sharing and publicity")
    SUPERVISION = "supervision", _("key supervision")
    CREDIT = "credit", _("credit reporting and lending")
    NOTIFICATION = "notification", _("notification of employers")
    CHANNEL = "channel", _("green channel and simpler procedure")
    FEWER_CHECKS = "fewer_checks", _("fewer checks")
    PRIORITY = "priority", pgettext_lazy("measure", "priority")


class DepartmentKind(models.TextChoices):
    """Which sort of department carries a measure out."""

    HEALTH = "health", pgettext_lazy("department", "health")
    REFORM = "reform", pgettext_lazy("department", "development and reform")
    FINANCE = "finance", pgettext_lazy("department", "finance")
    MARKET = "market", pgettext_lazy("department", "market regulation")
    PERSONNEL = "personnel", pgettext_lazy("department", "human resources and social security")
    ORGANISATION = "organisation", pgettext_lazy("department", "Party organisation and establishment")
    ASSETS = "assets", pgettext_lazy("department", "state assets")
    INSURANCE = "insurance", pgettext_lazy("department", "medical security")
    TRADING = "trading", pgettext_lazy("department", "public resource trading")
    BANKING = "banking", pgettext_lazy("department", "financial regulation")
    SERVICES = "services", pgettext_lazy("department", "government services")
    CIVILITY = "civility", pgettext_lazy("department", "publicity and civility")


class OrderState(models.TextChoices):
    """Where an order to a department stands."""

    ORDERED = "ordered", pgettext_lazy("measure", "ordered")
    RECEIVED = "received", pgettext_lazy("measure", "received")
    EXECUTING = "executing", pgettext_lazy("measure", "being carried out")
    EXECUTED = "executed", pgettext_lazy("measure", "carried out")
    CANNOT = "cannot", pgettext_lazy("measure", "cannot be carried out")
    ENDED = "ended", pgettext_lazy("measure", "to be lifted")
    LIFTED = "lifted", pgettext_lazy("measure", "lifted")


UNANSWERED = (OrderState.ORDERED, OrderState.RECEIVED)
STANDING = (*UNANSWERED, OrderState.EXECUTING, OrderState.EXECUTED)
"""States that end together with the listing; what cannot be carried out has nothing to be lifted."""
CLOSED = (OrderState.ENDED, OrderState.LIFTED)
WAITING = (*UNANSWERED, OrderState.EXECUTING, OrderState.ENDED)
"""States in which something is awaited from the department."""
