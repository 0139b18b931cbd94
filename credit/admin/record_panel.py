"""What stands above a conduct record: whether it counts, since when, and on which basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.history import history_of
from accounts.models import Officer
from core.clock import today
from core.language import headed
from credit.choices import Polarity, RecordState, Review
from credit.models import CatalogueItem, ConductRecord, RecordEvent
from credit.publication import publication_of
from credit.rules.cycles import add_months
from credit.rules.phrases import plain
from credit.services.changes import standing_of

STATE_COLOURS: dict[str, str] = {
    RecordState.NORMAL: "warning",
    RecordState.DISPUTED: "info",
    RecordState.SUPERSEDED: "",
    RecordState.WITHDRAWN: "",
    RecordState.ANNULLED: "danger",
    RecordState.REPAIRED: "success",
}
REVIEW_COLOURS: dict[str, str] = {
    Review.WAITING: "info",
    Review.RETURNED: "warning",
    Review.CONFIRMED: "success",
    Review.DISCARDED: "",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the panel shows.

    Args:
        label, colour: where the record stands.
        counts: whether it counts today, in words.
        facts: label and value.
        notes: sentences for the reader.
        links: words and address.
        uncertain: the item is a default that waits for confirmation.
    """

    label: str
    colour: str
    counts: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    uncertain: bool


def panel_of(record: ConductRecord, reader: Officer) -> Panel:
    """Put a record's standing into words."""
    confirmed = record.confirmed_at is not None
    label = record.get_state_display() if confirmed else record.get_review_display()
    colour = STATE_COLOURS[RecordState(record.state)] if confirmed else REVIEW_COLOURS[Review(record.review)]
    return Panel(
        label=str(label),
        colour=colour,
        counts=_counts(record),
        facts=tuple((name, value) for name, value in _facts(record) if value),
        notes=tuple(_notes(record, reader)),
        links=tuple(_links(record)),
        uncertain=record.item is not None and not record.item.confirmed,
    )


def changes_of(record: ConductRecord) -> list[RecordEvent]:
    """Return what happened to the record, newest first."""
    return list(RecordEvent.objects.filter(record_id=record.pk).order_by("-id"))


def kept_until(item: CatalogueItem | None, happened_on: date) -> date | None:
    """Return the last day on which a fact is used; None without end."""
    if item is None or item.retention_months is None:
        return None
    return add_months(happened_on, item.retention_months)


def _counts(record: ConductRecord) -> str:
    if record.confirmed_at is None:
        return _("Does not count: nobody has confirmed it.")
    standing = standing_of(record)
    if standing.shielded:
        return _("Does not count: shielded by a court.")
    if not standing.counts:
        return _("Does not count: %(state)s.") % {"state": record.get_state_display()}
    if record.final_on is None:
        return _("Does not count yet: not final.")
    if record.final_on > today():
        return _("Counts from %(day)s.") % {"day": record.final_on.isoformat()}
    if record.polarity != Polarity.BAD:
        return _("Stands in the file; it is no dishonesty.")
    return _("Counts as dishonest since %(day)s.") % {"day": record.final_on.isoformat()}


def _facts(record: ConductRecord) -> list[tuple[str, str]]:
    item = record.item
    shown = publication_of([record]).get(record.pk)
    until = kept_until(item, record.happened_on)
    public = f"{shown.since.isoformat()} · {shown.state}" if shown else _("not published")
    return [
        (_("Subject"), f"{record.subject.name} {record.subject.number}".strip()),
        (_("Item"), str(item or record.item_code)),
        (_("Kind of information"), item.get_polarity_display() if item else ""),
        (_("Severity"), item.get_severity_display() if item and item.points else ""),
        (_("Default points"), _points(item)),
        (_("Use"), item.get_scope_display() if item else ""),
        (_("Basis"), f"{item.document} {item.article}".strip() if item else ""),
        (_("Kept until"), until.isoformat() if until else _("without end")),
        (_("Publication"), public),
        (_("Entered by"), record.made_by_label),
        (_("Confirmed by"), record.reviewed_by_label),
    ]


def _points(item: CatalogueItem | None) -> str:
    return f"{plain(item.points)} {item.get_per_display()}" if item and item.points else ""


def _notes(record: ConductRecord, reader: Officer) -> list[str]:
    notes = []
    if record.review in (Review.RETURNED, Review.DISCARDED) and (reason := _reason(record)):
        notes.append(headed(record.get_review_display(), reason))
    if record.review == Review.WAITING and reader.actor_id in (record.made_by, record.changed_by):
        notes.append(_("You entered or last changed this record yourself: another officer confirms it."))
    if record.item is None and record.confirmed_at is not None:
        notes.append(_("This conduct fits no item of the catalogue; it stands outside every standard."))
    return notes


def _reason(record: ConductRecord) -> str:
    """Return what the officer wrote who last sent the entry back or gave it up."""
    return next((act.reason for act in history_of(record) if act.reason), "")


def _links(record: ConductRecord) -> list[tuple[str, str]]:
    links = [(_("Credit file"), reverse("admin:credit_subject_change", args=[record.subject_id]))]
    if record.supersedes_id is not None:
        links.append((_("The record that this one corrects"), _page(record.supersedes_id)))
    newer = ConductRecord.entries.filter(supersedes=record).first()
    if newer is not None:
        links.append((_("The correction"), _page(newer.pk)))
    if shown := publication_of([record]).get(record.pk):
        links.append((_("Open the public page"), shown.url))
    return links


def _page(pk: int) -> str:
    return reverse("admin:credit_conductrecord_change", args=[pk])
