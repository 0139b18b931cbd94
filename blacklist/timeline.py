"""What listings tell in the time line: every dated step to officers, what was served to the body."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from blacklist.choices import ListKind
from blacklist.exit.choices import OTHER_STEPS, ExitState
from blacklist.models import ExitApplication, Listing, ListingEvent, RepresentativeTraining
from credit.models import Subject
from credit.timeline import Event, Reader, tells

# What reaches the party by its nature; checks, opinions and consents inside the authority are not told.
TOLD_TO_THE_PARTY: dict[str, str | Promise] = {
    "notify": gettext_lazy("Notice of a listing served"),
    "publicise": gettext_lazy("Publicised for a list"),
    "defend": gettext_lazy("Statement and defence handed in"),
    "ask_hearing": gettext_lazy("Hearing asked for"),
    "order_hearing": gettext_lazy("Hearing set"),
    "serve_decision": gettext_lazy("Decision on a listing served"),
    "enter": gettext_lazy("Entered on a list"),
    "drop": gettext_lazy("Not listed"),
    "expire": gettext_lazy("Off the list: end of the term"),
    "repair": gettext_lazy("Off the list: repair"),
    "revoke": gettext_lazy("Off the list: revoked"),
    "revoke_decision": gettext_lazy("Decision on a listing revoked"),
    "court": gettext_lazy("Off the list: court"),
    "court_on_decision": gettext_lazy("Decision on a listing ended by a court"),
    "lose": gettext_lazy("Off the red list: breach"),
    "platforms_told": OTHER_STEPS["platforms_told"],
}
INSIDE: dict[str, str | Promise] = {
    "propose": gettext_lazy("Proposed for a list"),
    "check": gettext_lazy("Grounds of a listing checked"),
    "decide": gettext_lazy("Listing decided"),
    "take_back": gettext_lazy("Proposal of a listing taken back"),
    "grounds_reviewed": OTHER_STEPS["grounds_reviewed"],
}
BEGINS, ENDS = frozenset({"enter", "notify", "serve_decision"}), frozenset({"expire", "repair", "revoke"})


@tells("listing", gettext_lazy("Lists"))
def listings(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of every dated step of a listing; the body hears what was served on it or that it did itself."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    known = TOLD_TO_THE_PARTY if reader.own else {**TOLD_TO_THE_PARTY, **INSIDE}
    rows = ListingEvent.objects.filter(listing__subject_id=subject.pk, step__in=known)
    if reader.own:
        # A case that was dropped before anything was served is no matter of the party's.
        rows = rows.exclude(step="drop", listing__notice_served_on=None, listing__publicised_on=None)
    for row in reader.newest(rows.select_related("listing__scheme"), "on"):
        listing = row.listing
        number = listing.decision_no or listing.notice_no
        yield Event(
            row.on,
            str(known[row.step]),
            listing.scheme.name,
            "list_alt",
            _colour(row.step, listing),
            number,
            reverse("admin:blacklist_listing_change", args=[listing.pk]),
            " · ".join(filter(None, (row.words, row.by_label))),
        )


def _colour(step: str, listing: Listing) -> str:
    red = listing.scheme.kind == ListKind.RED
    if step in BEGINS:
        return "success" if red else "danger"
    if step in ENDS:
        return "" if red else "success"
    return "danger" if step == "lose" else "info"


@tells("list_exit", gettext_lazy("Leaving a list"))
def exits(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell of applications to leave a list, and of trainings on the way."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = ExitApplication.objects.filter(subject_id=subject.pk).select_related("listing__scheme")
    for row in reader.newest(rows, "submitted_on"):
        if row.submitted_on:
            yield _about(row, row.submitted_on, _("Applied to leave a list"), "info")
    decided = rows.filter(state__in=(ExitState.APPROVED, ExitState.REFUSED))
    for row in reader.newest(decided, "decided_on"):
        if row.decided_on:
            granted = row.state == ExitState.APPROVED
            words = _("Application to leave a list approved") if granted else _("Leaving a list refused")
            yield _about(row, row.decided_on, words, "success" if granted else "warning")
    trained = RepresentativeTraining.objects.filter(listing__subject_id=subject.pk)
    for training in reader.newest(trained, "held_on"):
        words = _("%(who)s, %(hours)s hours") % {
            "who": training.get_role_display(),
            "hours": training.hours,
        }
        yield Event(
            training.held_on, _("Training of a representative"), words, "school", "info", training.organiser
        )


def _about(row: ExitApplication, on: date, kind: str, colour: str) -> Event:
    return Event(
        on,
        kind,
        row.listing.scheme.name,
        "logout",
        colour,
        row.decision_reason or row.decision_no,
        reverse("admin:blacklist_exitapplication_change", args=[row.pk]),
        row.decided_by_label,
    )
