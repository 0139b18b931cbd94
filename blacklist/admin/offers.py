"""What the lists add to the page of a credit file or conduct record: propose, and the listings it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from blacklist import selectors
from blacklist.admin.proposals import proposal_address
from blacklist.admin.scheme_words import name_of
from blacklist.models import Listing
from core.clock import today
from core.language import headed
from credit.admin.offers import About, Offer, register
from credit.choices import RecordState
from credit.models import ConductRecord, Subject

MOST = 10


@register("blacklist")
def offers(row: About, reader: Officer) -> Iterable[Offer]:
    """Offer a proposal to whoever may make one, and the subject's listings to whoever reads files."""
    return [*_propose(row, reader), *_known(row, reader)]


def _propose(row: About, reader: Officer) -> Iterator[Offer]:
    if not reader.may(P.LISTING_PROPOSE, row.division_code):
        return
    if isinstance(row, Subject):
        yield Offer(_("Propose a listing"), proposal_address(row), act=True)
    elif _meets_a_criterion(row):
        yield Offer(_("Propose a listing"), proposal_address(row.subject, record=row.pk), act=True)


def _meets_a_criterion(record: ConductRecord) -> bool:
    if record.confirmed_at is None or record.state != RecordState.NORMAL or not record.item_code:
        return False
    schemes = selectors.schemes_for(today(), record.division_code)
    return any(record.item_code in row.items for scheme in schemes for row in scheme.criteria.all())


def _known(row: About, reader: Officer) -> Iterator[Offer]:
    about = Q(subject_id=row.pk) if isinstance(row, Subject) else Q(grounds__record_id=row.pk)
    rows = Listing.objects.visible_to(reader, P.FILE_VIEW).filter(about).select_related("scheme").distinct()
    for listing in rows.order_by("-pk")[:MOST]:
        url = reverse("admin:blacklist_listing_change", args=[listing.pk])
        yield Offer(headed(name_of(listing.scheme), listing.get_state_display()), url)
