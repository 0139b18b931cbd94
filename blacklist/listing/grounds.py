"""Whether the grounds of a listing stand: looked at when it is checked, notified, decided and entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from blacklist.choices import ListingState, ListKind
from blacklist.listing import conduct
from blacklist.listing.parts import NewGround
from blacklist.models import Listing, ListingGround
from credit.choices import Polarity, RecordState
from credit.models import ConductRecord

Words = str | Promise
# Listings under which a record has done its work; what was revoked or never decided uses nothing up.
USED_UP = (
    ListingState.DECIDED,
    ListingState.LISTED,
    ListingState.EXPIRED,
    ListingState.REPAIRED,
    ListingState.LOST,
)


def refusal(listing: Listing, grounds: Sequence[ListingGround | NewGround], day: date) -> Words | None:
    """Return what is wrong with the grounds on a day, None where they stand.

    Args:
        listing: saved or not; of a person listed with a body, the body's records count.
        grounds: stored or offered.
        day: the day on which somebody acts.
    """
    if not grounds:
        return _("Grounds: name at least one criterion with the record or document that shows it.")
    owners = {listing.subject_id}
    if listing.parent is not None:
        owners.add(listing.parent.subject_id)
    for ground in grounds:
        if sentence := _criterion(listing, ground) or _shown(listing, ground, owners, day):
            return sentence
    return _used(listing, grounds) or _contradicted(listing, day)


def _contradicted(listing: Listing, day: date) -> Words | None:
    """Who has a record that would cost the red listing at once comes on no red list."""
    if listing.kind != ListKind.RED:
        return None
    if (record := conduct.speaks_against(listing.scheme, listing.subject_id, day)) is None:
        return None
    return _("Grounds: “%(record)s” counts against this subject; it would lose the red listing at once.") % {
        "record": record.title
    }


def _criterion(listing: Listing, ground: ListingGround | NewGround) -> Words | None:
    if ground.criterion.scheme_id != listing.scheme_id:
        return _("Grounds: “%(criterion)s” is no criterion of this list.") % {"criterion": ground.criterion}
    return None


def _shown(listing: Listing, ground: ListingGround | NewGround, owners: set[int], day: date) -> Words | None:
    if ground.record is None:
        return _document(ground, day)
    return _record(listing, ground, ground.record, owners, day)


def _document(ground: ListingGround | NewGround, day: date) -> Words | None:
    if ground.criterion.items and not ground.criterion.needs_document:
        return _("Grounds: “%(criterion)s” is shown by a conduct record; choose the record.") % {
            "criterion": ground.criterion
        }
    if not ground.document_no.strip() or not ground.document_by.strip() or ground.document_on is None:
        return _("Grounds: a document needs its number, who issued it, and its day.")
    if ground.document_on > day:
        return _("Grounds: the day of document %(number)s lies in the future.") % {
            "number": ground.document_no
        }
    return None


def _record(
    listing: Listing, ground: ListingGround | NewGround, record: ConductRecord, owners: set[int], day: date
) -> Words | None:
    words = {"record": record.title}
    if record.subject_id not in owners:
        return _("Grounds: the record “%(record)s” is another subject's.") % words
    if record.item_code not in ground.criterion.items:
        return _("Grounds: the record “%(record)s” does not show “%(criterion)s”; choose another.") % {
            **words,
            "criterion": ground.criterion,
        }
    if record.confirmed_at is None:
        return _("Grounds: the record “%(record)s” is not confirmed yet.") % words
    if record.state == RecordState.DISPUTED:
        return _("Grounds: the record “%(record)s” is disputed; wait until the objection is decided.") % words
    if record.state != RecordState.NORMAL:
        return _("Grounds: the record “%(record)s” no longer counts (%(state)s).") % {
            **words,
            "state": record.get_state_display(),
        }
    if record.shielded_from and (record.shielded_until is None or record.shielded_until > day):
        return _("Grounds: the record “%(record)s” is shielded during a reorganisation.") % words
    if listing.kind != ListKind.RED and (record.final_on is None or record.final_on > day):
        return _(
            "Grounds: the record “%(record)s” is not final before %(day)s; nobody is listed for it yet."
        ) % {**words, "day": record.final_on or "–"}
    if (listing.kind == ListKind.RED) != (record.polarity != Polarity.BAD):
        return _("Grounds: the record “%(record)s” is of the wrong kind for this list.") % words
    return None


def _used(listing: Listing, grounds: Iterable[ListingGround | NewGround]) -> Words | None:
    """One act lists a subject once: a record that led to a decided listing leads to no second one."""
    records = [ground.record.pk for ground in grounds if ground.record is not None]
    if not records or listing.kind == ListKind.RED:
        return None
    earlier = ListingGround.objects.filter(
        record__in=records,
        listing__scheme__code=listing.scheme.code,
        listing__subject_id=listing.subject_id,
        listing__state__in=[str(state) for state in USED_UP],
    ).exclude(listing=listing.pk)
    if used := earlier.select_related("record").first():
        return _("Grounds: the record “%(record)s” already led to a listing; one act lists once.") % {
            "record": used.record.title if used.record else used
        }
    return None
