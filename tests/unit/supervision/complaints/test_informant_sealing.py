"""The sealing itself: two open it, one does not, and nothing opens what was altered or moved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.complaints import sealing

CONTEXT = "informant:one"
DATA = {"name": "苏沐阳", "contact": "13900001234", "note": ""}
PAIRS = [sealing.make_key_pair(f"a sentence for number {number}") for number in range(3)]
KEYS = [
    sealing.unlock(pair.locked, f"a sentence for number {number}", pair.public)
    for number, pair in enumerate(PAIRS)
]
CIRCLE = [(number, pair.public) for number, pair in enumerate(PAIRS)]


def halves(package: sealing.Package, one: int, other: int) -> tuple[bytes, bytes]:
    boxes = {(half.keeper, half.partner): half.box for half in package.halves}
    return (
        sealing.open_box(KEYS[one], boxes[one, other], CONTEXT),
        sealing.open_box(KEYS[other], boxes[other, one], CONTEXT),
    )


def test_any_two_keepers_open_it_together() -> None:
    package = sealing.seal(DATA, CIRCLE, CONTEXT)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        key = sealing.joined(*halves(package, one, other))
        assert sealing.unseal(package.box, key, CONTEXT) == DATA


def test_all_halves_of_one_keeper_do_not_open_it() -> None:
    package = sealing.seal(DATA, CIRCLE, CONTEXT)
    with_one, with_two = halves(package, 0, 1)[0], halves(package, 0, 2)[0]
    for tried in (with_one, with_two, sealing.joined(with_one, with_two)):
        with pytest.raises(sealing.NotOpenedError):
            sealing.unseal(package.box, tried, CONTEXT)


def test_a_box_opens_for_nobody_else_and_nowhere_else() -> None:
    box = sealing.seal_to(PAIRS[0].public, b"half", CONTEXT)
    assert sealing.open_box(KEYS[0], box, CONTEXT) == b"half"
    with pytest.raises(sealing.NotOpenedError):
        sealing.open_box(KEYS[1], box, CONTEXT)
    with pytest.raises(sealing.NotOpenedError):
        sealing.open_box(KEYS[0], box, "informant:two")


def test_the_length_of_the_box_tells_nothing_of_the_name() -> None:
    short = sealing.seal({"name": "苏"}, CIRCLE, CONTEXT)
    assert len(short.box) == len(sealing.seal(DATA, CIRCLE, CONTEXT).box)


@pytest.mark.parametrize("wrong", ["", "a sentence for number 1", "A sentence for number 0"])
def test_another_passphrase_does_not_unlock_the_key(wrong: str) -> None:
    with pytest.raises(sealing.WrongPassphraseError):
        sealing.unlock(PAIRS[0].locked, wrong, PAIRS[0].public)


def test_a_passphrase_typed_in_full_width_is_the_same_passphrase() -> None:
    pair = sealing.make_key_pair("ｓｅｎｔｅｎｃｅ　青山")
    private = sealing.unlock(pair.locked, "sentence 青山", pair.public)
    assert sealing.open_box(private, sealing.seal_to(pair.public, b"half", CONTEXT), CONTEXT) == b"half"


def test_a_code_opens_however_it_is_typed_and_no_other_does() -> None:
    code = sealing.new_code()
    locked = sealing.lock_with_code(code, b"half", CONTEXT)
    assert sealing.open_with_code(code.lower().replace("-", " "), locked, CONTEXT) == b"half"
    with pytest.raises(sealing.NotOpenedError):
        sealing.open_with_code(sealing.new_code(), locked, CONTEXT)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_half_and_its_complement_give_the_key_back(half: bytes, key: bytes) -> None:
    assert sealing.joined(half, sealing.joined(half, key)) == key
