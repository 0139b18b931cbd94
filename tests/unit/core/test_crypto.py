"""Sealing with SM4-GCM and digests with SM3, against the standards' own vectors."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import crypto
from core.crypto import SealBrokenError, Sealed, blind_index, seal, unseal
from tests.data import people

OLD, NEW = bytes.fromhex("0123456789abcdeffedcba9876543210"), bytes(range(16))
NUMBER = people.PERSON


@pytest.fixture(autouse=True)
def _keys(settings) -> None:
    settings.CHENGYI_SEAL_KEYS = {"new": NEW, "old": OLD}
    settings.CHENGYI_INDEX_KEY = b"index key of the tests"


def test_the_digest_is_that_of_the_standard() -> None:
    assert crypto.sm3("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert crypto.sm3(b"abcd" * 16) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


def test_the_keyed_digest_differs_with_key_and_data() -> None:
    first = crypto.hmac_sm3("key", "data")
    assert len(first) == 64
    assert first == crypto.hmac_sm3(b"key", b"data")
    assert len({first, crypto.hmac_sm3("key", "Data"), crypto.hmac_sm3("Key", "data")}) == 3


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_what_was_sealed_opens_to_the_same_text(text: str) -> None:
    assert unseal(seal(text)) == text


def test_a_token_names_version_and_key_and_not_the_text() -> None:
    token = seal(NUMBER)
    assert token.startswith("s1:new:")
    assert crypto.key_of(token) == crypto.sealing_key() == "new"
    assert NUMBER not in token
    assert seal(NUMBER) != token


def test_an_older_key_still_opens_and_a_removed_one_does_not(settings) -> None:
    settings.CHENGYI_SEAL_KEYS = {"old": OLD}
    token = seal(NUMBER)
    settings.CHENGYI_SEAL_KEYS = {"new": NEW, "old": OLD}
    assert unseal(token) == NUMBER
    settings.CHENGYI_SEAL_KEYS = {"new": NEW}
    with pytest.raises(SealBrokenError, match="CHENGYI_SEAL_KEYS"):
        unseal(token)


def test_a_token_opens_only_under_its_own_context_and_key_id() -> None:
    token = seal(NUMBER, "credit.subject")
    assert unseal(token, "credit.subject") == NUMBER
    with pytest.raises(SealBrokenError):
        unseal(token, "credit.other")
    with pytest.raises(SealBrokenError):
        unseal(token.replace(":new:", ":old:"), "credit.subject")


@given(st.integers(0, 200), st.sampled_from("AZ09-_"))
def test_an_altered_token_is_refused_without_telling_its_content(place: int, letter: str) -> None:
    token = seal(NUMBER)
    place = len("s1:new:") + place % (len(token) - len("s1:new:") - 2)
    altered = token[:place] + letter + token[place + 1 :]
    if altered != token:
        with pytest.raises(SealBrokenError) as refused:
            unseal(altered)
        assert NUMBER not in str(refused.value)


@pytest.mark.parametrize("token", ["s1:new", "s1:new:", "s1:new:AAAA", "s1:new:A", "s2:new:AAAA", NUMBER])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(SealBrokenError):
        unseal(token)


def test_an_empty_text_stays_empty() -> None:
    assert seal("") == unseal("") == blind_index(" ") == ""
    assert not Sealed("")
    assert not Sealed.of_token("")


def test_the_blind_index_is_the_same_however_the_number_was_typed() -> None:
    assert blind_index(people.STANDARD_SAMPLE.lower()) == blind_index("１１０１０５ 19491231002Ｘ\n")
    assert blind_index(people.STANDARD_SAMPLE) != blind_index(people.STANDARD_SAMPLE_WRONG_CHECK)
    assert len(blind_index(NUMBER)) == 64


def test_the_blind_index_changes_with_its_key(settings) -> None:
    before = blind_index(NUMBER)
    settings.CHENGYI_INDEX_KEY = b"another key"
    assert blind_index(NUMBER) != before


def test_a_sealed_value_never_shows_itself() -> None:
    sealed = Sealed(NUMBER)
    ways = (str(sealed), repr(sealed), f"{sealed}", f"{[sealed]}", str(pickle.dumps(sealed)))
    assert not any(NUMBER in shown for shown in ways)
    assert not hasattr(sealed, "__dict__")
    assert sealed.reveal() == NUMBER


def test_sealed_values_are_equal_by_their_text() -> None:
    assert Sealed(NUMBER) == Sealed.of_token(seal(NUMBER))
    assert Sealed(NUMBER) != Sealed(people.WRONG_CHECK)
    assert Sealed(NUMBER) != NUMBER
    assert len({Sealed(NUMBER), Sealed.of_token(seal(NUMBER))}) == 1


def test_copies_and_pickles_keep_the_text() -> None:
    sealed = Sealed(NUMBER, "here")
    for other in (copy.copy(sealed), copy.deepcopy(sealed), pickle.loads(pickle.dumps(sealed))):
        assert other == sealed
        assert other.context == "here"
