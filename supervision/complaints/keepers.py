"""Keepers of informants: their keys, their circle in a place, and unlocking a key by its passphrase."""

from __future__ import annotations

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from core import audit, ruletables
from core.clock import today
from core.crypto import SealBrokenError
from core.errors import Refusal
from supervision.complaints import sealing
from supervision.complaints.choices import KeeperState
from supervision.models import InformantKeeper, SealedInformant

TABLE = "supervision.complaints"
LEAST_SIGNS, LEAST_DIFFERENT = 12, 6
MOST_FAILURES = 5
PAUSE = timedelta(hours=1)


def circle(division: str) -> list[InformantKeeper]:
    """Return the keepers to whom a new informant of a division is sealed; [] where there are not two.

    The nearest place counts: a county's own keepers before those of its city or province. Whoever has lost
    the post is left out at once; the key change that takes the key out of use can follow.
    """
    places = [division[:length] for length in range(len(division), -1, -1)]
    rows = InformantKeeper.objects.filter(state=KeeperState.ACTIVE, prefix__in=places)
    by_place: dict[str, list[InformantKeeper]] = {}
    for keeper in rows.select_related("officer"):
        if keeper.officer.may(P.INFORMANT_OPEN, division):
            by_place.setdefault(keeper.prefix, []).append(keeper)
    return next((by_place[place] for place in places if len(by_place.get(place, ())) > 1), [])


def recommended(division: str = "") -> int:
    """Return how many keepers a place should have, so that a lost passphrase loses nothing."""
    return int(ruletables.rule(TABLE, "keepers", on=today(), place=division)["recommended"])


def members(prefix: str) -> QuerySet[InformantKeeper]:
    """Return the keys of a place that are in use or wait to be admitted."""
    return InformantKeeper.objects.filter(prefix=prefix).exclude(state=KeeperState.LEFT)


def stale(prefix: str) -> int:
    """Return how many informants are not sealed to today's keepers of the place: a key change is due."""
    active = set(members(prefix).filter(state=KeeperState.ACTIVE).values_list("pk", flat=True))
    held: dict[int, set[int]] = {}
    shares = SealedInformant.objects.filter(prefix=prefix).values_list("pk", "shares__keeper")
    for pk, keeper in shares:
        held.setdefault(pk, set()).add(keeper)
    return sum(keepers != active for keepers in held.values())


def own_key(by: Officer, prefix: str) -> InformantKeeper:
    """Return the officer's key that is in use in a place.

    Raises:
        Refusal: there is none.
    """
    keeper = InformantKeeper.objects.filter(officer=by, prefix=prefix, state=KeeperState.ACTIVE).first()
    if keeper is None:
        raise Refusal(_("You hold no key that is in use here; make one and have it admitted first."))
    return keeper


def make_key(*, prefix: str, passphrase: str, by: Officer) -> InformantKeeper:
    """Make the officer's own key pair; it waits until it is admitted.

    Raises:
        Refusal: no keeper of this place, a weak passphrase, or a key that waits already.
    """
    if prefix not in by.prefixes(P.INFORMANT_OPEN):
        raise Refusal(_("You are not named as a keeper of informants in this place."))
    check_passphrase(passphrase, by)
    pair = sealing.make_key_pair(passphrase)
    row = InformantKeeper(
        officer=by,
        label=by.label[:100],
        prefix=prefix,
        public_key=pair.public,
        locked_key=pair.locked,
        fingerprint=sealing.fingerprint(pair.public),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(row, "informantkeeper.make", by=by, changes={"fingerprint": ("", row.fingerprint)})
    except IntegrityError as twice:  # one_key_of_a_state_per_keeper_and_place
        raise Refusal(_("A key of yours waits already; have it admitted, or withdraw it first.")) from twice
    return row


def check_passphrase(passphrase: str, by: Officer) -> None:
    """Refuse a passphrase that is soon guessed.

    Raises:
        Refusal: too short, too uniform, or the officer's own name.
    """
    words = passphrase.strip()
    if len(words) < LEAST_SIGNS or len(set(words)) < LEAST_DIFFERENT:
        raise Refusal(
            _(
                "Passphrase: at least %(n)s characters, %(different)s of them different; "
                "a short sentence is best."
            )
            % {"n": LEAST_SIGNS, "different": LEAST_DIFFERENT},
            field="passphrase",
        )
    if by.username.lower() in words.lower() or (by.name and by.name in words):
        raise Refusal(_("Passphrase: leave out your own name and user name."), field="passphrase")


@transaction.atomic
def open_circle(*, prefix: str, by: Officer) -> list[InformantKeeper]:
    """Take the first keys of a place into use, all that wait; from then on two keepers admit a third.

    Raises:
        Refusal: keys are in use already, fewer than two wait, or none of them is the officer's.
    """
    rows = list(members(prefix).select_for_update())
    if any(row.state == KeeperState.ACTIVE for row in rows):
        raise Refusal(_("Keys are in use here already; two keepers admit a new one by a change of keys."))
    if len(rows) < 2 or all(row.officer_id != by.pk for row in rows):
        raise Refusal(_("Two keepers of this place must have made their keys, you among them."))
    for row in rows:
        row.state, row.admitted_on = KeeperState.ACTIVE, today()
        row.save(update_fields=["state", "admitted_on"])
        audit.record(row, "informantkeeper.admit", by=by, changes={"state": ("waiting", "active")})
    return rows


@transaction.atomic
def withdraw_key(keeper: InformantKeeper, *, by: Officer) -> None:
    """Take back one's own key while it waits to be admitted.

    Raises:
        Refusal: somebody else's key, or one in use.
    """
    row = InformantKeeper.objects.select_for_update().get(pk=keeper.pk)
    if row.officer_id != by.pk or row.state != KeeperState.WAITING:
        raise Refusal(_("Only your own key can be withdrawn, and only while it waits to be admitted."))
    put_away(row)
    audit.record(row, "informantkeeper.withdraw", by=by, changes={"state": ("waiting", "left")})


def put_away(row: InformantKeeper) -> None:
    """Take a key out of use and forget its private half."""
    row.state, row.left_on, row.locked_key = KeeperState.LEFT, today(), ""
    row.save(update_fields=["state", "left_on", "locked_key"])


def change_passphrase(keeper: InformantKeeper, *, old: str, new: str, by: Officer) -> None:
    """Put one's own key under another passphrase; nothing sealed changes.

    Raises:
        Refusal: somebody else's key, the old passphrase is wrong, the new one is weak.
    """
    private = unlock(keeper, old, by=by, field="old")
    check_passphrase(new, by)
    with transaction.atomic():
        keeper.locked_key = sealing.lock(private, new)
        keeper.save(update_fields=["locked_key"])
        audit.record(keeper, "informantkeeper.change_passphrase", by=by)


def unlock(
    keeper: InformantKeeper, passphrase: str, *, by: Officer, field: str = "passphrase"
) -> X25519PrivateKey:
    """Return the private key of the officer's own key pair. Call it outside the act's transaction.

    Every wrong passphrase is counted and audited; after five of them the key rests for an hour.

    Raises:
        Refusal: not one's own, resting, or a wrong passphrase.
    """
    if keeper.officer_id != by.pk or keeper.state == KeeperState.LEFT:
        raise Refusal(_("This key is not yours, or no longer in use."))
    resting = keeper.failed_at is not None and timezone.now() < keeper.failed_at + PAUSE
    if resting and keeper.failures >= MOST_FAILURES:
        raise Refusal(_("Too many wrong passphrases; this key rests for an hour. The auditor can see it."))
    try:
        private = sealing.unlock(keeper.locked_key.reveal(), passphrase, keeper.public_key)
    except (sealing.WrongPassphraseError, SealBrokenError) as wrong:
        note_failure(keeper, 1 if not resting else keeper.failures + 1, by)
        raise Refusal(_("The passphrase is wrong."), field=field) from wrong
    if keeper.failures:
        InformantKeeper.objects.filter(pk=keeper.pk).update(failures=0, failed_at=None)
    return private


def note_failure(keeper: InformantKeeper, failures: int, by: Officer) -> None:
    """Count a wrong passphrase or code, on record for the auditor."""
    with transaction.atomic():
        keeper.failures, keeper.failed_at = failures, timezone.now()
        keeper.save(update_fields=["failures", "failed_at"])
        audit.record(
            keeper, "informantkeeper.wrong_passphrase", by=by, changes={"failures": (None, failures)}
        )
