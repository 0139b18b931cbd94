"""How alike two names are, from 0 to 1, and why: a pure function over what `blacklist.checks.names` reads.

`MATCH` and above counts as the same body; from `POSSIBLE` on a person must compare. The values are weights of
this house, measured in docs/matching.md; no law sets them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from pypinyin.pinyin_dict import pinyin_dict

from blacklist.checks.names import GENERIC, LOOKALIKES, TELLING, Name, plain, read
from core.search import normalise

MATCH = 0.9
POSSIBLE = 0.75


class Why(StrEnum):
    """One reason of a score. Stored in answers: never rename one."""

    SAME = "same"
    SPELLING = "spelling"
    BRACKETS = "brackets"
    CHARACTERS = "characters"
    PLACE_ABOVE = "place_above"
    PLACE_MISSING = "place_missing"
    PLACE_WIDER = "place_wider"
    PLACE_OTHER = "place_other"
    FORM_MISSING = "form_missing"
    FORM_OTHER = "form_other"
    SWAPPED = "swapped"
    SOUND = "sound"
    LOOK = "look"
    LEFT_OUT = "left_out"
    ADDED = "added"
    CHANGED = "changed"
    KIND_SLIP = "kind_slip"
    TELLING = "telling"
    KIND_OTHER = "kind_other"
    SEVERAL = "several"
    FORMER = "former"
    NUMBER = "number"
    NUMBER_OTHER = "number_other"
    NAME_OTHER = "name_other"
    PERSON = "person"


WORTH: dict[Why, float] = {
    Why.SPELLING: 1.0,
    Why.BRACKETS: 0.99,
    Why.CHARACTERS: 0.99,
    Why.PLACE_ABOVE: 0.99,
    Why.PLACE_MISSING: 0.97,
    Why.PLACE_WIDER: 0.93,
    Why.PLACE_OTHER: 0.6,
    Why.FORM_MISSING: 0.98,
    Why.FORM_OTHER: 0.88,
    Why.SWAPPED: 0.96,
    Why.SOUND: 0.96,
    Why.LOOK: 0.95,
    Why.LEFT_OUT: 0.94,
    Why.ADDED: 0.94,
    Why.CHANGED: 0.8,
    Why.KIND_SLIP: 0.93,
    Why.TELLING: 0.4,
    Why.KIND_OTHER: 0.6,
    Why.SEVERAL: 0.3,
}
"""What each difference leaves of the score; several differences are multiplied."""
_PLACE_OF_A_GENERIC_NAME = 0.8
_DOUBTFUL_SLIP = 0.85
_SHORT_NAME = 2
_IDLE = frozenset("医部第镇乡县市区")
"""Characters without which the words for a kind of body still say the same: 中医医院 is 中医院."""
_NUMBERS = frozenset("零一二三四五六七八九十百千")
_BRACKETED = re.compile("[()\\[\\]〔〕【】]")
_MARKS = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Score:
    """How alike, 0 to 1, and the reasons as codes of `Why`."""

    value: float
    why: list[str] = field(default_factory=list)


def score(asked: str, known: str) -> Score:
    """Compare a name that was asked for with a name on a list."""
    if asked == known:
        return Score(1.0, [Why.SAME])
    one, other = read(asked), read(known)
    found = _same_text(asked, known) if one.plain == other.plain else _compared(one, other)
    return Score(round(_product(found), 3), [str(reason) for reason, _worth in found])


_Reasons = list[tuple[Why, float]]


def _reason(why: Why, times: float = 1.0) -> tuple[Why, float]:
    return why, WORTH[why] * times


def _same_text(asked: str, known: str) -> _Reasons:
    """Say which of the ways of writing differ."""
    one, other = normalise(asked), normalise(known)
    if one == other:
        return [_reason(Why.SPELLING)]
    if _BRACKETED.sub("", one) == _BRACKETED.sub("", other):
        return [_reason(Why.BRACKETS)]
    return [_reason(Why.CHARACTERS)]


def _compared(one: Name, other: Name) -> _Reasons:
    """Compare by parts, and as texts where no other place is named; what explains more of it counts.

    A slip in the place or in the legal form hides it from the reading by parts.
    """
    ways = [[*_places(one, other), *_forms(one, other), *_cores(one, other)]]
    if not one.places or not other.places or one.place == other.place:
        place = len(max(one.level, other.level, key=len))
        ending = len(max(one.ending, other.ending, key=len))
        above = _places(one, other) if one.place == other.place else []
        ways.append([*above, *_slip(one.lower, other.lower, place, ending)])
    return max(ways, key=_product)


def _product(reasons: _Reasons) -> float:
    value = 1.0
    for _reason, worth in reasons:
        value *= worth
    return value


def _places(one: Name, other: Name) -> _Reasons:
    generic = one.generic or other.generic
    if one.places == other.places:
        return [] if one.level == other.level else [_reason(Why.PLACE_ABOVE)]
    if not one.places or not other.places:
        return [_reason(Why.PLACE_MISSING, _PLACE_OF_A_GENERIC_NAME if generic else 1)]
    if one.place == other.place:
        return [_reason(Why.PLACE_ABOVE)]
    if one.place in other.places or other.place in one.places:
        return [_reason(Why.PLACE_WIDER, 0.6 if generic else 1)]
    return [_reason(Why.PLACE_OTHER)]


def _forms(one: Name, other: Name) -> _Reasons:
    if one.form == other.form:
        return []
    pair = {one.form, other.form}
    return [_reason(Why.FORM_MISSING if "" in pair or pair == {"company", "ltd"} else Why.FORM_OTHER)]


def _cores(one: Name, other: Name) -> _Reasons:
    return [] if one.core == other.core else _slip(one.core, other.core)


def _slip(asked: str, known: str, place: int = 0, ending: int = 0) -> _Reasons:
    """Name the one difference between two texts, or say that there are several.

    Cutting off the common beginning and end leaves the difference itself.

    Args:
        asked: what was asked for.
        known: what stands on the list.
        place: so many characters at the beginning are the name of a place.
        ending: so many characters at the end state the legal form.
    """
    if asked == known:
        return []
    start, mine, theirs = _difference(asked, known)
    if len(mine) == len(theirs) == 2 and mine == theirs[::-1]:
        return [_reason(Why.TELLING if set(mine) <= TELLING else Why.SWAPPED)]
    same_own = GENERIC.sub("", asked) == GENERIC.sub("", known)
    if {len(mine), len(theirs)} == {0, 1}:
        beside = start < place or start >= max(len(asked), len(known)) - ending
        return [_one_more(asked, known, start, same_own=same_own, beside=beside)]
    if same_own:
        return [_reason(Why.TELLING if set(mine + theirs) <= TELLING else Why.KIND_OTHER)]
    if len(mine) == len(theirs) == 1:
        own = len(GENERIC.sub("", known[place:]))
        return [_changed(mine, theirs, within=_within_a_word(known, start), own=own)]
    return [_reason(Why.SEVERAL)]


def _difference(asked: str, known: str) -> tuple[int, str, str]:
    """Return where two texts begin to differ, and what stands there in each of them."""
    shorter = min(len(asked), len(known))
    start = next((at for at in range(shorter) if asked[at] != known[at]), shorter)
    end = 0
    while end < shorter - start and asked[-1 - end] == known[-1 - end]:
        end += 1
    return start, asked[start : len(asked) - end], known[start : len(known) - end]


def _changed(mine: str, theirs: str, *, within: bool, own: int) -> tuple[Why, float]:
    """Judge a character that stands for another one.

    Within a word for the kind of body it makes no word, so that it is a slip; in a name of two characters of
    its own it makes half another name.
    """
    if mine in TELLING and theirs in TELLING:
        return _reason(Why.TELLING)
    if not readings(mine).isdisjoint(readings(theirs)):
        return _reason(Why.SOUND)
    if _alike(mine, theirs):
        return _reason(Why.LOOK)
    if within:
        return _reason(Why.KIND_SLIP)
    return _reason(Why.CHANGED, 1 if own > _SHORT_NAME else _DOUBTFUL_SLIP)


def _one_more(asked: str, known: str, at: int, *, same_own: bool, beside: bool) -> tuple[Why, float]:
    """Judge a character that stands in one of the names only.

    Beside the name (in the place, in the legal form) and within the words for the kind of body it is a slip,
    unless the words are whole without it (中心医院 and 中医院). In the name of its own it makes another name,
    unless what is left would be a single character, which hardly any body is called.
    """
    longer, shorter = (asked, known) if len(asked) > len(known) else (known, asked)
    why = Why.ADDED if longer is asked else Why.LEFT_OUT
    extra = longer[at]
    if (extra in longer[max(at - 1, 0) : at] and extra not in _NUMBERS) or beside:
        return _reason(why)
    within = _within_a_word(longer, at)
    if extra in TELLING and (same_own or not within):
        return _reason(Why.TELLING)
    if same_own and extra not in _IDLE:
        return _reason(Why.KIND_OTHER)
    slip = same_own or within or len(GENERIC.sub("", shorter)) == 1
    return _reason(why, 1 if slip else _DOUBTFUL_SLIP)


def _within_a_word(text: str, at: int) -> bool:
    """Tell whether a place lies within a word of several characters for the kind of body."""
    return any(
        found.start() <= at < found.end() and found.end() - found.start() > 1
        for found in GENERIC.finditer(text)
    )


@lru_cache(maxsize=8192)
def readings(character: str) -> frozenset[str]:
    """Return the syllables that a character is read as, without tones."""
    spelt = pinyin_dict.get(ord(character), "")
    even = unicodedata.normalize("NFD", spelt.replace("ü", "v"))
    return frozenset(filter(None, _MARKS.sub("", even).split(",")))


@lru_cache(maxsize=1)
def _lookalikes() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((a, b))
        for group in LOOKALIKES
        for a in map(plain, group)
        for b in map(plain, group)
        if a != b
    )


def _alike(one: str, other: str) -> bool:
    return frozenset((one, other)) in _lookalikes()
