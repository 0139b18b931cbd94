"""A trial of the matching: made-up names with their variants, and names near the border, truth known.

Everything comes from one seed. `measure` puts bodies on a made-up list, asks for variants of their names and
for as many names that only look like them, and counts. Method and figures: docs/matching.md.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opencc import OpenCC
from pypinyin.pinyin_dict import pinyin_dict

from blacklist.checks import names
from blacklist.checks.scoring import MATCH, POSSIBLE, readings, score

_WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("trial.json").read_text(encoding="utf-8"))
_TRADITIONAL = OpenCC("s2t")
_SEVERAL_OF_TEN = 3


@dataclass(frozen=True, slots=True)
class Body:
    """A made-up body: its places from the highest down, and what follows them."""

    places: tuple[str, ...]
    own: str
    kind: str
    form: str = ""
    former: str = ""

    @property
    def name(self) -> str:
        """The name as it stands in the register: with the lowest place."""
        return f"{self.places[-1]}{self.own}{self.kind}{self.form}"


@dataclass(frozen=True, slots=True)
class Case:
    """One name asked for: how it was made, and which body it means (None: none on the list)."""

    asked: str
    way: str
    truth: int | None


@dataclass(slots=True)
class Outcome:
    """What a trial counted: names found rightly, wrongly, missed and only offered as possible."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    offered: int = 0
    by_way: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    mistakes: list[tuple[str, str, str, float]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the answers "on a list" that name the right body."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the variants that were answered "on a list" with the right body."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def bodies(count: int, chance: random.Random, *, places: Sequence[tuple[str, ...]] = ()) -> list[Body]:
    """Make up bodies; no two of them share place and name, or the name of their own.

    Args:
        count: how many.
        chance: the seed.
        places: the counties they lie in, each with the places above it, instead of a handful.
    """
    made: dict[tuple[str, str], Body] = {}
    counties = list(places) or list(map(tuple, _WORDS["places"]))
    while len(made) < count:
        places_of = chance.choice(counties)
        if chance.random() < 0.12:
            body = Body(places_of, "", chance.choice(_WORDS["public"]))
            made.setdefault((places_of[-1], body.kind), body)
            continue
        own = "".join(chance.sample(_WORDS["own"], chance.choices((2, 3, 4), (70, 25, 5))[0]))
        form = chance.choice(_WORDS["forms"]) if chance.random() < 0.25 else ""
        kind = chance.choice(_WORDS["companies"] if form else _WORDS["kinds"])
        former = ""
        if chance.random() < 0.1:
            former = places_of[-1] + "".join(chance.sample(_WORDS["own"], 2)) + kind + form
        made.setdefault((own, ""), Body(places_of, own, kind, form, former))
    return list(made.values())


Way = Callable[[Body, random.Random], str]


def _width(body: Body, chance: random.Random) -> str:
    return "".join(f"{c}　" if chance.random() < 0.2 else c for c in body.name)


def _brackets(body: Body, chance: random.Random) -> str:
    if not body.own:
        return f"（{body.places[-1]}）{body.kind}"
    return f"{body.places[-1]}({body.own}){body.kind}{body.form}"


def _traditional(body: Body, chance: random.Random) -> str:
    return str(_TRADITIONAL.convert(body.name))


def _all_places(body: Body, chance: random.Random) -> str:
    return "".join(body.places[:-1]) + body.name


def _bare_place(body: Body, chance: random.Random) -> str:
    bare = names.read(body.name).place
    return body.name.replace(body.places[-1], bare, 1)


def _no_place(body: Body, chance: random.Random) -> str:
    return body.name.removeprefix(body.places[-1]) if body.own else _all_places(body, chance)


def _form(body: Body, chance: random.Random) -> str:
    if not body.form:
        return f"{body.name}（个体工商户）"
    other = {"有限公司": "有限责任公司", "有限责任公司": "公司", "股份有限公司": ""}[body.form]
    return body.name.removesuffix(body.form) + other


def _former(body: Body, chance: random.Random) -> str:
    return body.former or _traditional(body, chance)


def _at(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text))


def _sound(body: Body, chance: random.Random) -> str:
    at = _at(body.name, chance)
    here = body.name[at]
    same = [c for c in _common() if c != here and not readings(c).isdisjoint(readings(here))]
    return _put(body.name, at, chance.choice(same or [here]))


def _look(body: Body, chance: random.Random) -> str:
    places = [at for at, c in enumerate(body.name) if any(c in group for group in names.LOOKALIKES)]
    if not places:
        return _sound(body, chance)
    at = chance.choice(places)
    group = next(group for group in names.LOOKALIKES if body.name[at] in group)
    return _put(body.name, at, chance.choice([c for c in group if c != body.name[at]]))


def _swapped(body: Body, chance: random.Random) -> str:
    at = chance.randrange(len(body.name) - 1)
    return body.name[:at] + body.name[at + 1] + body.name[at] + body.name[at + 2 :]


def _left_out(body: Body, chance: random.Random) -> str:
    at = _at(body.name, chance)
    return body.name[:at] + body.name[at + 1 :]


def _doubled(body: Body, chance: random.Random) -> str:
    at = _at(body.name, chance)
    return body.name[:at] + body.name[at] + body.name[at:]


def _two_at_once(body: Body, chance: random.Random) -> str:
    return str(_TRADITIONAL.convert(_form(body, chance))).replace("(", "[")


def _wholly_wrong(body: Body, chance: random.Random) -> str:
    """Put any character in the place of one of the name's own: nobody can tell it from another name."""
    if not body.own:
        return _sound(body, chance)
    at = len(body.places[-1]) + chance.randrange(len(body.own))
    return _put(body.name, at, chance.choice(_common()))


VARIANTS: dict[str, tuple[Way, int]] = {
    "blanks and width": (_width, 8),
    "brackets": (_brackets, 8),
    "traditional characters": (_traditional, 10),
    "all places above": (_all_places, 8),
    "place without its level": (_bare_place, 6),
    "place left out": (_no_place, 6),
    "legal form": (_form, 8),
    "former name": (_former, 6),
    "same sound": (_sound, 10),
    "look-alike": (_look, 8),
    "swapped": (_swapped, 6),
    "left out": (_left_out, 6),
    "doubled": (_doubled, 4),
    "two at once": (_two_at_once, 5),
    "any other character": (_wholly_wrong, 1),
}
"""How a name is varied, and how often in a hundred."""


def _other_place(body: Body, chance: random.Random) -> str:
    others = [one for one in _WORDS["places"] if one[-1] != body.places[-1]]
    return body.name.replace(body.places[-1], chance.choice(others)[-1], 1)


def _other_kind(body: Body, chance: random.Random) -> str:
    for one, other in chance.sample(_WORDS["other_kind"], len(_WORDS["other_kind"])):
        for a, b in ((one, other), (other, one)):
            if a in body.kind:
                return f"{body.places[-1]}{body.own}{body.kind.replace(a, b, 1)}{body.form}"
    return _other_place(body, chance)


def _other_own(body: Body, chance: random.Random) -> str:
    """Change one character of the name of its own into one that neither sounds nor looks alike."""
    if not body.own:
        return _other_number(body, chance)
    at = chance.randrange(len(body.own))
    here = body.own[at]
    strange = [
        c
        for c in _WORDS["own"]
        if c not in body.own
        and readings(c).isdisjoint(readings(here))
        and not any(c in group and here in group for group in names.LOOKALIKES)
    ]
    return f"{body.places[-1]}{_put(body.own, at, chance.choice(strange))}{body.kind}{body.form}"


def _more_own(body: Body, chance: random.Random) -> str:
    if not body.own:
        return _other_number(body, chance)
    added = chance.choice([c for c in _WORDS["own"] if c not in body.own])
    at = chance.randrange(len(body.own) + 1)
    return f"{body.places[-1]}{body.own[:at]}{added}{body.own[at:]}{body.kind}{body.form}"


def _other_number(body: Body, chance: random.Random) -> str:
    for one, other in _WORDS["other_number"]:
        if one in body.kind:
            return f"{body.places[-1]}{body.own}{body.kind.replace(one, other, 1)}{body.form}"
    return _other_place(body, chance)


def _addition(body: Body, chance: random.Random) -> str:
    return f"{body.name}{chance.choice(_WORDS['addition'])}"


STRANGERS: dict[str, tuple[Way, int]] = {
    "same name elsewhere": (_other_place, 25),
    "another kind of body": (_other_kind, 20),
    "one other character of its own": (_other_own, 25),
    "one more character of its own": (_more_own, 10),
    "another number": (_other_number, 10),
    "a part or another office": (_addition, 10),
}
"""Names of other bodies that look like a listed one, and how often in a hundred."""


def cases(listed: Sequence[Body], count: int, chance: random.Random) -> list[Case]:
    """Make `count` variants of listed names and as many names of strangers near the border."""
    held = ((name, at) for at, body in enumerate(listed) for name in (body.name, body.former) if name)
    taken = {names.plain(name): at for name, at in held}
    made: list[Case] = []
    for ways, means_it in ((VARIANTS, True), (STRANGERS, False)):
        wanted = len(made) + count
        while len(made) < wanted:
            way = chance.choices(list(ways), [share for _way, share in ways.values()])[0]
            at = chance.randrange(len(listed))
            asked = ways[way][0](listed[at], chance)
            holder = taken.get(names.plain(asked))
            # A variant that became another listed name, or a stranger that became any, has another truth.
            if holder in ((None, at) if means_it else (None,)):
                made.append(Case(asked, way, at if means_it else None))
    return made


def measure(listed: Sequence[Body], asked: Sequence[Case]) -> Outcome:
    """Ask for every name among all listed ones by the tokens of the index, and count."""
    holders: dict[str, set[int]] = defaultdict(set)
    for at, body in enumerate(listed):
        for name in filter(None, (body.name, body.former)):
            for token in names.tokens(name).split():
                holders[token].add(at)
    outcome = Outcome()
    for case in asked:
        found = {at for token in names.tokens(case.asked).split() for at in holders.get(token, ())}
        _count(outcome, case, {at: _best(case.asked, listed[at]) for at in found}, listed)
    return outcome


def _best(asked: str, body: Body) -> float:
    return max(score(asked, name).value for name in (body.name, body.former) if name)


def _count(outcome: Outcome, case: Case, scored: dict[int, float], listed: Sequence[Body]) -> None:
    sure = {at for at, value in scored.items() if value >= MATCH}
    wrong = sure - {case.truth}
    outcome.wrong += len(wrong)
    outcome.mistakes += [("wrong", case.asked, listed[at].name, scored[at]) for at in sorted(wrong)]
    offered = any(POSSIBLE <= value < MATCH for value in scored.values())
    word = "wrong" if wrong else "possible" if offered else "quiet"
    if case.truth is not None:
        told = scored.get(case.truth, 0.0)
        word = "right" if told >= MATCH else "possible" if told >= POSSIBLE else "missed"
        outcome.right += word == "right"
        outcome.missed += word != "right"
        if word != "right":
            outcome.mistakes.append((word, case.asked, listed[case.truth].name, told))
    outcome.offered += word == "possible"
    outcome.by_way[case.way][word] += 1


def _put(text: str, at: int, character: str) -> str:
    return text[:at] + character + text[at + 1 :]


_pool: list[str] = []


def _common() -> list[str]:
    """Return the 3,755 common characters (GB 2312, first level), those that a keyboard offers first."""
    if not _pool:
        codes = ((row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
        texts = (bytes(pair).decode("gb2312", "ignore") for pair in codes)
        _pool.extend(c for c in texts if c and ord(c) in pinyin_dict)
    return _pool
