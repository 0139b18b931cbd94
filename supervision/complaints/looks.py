"""What two keepers do together: look at one informant, or change the keys of all of a place.

One keeper asks, with a reason, and hands the own shares on: under the second keeper's key and under a code
that is told from mouth to mouth. The second keeper carries it out within the hours of the rule table. What
is in the database in between opens with neither passphrase alone, nor with the second one without the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Officer, Reveal
from accounts.permissions import P
from core import audit, deadlines, ruletables
from core.clock import CHINA, today
from core.deadlines import DeadlineKind
from core.errors import Refusal
from core.models import Deadline
from supervision.complaints import keepers, sealing
from supervision.complaints.choices import KeeperState, LookKind, LookState
from supervision.complaints.informants import Informant, context_of, store_shares
from supervision.models import (
    Complaint,
    ForwardedShare,
    InformantKeeper,
    InformantLook,
    InformantShare,
    SealedInformant,
)

LEAST_WORDS = 10
SECOND = deadlines.register(
    DeadlineKind(
        "informant_second",
        _lazy("Second keeper: carry a request out"),
        P.INFORMANT_OPEN,
        "admin:supervision_informantlook_change",
    )
)


def ask_look(*, complaint: Complaint, reason: str, passphrase: str, by: Officer) -> tuple[InformantLook, str]:
    """Ask to look at an informant; returns the request and the code for the second keeper.

    Raises:
        Refusal: no right, nobody sealed, no reason, or a wrong passphrase.
    """
    if not by.may(P.INFORMANT_OPEN, complaint.division_code):
        raise Refusal(_("You are not named as a keeper of informants in this place."))
    sealed = SealedInformant.objects.filter(complaint=complaint).first()
    if sealed is None:
        raise Refusal(_("This complaint is anonymous: there is nobody to look at."), field="complaint")
    words = _reason(reason)
    keeper = keepers.own_key(by, sealed.prefix)
    if not sealed.shares.filter(keeper=keeper).exists():
        raise Refusal(_("This informant is not sealed to your key yet; a change of keys is due first."))
    private = keepers.unlock(keeper, passphrase, by=by)
    code = sealing.new_code()
    with transaction.atomic():
        _lapse(InformantLook.objects.filter(complaint=complaint, state=LookState.ASKED))
        look = _asked(LookKind.LOOK, sealed.prefix, words, keeper, complaint=complaint)
        _hand_on(look, keeper, private, code, [sealed])
        audit.record(complaint, "complaint.ask_look", by=by, reason=words)
    return look, code


def open_look(look: InformantLook, *, passphrase: str, code: str, by: Officer) -> Informant:
    """Carry a look out as the second keeper; the informant is returned once and stored nowhere.

    Raises:
        Refusal: not asked any more, the same keeper, a wrong passphrase or code.
    """
    second, private = _second(look, LookKind.LOOK, passphrase, by)
    handed = look.forwarded.select_related("sealed").filter(partner=second).first()
    if handed is None or look.complaint is None:
        raise Refusal(_("This informant is not sealed to your key yet; a change of keys is due first."))
    data = _opened(handed, look.asked_by, second, private, code, by)
    with transaction.atomic():
        _finish(look, second)
        for keeper in (look.asked_by, second):
            _note_reveal(look.complaint, keeper, look.reason)
        audit.record(look.complaint, "complaint.look", by=by, reason=look.reason)
    return Informant(**data)


def ask_change(
    *,
    prefix: str,
    joining: Sequence[InformantKeeper],
    leaving: Sequence[InformantKeeper],
    reason: str,
    passphrase: str,
    by: Officer,
) -> tuple[InformantLook, str]:
    """Ask for a change of keys: which keys come, which go; returns the request and the code.

    With neither, everything is sealed anew to the keepers of today.

    Raises:
        Refusal: fewer than two keepers would stay, a key of another state or place, a wrong passphrase.
    """
    keeper = keepers.own_key(by, prefix)
    words = _reason(reason)
    staying = _staying(prefix, joining, leaving, keeper)
    private = keepers.unlock(keeper, passphrase, by=by)
    code = sealing.new_code()
    changes = {
        "joining": [row.pk for row in joining],
        "leaving": [row.pk for row in leaving],
        "says": [f"+ {row}" for row in joining] + [f"- {row}" for row in leaving],
    }
    with transaction.atomic():
        asked = InformantLook.objects.filter(prefix=prefix, kind=LookKind.CHANGE, state=LookState.ASKED)
        _lapse(asked)
        look = _asked(LookKind.CHANGE, prefix, words, keeper, changes=changes)
        held = SealedInformant.objects.filter(prefix=prefix, shares__keeper=keeper).distinct()
        _hand_on(look, keeper, private, code, list(held), only={row.pk for row in staying})
        audit.record(keeper, "informantkeeper.ask_change", by=by, reason=words, changes=_told(changes))
    return look, code


def carry_out_change(look: InformantLook, *, passphrase: str, code: str, by: Officer) -> int:
    """Carry a change of keys out as the second keeper: everything gets a new key and new shares.

    Returns:
        How many informants were sealed anew.

    Raises:
        Refusal: not asked any more, the same keeper, a wrong passphrase or code.
    """
    second, private = _second(look, LookKind.CHANGE, passphrase, by)
    rows = list(look.forwarded.select_related("sealed").filter(partner=second).order_by("pk"))
    joining = list(InformantKeeper.objects.filter(pk__in=look.changes["joining"]))
    leaving = list(InformantKeeper.objects.filter(pk__in=look.changes["leaving"]))
    if second in leaving:
        raise Refusal(_("Your own key is to go out of use; another keeper must carry the change out."))
    opened = [(row.sealed, _opened(row, look.asked_by, second, private, code, by)) for row in rows]
    with transaction.atomic():
        _finish(look, second)
        # What was handed on before rests on the old shares.
        _lapse(InformantLook.objects.filter(prefix=look.prefix, state=LookState.ASKED))
        for row in leaving:
            keepers.put_away(row)
        for row in joining:
            row.state, row.admitted_on = KeeperState.ACTIVE, today()
            row.save(update_fields=["state", "admitted_on"])
        circle = list(keepers.members(look.prefix).filter(state=KeeperState.ACTIVE))
        for sealed, data in opened:
            _seal_anew(sealed, data, circle)
        changes = {**look.changes, "sealed_anew": len(opened)}
        audit.record(second, "informantkeeper.change", by=by, reason=look.reason, changes=_told(changes))
    return len(opened)


def lapse_old() -> int:
    """Let requests lapse whose time is over, and delete what was handed on; returns how many."""
    return _lapse(InformantLook.objects.filter(state=LookState.ASKED, expires_at__lt=timezone.now()))


def waiting_for(by: Officer) -> list[InformantLook]:
    """Return the requests that this keeper can carry out now."""
    rows = InformantLook.objects.filter(state=LookState.ASKED, expires_at__gte=timezone.now())
    mine = InformantKeeper.objects.filter(officer=by, state=KeeperState.ACTIVE).values("prefix")
    return list(
        rows.filter(prefix__in=mine)
        .exclude(asked_by__officer=by)
        .select_related("asked_by", "complaint")
        .order_by("pk")
    )


def _reason(reason: str) -> str:
    words = reason.strip()
    if len(words) < LEAST_WORDS:
        raise Refusal(
            _("Say in at least ten characters why; the second keeper and the auditor will read it."),
            field="reason",
        )
    return words[:255]


def _staying(
    prefix: str,
    joining: Sequence[InformantKeeper],
    leaving: Sequence[InformantKeeper],
    keeper: InformantKeeper,
) -> list[InformantKeeper]:
    rows = (
        keepers.members(prefix).filter(state=KeeperState.ACTIVE).exclude(pk__in=[row.pk for row in leaving])
    )
    staying = list(rows)
    if keeper not in staying:
        raise Refusal(_("Your own key is to go out of use; two keepers who stay must make the change."))
    if len(staying) < 2:
        raise Refusal(_("Two keepers who stay must make the change; admit another one before this key goes."))
    if any(row.prefix != prefix or row.state != KeeperState.WAITING for row in joining):
        raise Refusal(_("Only keys of this place that wait can be admitted."), field="joining")
    officers = [row.officer_id for row in (*staying, *joining)]
    if len(set(officers)) < len(officers):
        raise Refusal(
            _("A keeper holds one key: where a new one is admitted, the keeper's old one must go."),
            field="leaving",
        )
    return staying


def _asked(
    kind: LookKind,
    prefix: str,
    reason: str,
    keeper: InformantKeeper,
    *,
    complaint: Complaint | None = None,
    changes: dict[str, object] | None = None,
) -> InformantLook:
    hours = int(ruletables.rule(keepers.TABLE, "keepers", on=today(), place=prefix)["hours"])
    now = timezone.now()
    look = InformantLook.objects.create(
        kind=kind,
        complaint=complaint,
        prefix=prefix,
        reason=reason,
        changes=changes or {},
        asked_by=keeper,
        asked_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    task = Deadline(
        kind=SECOND.code,
        object_type=InformantLook._meta.label_lower,
        object_id=str(look.pk),
        title=f"{look.get_kind_display()} {complaint.number if complaint else ''}".strip(),
        permission=SECOND.permission,
        division_code=complaint.division_code if complaint else prefix,
        started_on=today(),
        due_on=look.expires_at.astimezone(CHINA).date(),
    )
    deadlines.open_many([task])
    return look


def _hand_on(
    look: InformantLook,
    keeper: InformantKeeper,
    private: X25519PrivateKey,
    code: str,
    sealed: Sequence[SealedInformant],
    only: set[int] | None = None,
) -> None:
    """Open one's own shares and hand each on to its partner, under the partner's key and the code."""
    contexts = {row.pk: context_of(row.guid) for row in sealed}
    shares = InformantShare.objects.filter(keeper=keeper, sealed__in=contexts)
    rows = []
    for share in shares.filter(partner__state=KeeperState.ACTIVE).select_related("partner"):
        if only is not None and share.partner_id not in only:
            continue
        context = contexts[share.sealed_id]
        half = sealing.open_box(private, share.box, context)
        box = sealing.seal_to(
            share.partner.public_key, sealing.lock_with_code(code, half, context), f"handed on {context}"
        )
        rows.append(ForwardedShare(look=look, sealed_id=share.sealed_id, partner=share.partner, box=box))
    ForwardedShare.objects.bulk_create(rows, batch_size=500)


def _second(
    look: InformantLook, kind: LookKind, passphrase: str, by: Officer
) -> tuple[InformantKeeper, X25519PrivateKey]:
    """Return the second keeper's key, opened.

    Raises:
        Refusal: not asked any more, the asking keeper's own request, no right, a wrong passphrase.
    """
    lapse_old()
    look.refresh_from_db()
    if look.state != LookState.ASKED or look.kind != kind:
        raise Refusal(_("This request was carried out or has lapsed; the other keeper must ask again."))
    place = look.complaint.division_code if look.complaint is not None else look.prefix
    if not by.may(P.INFORMANT_OPEN, place):
        raise Refusal(_("You are not named as a keeper of informants in this place."))
    if look.asked_by.officer_id == by.pk:
        raise Refusal(_("You asked for this yourself: a second keeper must carry it out."))
    second = keepers.own_key(by, look.prefix)
    return second, keepers.unlock(second, passphrase, by=by)


def _opened(
    handed: ForwardedShare,
    first: InformantKeeper,
    second: InformantKeeper,
    private: X25519PrivateKey,
    code: str,
    by: Officer,
) -> dict[str, str]:
    """Open one informant with the half handed on and the second keeper's own half.

    Raises:
        Refusal: the code is wrong.
    """
    context = context_of(handed.sealed.guid)
    own = InformantShare.objects.get(sealed=handed.sealed, keeper=second, partner=first)
    locked = sealing.open_box(private, handed.box, f"handed on {context}")
    try:
        half = sealing.open_with_code(code, locked, context)
    except sealing.NotOpenedError as wrong:
        keepers.note_failure(second, second.failures + 1, by)
        raise Refusal(
            _("The code is wrong; ask the keeper who made the request for it."), field="code"
        ) from wrong
    key = sealing.joined(half, sealing.open_box(private, own.box, context))
    return sealing.unseal(handed.sealed.box.reveal(), key, context)


def _finish(look: InformantLook, second: InformantKeeper) -> None:
    """Mark a request as carried out; of two who try at once, one is refused."""
    now = timezone.now()
    done = InformantLook.objects.filter(pk=look.pk, state=LookState.ASKED)
    if not done.update(state=LookState.DONE, second=second, done_at=now):
        raise Refusal(_("This request was carried out or has lapsed; the other keeper must ask again."))
    look.forwarded.all().delete()
    deadlines.close(SECOND, InformantLook, [look.pk])


def _lapse(rows: QuerySet[InformantLook]) -> int:
    pks = list(rows.values_list("pk", flat=True))
    ForwardedShare.objects.filter(look__in=pks).delete()
    deadlines.close(SECOND, InformantLook, pks)
    return InformantLook.objects.filter(pk__in=pks).update(state=LookState.LAPSED)


def _note_reveal(complaint: Complaint, keeper: InformantKeeper, reason: str) -> None:
    Reveal.objects.create(
        officer_label=keeper.label,
        actor_id=f"officer:{keeper.officer_id}",
        object_type=Complaint._meta.label_lower,
        object_id=str(complaint.pk),
        field="informant",
        reason=reason,
    )


def _seal_anew(sealed: SealedInformant, data: dict[str, str], circle: Sequence[InformantKeeper]) -> None:
    package = sealing.seal(data, [(row.pk, row.public_key) for row in circle], context_of(sealed.guid))
    sealed.shares.all().delete()
    sealed.box, sealed.sealed_on = package.box, today()
    sealed.save(update_fields=["box", "sealed_on"])
    store_shares(sealed, package)


def _told(changes: dict[str, object]) -> dict[str, tuple[None, object]]:
    return {name: (None, value) for name, value in changes.items()}
