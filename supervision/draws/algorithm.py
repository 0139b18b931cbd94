"""The published algorithm of the draw (docs/adr/0027): a pure function of seed and frozen files.

Every body puts as many lots into the drum as its weight says. Each lot has a number that nobody can choose:
SHA-256 over the seed, the stratum, the body and the lot. The lots come out from the smallest number upward;
further lots of a body that is already out are passed over. That is weighted drawing without replacement, in
whole numbers only, so that every machine and every language finds the same bodies.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from supervision.draws.choices import Mode, Offices, Role

NAME = "chengyi-draw-1"
WHOLE = 10000
"""A share of 1: ratios count ten-thousandths."""
RESERVE = "reserve"
"""How the result names who stands next in the order, should a drawn body fall away."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One line of a population: a body in a stratum, and how many lots it has.

    Args:
        stratum: name of the stratum.
        code: unified social credit code, or what identifies a body without one.
        name: for readers; the draw does not look at it.
        speciality: what it is inspected for.
        mode: `draw`, `all` (full coverage) or `out`.
        tickets: number of lots, 0 where it is not drawn.
        reason: why it is out.
    """

    stratum: str
    code: str
    name: str
    speciality: str
    mode: str
    tickets: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the staff file: by number only, no names.

    Args:
        code: number in the library.
        role: `inspector` or `expert`.
        office: where the person works; two persons of one office have the same text.
        specialities: what the person may inspect.
        barred: codes of bodies that the person never goes to.
    """

    code: str
    role: str
    office: str
    specialities: frozenset[str]
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stratum:
    """How a stratum is drawn: base share in ten-thousandths, and experts who go along to each body."""

    ratio: int
    experts: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of a draw.

    Args:
        number: of the draw.
        strata: by name.
        unit: how many lots stand for the weight 1.
        inspectors: how many go to each body.
        offices: an `Offices`.
        reserves: how many bodies after the last drawn one the result names.
        public_source: which public number is mixed in, "" for none.
    """

    number: str
    strata: Mapping[str, Stratum]
    unit: int
    inspectors: int
    offices: str
    reserves: int
    public_source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result."""

    ballot: Ballot
    rank: int
    mode: str
    inspectors: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()


def digest(*parts: object) -> str:
    """Return SHA-256 over the parts, one a line, as 64 hexadecimal digits."""
    return hashlib.sha256("".join(f"{part}\n" for part in parts).encode()).hexdigest()


def sealed_words(number: str, secret: str, files: Sequence[str]) -> str:
    """Return the text whose digest is the commitment.

    Args:
        number: of the draw.
        secret: 64 hexadecimal digits from the machine's generator.
        files: digests of population, staff and parameters, in this order.
    """
    return "".join(f"{part}\n" for part in (NAME, number, secret, *files))


def seed_of(secret: str, public_number: str) -> str:
    """Mix the secret, fixed before, with the public number, known only after the commitment."""
    return digest(NAME, secret, public_number)


def ranking(seed: str, ballots: Sequence[Ballot]) -> list[Ballot]:
    """Return the bodies of one stratum in the order in which their first lot comes out."""
    return sorted(ballots, key=lambda row: _first_lot(seed, row))


def _first_lot(seed: str, row: Ballot) -> tuple[str, str]:
    beginning = hashlib.sha256(f"{seed}\n{row.stratum}\n{row.code}\n".encode())
    return min(_lot(beginning, lot) for lot in range(1, row.tickets + 1)), row.code


def _lot(beginning: hashlib._Hash, lot: int) -> str:
    """Return `digest(seed, stratum, code, lot)`; the beginning is the same for all lots of a body."""
    number = beginning.copy()
    number.update(f"{lot}\n".encode())
    return number.hexdigest()


def size(ballots: Sequence[Ballot], ratio: int, unit: int) -> int:
    """Return how many of a stratum are drawn: the sum of min(1, base share × weight), rounded up."""
    total = sum(min(WHOLE * unit, ratio * row.tickets) for row in ballots)
    return -(-total // (WHOLE * unit))


def result(seed: str, population: Sequence[Ballot], staff: Sequence[Person], terms: Terms) -> list[Line]:
    """Hold the draw: bodies stratum by stratum, each with who goes there; then the reserves."""
    load: Counter[str] = Counter()
    lines = []
    for name, members in _by_stratum(population).items():
        rules = terms.strata[name]
        chosen, reserves = _drawn(seed, members, rules, terms)
        for line in chosen:
            who = match(seed, line.ballot, staff, load, Role.INSPECTOR, terms.inspectors, terms.offices)
            along = match(seed, line.ballot, staff, load, Role.EXPERT, rules.experts, Offices.FREE)
            lines.append(Line(line.ballot, line.rank, line.mode, who, along))
        lines += reserves
    return lines


def _by_stratum(population: Sequence[Ballot]) -> dict[str, list[Ballot]]:
    found: dict[str, list[Ballot]] = defaultdict(list)
    for row in sorted(population, key=lambda row: (row.stratum, row.code)):
        found[row.stratum].append(row)
    return found


def _drawn(
    seed: str, members: Sequence[Ballot], rules: Stratum, terms: Terms
) -> tuple[list[Line], list[Line]]:
    everybody = [row for row in members if row.mode == Mode.ALL]
    drum = [row for row in members if row.mode == Mode.DRAW]
    order = ranking(seed, drum)
    last = size(drum, rules.ratio, terms.unit)
    chosen = [Line(row, rank, Mode.ALL) for rank, row in enumerate(everybody, start=1)]
    chosen += [Line(row, rank, Mode.DRAW) for rank, row in enumerate(order[:last], start=1)]
    after = enumerate(order[last : last + terms.reserves], start=last + 1)
    return chosen, [Line(row, rank, RESERVE) for rank, row in after]


def match(
    seed: str,
    ballot: Ballot,
    staff: Sequence[Person],
    load: Counter[str],
    role: str,
    number: int,
    offices: str,
) -> tuple[str, ...]:
    """Draw who goes to a body: of those who may, who has fewest bodies so far, then by lot.

    `load` counts the bodies of each person and is counted on. Fewer than `number` come back where not enough
    may go; somebody must then be put in by a replacement on record.
    """
    open_to = sorted(
        (row for row in staff if row.role == role and may_go(row, ballot)),
        key=lambda row: (load[row.code], digest(seed, ballot.stratum, ballot.code, row.code)),
    )
    chosen: list[Person] = []
    while len(chosen) < number:
        rest = [row for row in open_to if row not in chosen]
        taken = {row.office for row in chosen}
        others = [row for row in rest if row.office not in taken]
        pool = {Offices.FREE: rest, Offices.PREFER: others or rest, Offices.MUST: others}[Offices(offices)]
        if not pool:
            break
        chosen.append(pool[0])
    load.update(row.code for row in chosen)
    return tuple(row.code for row in chosen)


def may_go(row: Person, ballot: Ballot) -> bool:
    """Tell whether a person is qualified for the body's speciality and not barred from the body."""
    return ballot.speciality in row.specialities and ballot.code not in row.barred
