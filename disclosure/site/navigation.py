"""The doors of the public site, in the groups in which a visitor looks for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Door:
    """One page that is reached from everywhere.

    Args:
        code: what the pages behind it put into their context as `here`.
        label: its name.
        url: name of its address.
    """

    code: str
    label: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Doors that belong together; its first door is where its name leads.

    Args:
        code: its name in style sheets.
        label: what the first row of the menu shows.
        doors: at least one.
        about: what a visitor does there, for the first page; "" where it is not shown there.
    """

    code: str
    label: str | Promise
    doors: tuple[Door, ...]
    about: str | Promise = ""

    @property
    def url(self) -> str:
        """Name of the address that the group's name leads to."""
        return self.doors[0].url

    def holds(self, here: str) -> bool:
        """Tell whether a page belongs to this group."""
        return any(door.code == here for door in self.doors)


GROUPS = (
    Group("home", _("Home"), (Door("home", _("Home"), "disclosure:home"),)),
    Group(
        "credit",
        pgettext_lazy("public menu", "Look up"),
        (
            Door("search", pgettext_lazy("public menu", "Permits and penalties"), "disclosure:search"),
            Door("lists", pgettext_lazy("public", "Lists"), "disclosure:lists"),
            Door("commitments", _("Commitments"), "disclosure:commitments"),
            Door("verify", _("Check a report"), "credit:verify_form"),
            Door("about", _("About"), "disclosure:about"),
        ),
        _("Who was permitted, who was penalised, who stands on a list; whether a report is genuine."),
    ),
    Group(
        "complaints",
        pgettext_lazy("public menu", "Complaints"),
        (
            Door("complain", _("Complain or report"), "supervision:complaint_new"),
            Door("follow", _("Follow a complaint"), "supervision:complaint_follow"),
        ),
        _("Tell of a hospital, a clinic, a public place or drinking water, without your name if you like."),
    ),
    Group(
        "services",
        pgettext_lazy("public", "Services"),
        (
            Door("services", pgettext_lazy("public menu", "What to apply for"), "supervision:services"),
            Door("benefits", _("Benefits of keeping faith"), "supervision:benefits"),
            Door("rate", _("Rate your visit"), "supervision:rate_form"),
        ),
        _("Papers, stages and limits of each application; what good credit opens; how you were served."),
    ),
    Group(
        "inspections",
        pgettext_lazy("public", "Inspections"),
        (
            Door(
                "inspections",
                pgettext_lazy("public menu", "Results of inspections"),
                "supervision:inspections",
            ),
            Door("draws", pgettext_lazy("public menu", "Random draws"), "supervision:draws"),
            Door("draw_items", pgettext_lazy("public menu", "What is inspected"), "supervision:draw_items"),
        ),
        _("What inspectors found where, and how those to be inspected are drawn by lot."),
    ),
    Group(
        "institutions",
        _("For institutions"),
        (Door("portal", _("Portal for institutions"), "portal:home"),),
    ),
)


def group_of(here: str) -> Group | None:
    """Return the group a page belongs to, None for a page outside the menu."""
    return next((group for group in GROUPS if group.holds(here)), None)
