"""Keepers, looks and changes of keys; and what a stolen database with everything else does not give."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Officer, Post, Reveal
from accounts.roles import INFORMANT_KEEPER
from core.crypto import TOKEN, SealBrokenError, unseal
from core.errors import Refusal
from core.models import AuditEvent, Deadline
from supervision.complaints import informants, keepers, looks, sealing
from supervision.complaints.choices import KeeperState, LookState
from supervision.models import Complaint, ForwardedShare, InformantLook, InformantShare, SealedInformant
from tests import factories
from tests.unit.supervision.complaints.complaint_rows import (
    CONTACT,
    INFORMANT,
    NAME,
    NOTE,
    circle,
    filed,
    keeper,
    key_of,
    passphrase,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REASON = "核实奖励领取方式，需与举报人联系。"


@pytest.fixture
def officers() -> list[Officer]:
    return circle(3)


@pytest.fixture
def complaint(officers: list[Officer]) -> Complaint:
    return filed(informant=INFORMANT).complaint


def ask(complaint: Complaint, by: Officer) -> tuple[InformantLook, str]:
    return looks.ask_look(complaint=complaint, reason=REASON, passphrase=passphrase(by), by=by)


def open_as(look: InformantLook, code: str, by: Officer) -> informants.Informant:
    return looks.open_look(look, passphrase=passphrase(by), code=code, by=by)


# --- what an attacker has ----------------------------------------------------------------------------


def dump() -> list[str]:
    """Return every text of every table, and what the server's own secrets open of it."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(cell) for row in cursor.fetchall() for cell in row if cell not in (None, "")]
    for match in [match for cell in found for match in TOKEN.finditer(cell)]:
        for context in ("", "informant.box", "informant.keeper"):
            try:
                found.append(unseal(match[0], context))
            except SealBrokenError:
                continue
    return found


def _as_key(secret: str | bytes) -> bytes:
    """Return a secret of the server as long as a key."""
    return (secret.encode() if isinstance(secret, str) else secret).ljust(32, b"\0")[:32]


def opened_with(*known: Officer) -> list[dict[str, str]]:
    """Try everything that the dump, the server's secrets and these keepers' passphrases give."""
    results = []
    private = {
        key_of(who).pk: sealing.unlock(
            key_of(who).locked_key.reveal(), passphrase(who), key_of(who).public_key
        )
        for who in known
    }
    for row in SealedInformant.objects.all():
        context = informants.context_of(row.guid)
        secrets: list[str | bytes] = [settings.CHENGYI_INDEX_KEY, settings.SECRET_KEY]
        secrets += settings.CHENGYI_SEAL_KEYS.values()
        pieces = [_as_key(secret) for secret in secrets]
        boxes = [*InformantShare.objects.filter(sealed=row), *ForwardedShare.objects.filter(sealed=row)]
        for box, key, words in itertools.product(boxes, private.values(), (context, f"handed on {context}")):
            try:
                pieces.append(sealing.open_box(key, box.box, words))
            except sealing.NotOpenedError:
                continue
        whole = [piece[:32] for piece in pieces if len(piece) >= 32]
        tried = whole + [sealing.joined(a, b) for a, b in itertools.combinations(whole, 2)]
        for candidate in tried:
            try:
                results.append(sealing.unseal(row.box.reveal(), candidate, context))
            except sealing.NotOpenedError:
                continue
    return results


def test_a_dump_with_one_passphrase_and_all_server_secrets_opens_no_informant(
    officers: list[Officer], complaint: Complaint
) -> None:
    for who in officers:
        assert opened_with(who) == []
    assert opened_with(officers[0], officers[1])  # the same attempt does open it where two have come together


def test_a_dump_taken_between_asking_and_opening_needs_the_code_too(
    officers: list[Officer], complaint: Complaint
) -> None:
    first, second, _third = officers
    ask(complaint, first)
    assert ForwardedShare.objects.count() == 2
    assert opened_with(second) == []


def test_no_table_holds_a_word_of_the_informant(officers: list[Officer], complaint: Complaint) -> None:
    look, code = ask(complaint, officers[0])
    assert open_as(look, code, officers[1]) == INFORMANT
    cells = dump()
    assert any(complaint.number in cell for cell in cells)
    assert [cell for cell in cells if any(word in cell for word in (NAME, CONTACT, NOTE))] == []


# --- a look ------------------------------------------------------------------------------------------


def test_two_keepers_look_once_and_the_look_is_on_record(officers: list[Officer], complaint: Complaint):
    first, second, third = officers
    look, code = ask(complaint, first)
    assert looks.waiting_for(second) == [look]
    assert looks.waiting_for(first) == []
    task = Deadline.objects.get(kind="informant_second", closed_at__isnull=True)
    assert (task.object_id, NAME in task.title) == (str(look.pk), False)
    assert open_as(look, code, second) == INFORMANT
    with pytest.raises(Refusal, match="carried out or has lapsed"):
        open_as(look, code, third)
    assert {row.officer_label for row in Reveal.objects.filter(field="informant")} == {
        first.label,
        second.label,
    }
    acts = AuditEvent.objects.filter(object_type="supervision.complaint", object_id=str(complaint.pk))
    assert {"complaint.ask_look", "complaint.look"} <= set(acts.values_list("action", flat=True))
    assert not ForwardedShare.objects.exists()
    assert not Deadline.objects.filter(kind="informant_second", closed_at__isnull=True).exists()


def test_the_keeper_who_asked_does_not_open(officers: list[Officer], complaint: Complaint):
    look, code = ask(complaint, officers[0])
    with pytest.raises(Refusal, match="a second keeper must carry it out"):
        open_as(look, code, officers[0])


def test_a_wrong_passphrase_or_code_opens_nothing_and_is_counted(
    officers: list[Officer], complaint: Complaint
):
    first, second, _third = officers
    look, code = ask(complaint, first)
    with pytest.raises(Refusal, match="code is wrong"):
        looks.open_look(look, passphrase=passphrase(second), code="ABCD-EFGH-JKLM-NPQR", by=second)
    for _time in range(4):
        with pytest.raises(Refusal, match="passphrase is wrong"):
            looks.open_look(look, passphrase="another sentence altogether", code=code, by=second)
    with pytest.raises(Refusal, match="rests for an hour"):
        open_as(look, code, second)
    assert AuditEvent.objects.filter(action="informantkeeper.wrong_passphrase").count() == 5
    assert not Reveal.objects.exists()


def test_a_request_lapses_with_its_time_and_what_was_handed_on_goes(
    officers: list[Officer], complaint: Complaint
):
    look, code = ask(complaint, officers[0])
    InformantLook.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refusal, match="has lapsed"):
        open_as(look, code, officers[1])
    look.refresh_from_db()
    assert look.state == LookState.LAPSED
    assert not ForwardedShare.objects.exists()


def test_without_the_post_a_key_opens_nothing(officers: list[Officer], complaint: Complaint):
    look, code = ask(complaint, officers[0])
    Post.objects.filter(officer=officers[1]).delete()
    dismissed = Officer.objects.get(pk=officers[1].pk)
    with pytest.raises(Refusal, match="not named as a keeper"):
        open_as(look, code, dismissed)
    assert [row.officer_id for row in keepers.circle(factories.COUNTY)] == [officers[0].pk, officers[2].pk]


def test_a_look_needs_a_reason_in_words(officers: list[Officer], complaint: Complaint):
    with pytest.raises(Refusal, match="at least ten characters"):
        looks.ask_look(complaint=complaint, reason="看看", passphrase="-", by=officers[0])


def test_keepers_of_another_place_have_no_look(complaint: Complaint):
    stranger = keeper("51")
    with pytest.raises(Refusal, match="not named as a keeper"):
        ask(complaint, stranger)


# --- keys --------------------------------------------------------------------------------------------


def test_without_two_keepers_only_anonymous_reports_are_taken():
    keeper()
    assert not informants.takes_names(factories.COUNTY)
    with pytest.raises(Refusal, match="Only anonymous reports"):
        filed(informant=INFORMANT)
    assert not Complaint.objects.exists()
    assert filed().complaint.named is False


def test_one_keeper_alone_opens_no_circle():
    lonely = keeper()
    with pytest.raises(Refusal, match="Two keepers"):
        keepers.open_circle(prefix=factories.COUNTY, by=lonely)


def test_a_third_keeper_is_admitted_by_two_and_not_by_the_post_alone(officers: list[Officer]):
    late = keeper()
    with pytest.raises(Refusal, match="in use here already"):
        keepers.open_circle(prefix=factories.COUNTY, by=late)
    sealed = filed(informant=INFORMANT).complaint.informant
    assert not sealed.shares.filter(keeper=key_of(late)).exists()


@pytest.mark.parametrize("weak", ["短", "aaaaaaaaaaaaaaaa", "123123123123"])
def test_a_weak_passphrase_is_refused(weak: str):
    who = factories.officer(roles=(INFORMANT_KEEPER.code,))
    with pytest.raises(Refusal, match="Passphrase"):
        keepers.make_key(prefix=factories.COUNTY, passphrase=weak, by=who)


def test_a_keeper_changes_the_passphrase_and_nothing_is_lost(officers: list[Officer], complaint: Complaint):
    first, second, _third = officers
    keepers.change_passphrase(key_of(first), old=passphrase(first), new="一句新的口令 new words", by=first)
    with pytest.raises(Refusal, match="passphrase is wrong"):
        ask(complaint, first)
    look, code = looks.ask_look(
        complaint=complaint, reason=REASON, passphrase="一句新的口令 new words", by=first
    )
    assert open_as(look, code, second) == INFORMANT


def change(first: Officer, second: Officer, **keys: Any) -> int:
    look, code = looks.ask_change(
        prefix=factories.COUNTY,
        joining=keys.get("joining", ()),
        leaving=keys.get("leaving", ()),
        reason="一名保管人调离，更换密钥。",
        passphrase=passphrase(first),
        by=first,
    )
    return looks.carry_out_change(look, passphrase=passphrase(second), code=code, by=second)


def test_when_a_keeper_leaves_two_others_change_the_keys_and_nothing_is_lost(
    officers: list[Officer], complaint: Complaint
):
    first, second, leaver = officers
    old_box = complaint.informant.box.token
    joining = key_of(keeper())
    assert change(first, second, joining=[joining], leaving=[key_of(leaver)]) == 1
    complaint.informant.refresh_from_db()
    assert complaint.informant.box.token != old_box
    held = set(complaint.informant.shares.values_list("keeper", flat=True))
    assert held == {key_of(first).pk, key_of(second).pk, joining.pk}
    gone = key_of(leaver)
    assert gone.state == KeeperState.LEFT
    assert not gone.locked_key
    with pytest.raises(Refusal, match="no key that is in use"):
        ask(complaint, leaver)
    look, code = ask(complaint, joining.officer)
    assert open_as(look, code, first) == INFORMANT


def test_a_lost_passphrase_is_replaced_by_the_other_two(officers: list[Officer], complaint: Complaint):
    first, second, forgetful = officers
    lost = key_of(forgetful)
    fresh = keepers.make_key(prefix=factories.COUNTY, passphrase=passphrase(forgetful), by=forgetful)
    change(first, second, joining=[fresh], leaving=[lost])
    look, code = ask(complaint, forgetful)
    assert open_as(look, code, first) == INFORMANT


def test_what_comes_in_during_a_change_is_told_as_due_for_another(officers: list[Officer]):
    first, second, leaver = officers
    look, code = looks.ask_change(
        prefix=factories.COUNTY,
        joining=(),
        leaving=[key_of(leaver)],
        reason="一名保管人调离，更换密钥。",
        passphrase=passphrase(first),
        by=first,
    )
    filed(informant=INFORMANT)
    looks.carry_out_change(look, passphrase=passphrase(second), code=code, by=second)
    assert keepers.stale(factories.COUNTY) == 1
    assert change(first, second) == 1
    assert keepers.stale(factories.COUNTY) == 0


def test_two_keepers_must_stay(officers: list[Officer]):
    first, second, third = officers
    with pytest.raises(Refusal, match="Two keepers who stay"):
        change(first, second, leaving=[key_of(second), key_of(third)])
    with pytest.raises(Refusal, match="Your own key"):
        change(first, second, leaving=[key_of(first)])
