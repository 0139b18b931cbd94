"""What apps above add to the pages of credit files, records and tasks: acts to begin, and their own rows.

`credit` may not import the apps above it, so they register here at start (`registers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import Officer
from credit.models import ConductRecord, EvaluationFollowUp, Subject


@dataclass(frozen=True, slots=True)
class Offer:
    """One link on the page.

    Args:
        label: what it says.
        url: where it leads.
        act: whether something is begun there (drawn as a button), or a row is read (drawn as a link).
    """

    label: str
    url: str
    act: bool = False


About = Subject | ConductRecord
Offers = Callable[[About, Officer], Iterable[Offer]]
_offers: dict[str, Offers] = {}
TaskOffers = Callable[[EvaluationFollowUp, Officer], Iterable[Offer]]
_task_offers: dict[str, TaskOffers] = {}


def register(name: str) -> Callable[[Offers], Offers]:
    """Register what an app offers, under a name; a second one of the same name replaces the first.

    The function gets the file or record of the page and the officer who reads it, and offers only what this
    officer may open.
    """

    def keep(offers: Offers) -> Offers:
        _offers[name] = offers
        return offers

    return keep


def offers_about(row: About, reader: Officer) -> list[Offer]:
    """Return everything that is offered on the page of a file or record, acts first."""
    found = [offer for offers in _offers.values() for offer in offers(row, reader)]
    return sorted(found, key=lambda offer: not offer.act)


def register_for_tasks(name: str) -> Callable[[TaskOffers], TaskOffers]:
    """Register what an app offers on the page of a task that a bad evaluation opened."""

    def keep(offers: TaskOffers) -> TaskOffers:
        _task_offers[name] = offers
        return offers

    return keep


def offers_about_task(task: EvaluationFollowUp, reader: Officer) -> list[Offer]:
    """Return everything that is offered on the page of a task, acts first."""
    found = [offer for offers in _task_offers.values() for offer in offers(task, reader)]
    return sorted(found, key=lambda offer: not offer.act)
