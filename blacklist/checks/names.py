"""How the name of a body is read: one spelling, its places, its legal form, and what is left to tell it by.

Two names are compared piece by piece (`blacklist.checks.scoring`), never as one long text: 内黄县华康口腔诊所
and 汤阴县华康口腔诊所 are alike to the eye and two bodies by law, 內黃縣華康口腔診所 is the first one again.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from opencc import OpenCC

from core import divisions
from core.search import normalise

_SIMPLER = OpenCC("t2s")
# Regional forms that the conversion leaves as they are.
_WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
# Regional forms that the conversion leaves as they are.
_FORMS: dict[str, str] = _WORDS["variants"]
_NUMERALS = dict(
    zip("0123456789壹贰叁肆伍陆柒捌玖拾", "零一二三四五六七八九一二三四五六七八九十", strict=True)
)
_BRACKETS = re.compile("[()\\[\\]{}<>《》〈〉「」『』【】〔〕〖〗﹙﹚]")
_MARKS = re.compile("[·•・.,，。、;；:：\"'“”‘’`´/\\\\|_~!?！？*#&+-]|[‐-―−]|=")
_TABLE = str.maketrans(_FORMS | _NUMERALS)

FORMS: list[tuple[str, str]] = [(ending, family) for ending, family in _WORDS["forms"]]
"""Endings that state the legal form, the longer first, and the family each belongs to."""
GENERIC = re.compile("|".join(sorted(_WORDS["kinds"], key=len, reverse=True)))
"""Words that say what kind of body it is; a name of them alone tells bodies apart only by its place."""
TELLING = frozenset(_WORDS["telling"])
"""Characters that are never a slip of the pen: 第一 and 第二, 东 and 西, 口腔 and 眼科 name two bodies."""
LOOKALIKES: list[str] = _WORDS["lookalikes"]
_LEVELS = re.compile(
    "(?:维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|县|区|盟|旗)$"
)
_SHORTEST = 2
_WITHOUT_DELETIONS = 4
_LEVELS_OF_PLACES = 3
_TOWNS = "镇乡村街"
"""城关 is a district of Lanzhou; in 城关镇 it is not meant."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, read.

    Args:
        plain: one spelling of the whole name, without brackets and marks.
        places: the places that it begins with, highest first, without the word for their level.
        level: the last place as it stands, 内黄县.
        form: family of the legal form, "" where none is stated.
        ending: the legal form as it stands.
        core: what is left.
    """

    plain: str
    places: tuple[str, ...]
    level: str
    form: str
    ending: str
    core: str

    @property
    def place(self) -> str:
        """The lowest place, "" for none."""
        return self.places[-1] if self.places else ""

    @property
    def own(self) -> str:
        """What is left of the core without the words for a kind of body."""
        return GENERIC.sub("", self.core)

    @property
    def lower(self) -> str:
        """The name without the places above the lowest one."""
        return f"{self.level}{self.core}{self.ending}"

    @property
    def generic(self) -> bool:
        """Whether the core alone tells nobody apart: 人民医院."""
        return len(self.own) < _SHORTEST


def plain(text: str) -> str:
    """Write a name in its one spelling: half width, upper case, simplified, without blanks, brackets, marks.

    Arabic and capital numerals become plain ones: 第1 is 第一.
    """
    even = normalise(text)
    if not even.isascii():
        even = _SIMPLER.convert(even)
    return _MARKS.sub("", _BRACKETS.sub("", even)).translate(_TABLE)


@lru_cache(maxsize=65536)
def read(text: str) -> Name:
    """Read a name."""
    whole = plain(text)
    rest, form = _without_form(whole)
    places, level, core = _without_places(rest)
    return Name(whole, places, level, form, whole[len(rest) :], core)


def tokens(text: str, *, person: bool = False) -> str:
    """Return the words of the gram index by which a name and its misspellings find each other.

    Each is the digest of a text from which at most one character was left out: two texts that differ by one
    character changed, added, left out, moved or swapped have at least one of them in common. A person is
    found by the whole name only.
    """
    name = read(text)
    if person:
        return _digest(name.plain)
    found: dict[str, None] = dict.fromkeys((_digest(name.plain),))
    for shape in _shapes(name):
        found.update(dict.fromkeys(map(_digest, _shortened(shape))))
    return " ".join(found)


def _shapes(name: Name) -> list[str]:
    """Return the texts by which a name is looked up: with its place as written, and without where it may."""
    own = f"{name.place}{name.core}" if name.generic else name.core
    without_form = name.plain.removesuffix(name.ending) if name.ending else name.plain
    return list(dict.fromkeys([f"{name.level}{name.core}", own, name.lower, without_form]))


def _shortened(text: str) -> list[str]:
    if len(text) < _WITHOUT_DELETIONS:
        return [text]
    return [text, *(text[:at] + text[at + 1 :] for at in range(len(text)))]


def _digest(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def _without_form(text: str) -> tuple[str, str]:
    """Take the legal form off the end; of several (有限公司 after 个体工商户) the last counts."""
    form = ""
    while ending := next((one for one in FORMS if text.endswith(one[0]) and len(text) > len(one[0])), None):
        text, form = text[: -len(ending[0])], form or ending[1]
    return text, form


def _without_places(text: str) -> tuple[tuple[str, ...], str, str]:
    """Take the places off the beginning, each below the one before: 新华 in 滑县新华医院 is none."""
    found: list[str] = []
    level = above = ""
    rest = text
    while len(found) < _LEVELS_OF_PLACES and (place := _place_at(rest, above)):
        written, bare, above = place
        found.append(bare)
        level, rest = written, rest[len(written) :]
    return tuple(found), level, rest


def _place_at(text: str, above: str) -> tuple[str, str, str] | None:
    """Return the longest place that a text begins with: as written, bare, and the digits of its code."""
    known = _places()
    for length in range(min(len(text) - _SHORTEST, _longest()), 1, -1):
        for bare, digits in known.get(text[:length], ()):
            if not digits.startswith(above) or digits == above:
                continue
            if text[:length] != bare or text[length] not in _TOWNS:
                return text[:length], bare, digits
    return None


@cache
def _places() -> dict[str, list[tuple[str, str]]]:
    """Return, for every way in which a place may be written, its bare name and the digits of its code."""
    found: dict[str, list[tuple[str, str]]] = {}
    for division in divisions.table().values():
        if division.name in divisions.PLACEHOLDERS:
            continue
        written = plain(division.name)
        bare = _LEVELS.sub("", written)
        if len(bare) < _SHORTEST:
            bare = written  # 滑县 without its level is one character, which stands for nothing
        for way in {written, bare}:
            found.setdefault(way, []).append((bare, divisions.prefix(division.code)))
    return found


@cache
def _longest() -> int:
    return max(map(len, _places()))
