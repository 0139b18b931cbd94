"""The published algorithm: the same everywhere, weighted as it says, and nobody goes where they may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from supervision.draws import files
from supervision.draws.algorithm import (
    RESERVE,
    Ballot,
    Person,
    Stratum,
    Terms,
    digest,
    match,
    ranking,
    result,
    seed_of,
    size,
)
from supervision.draws.choices import Mode, Offices, Role

SEED = digest("any seed")
MEDICAL = frozenset({"medical"})
CHI_SQUARE_999 = {4: 18.467, 19: 43.820}
"""The value that chi-square passes once in a thousand times, by degrees of freedom."""


def ballot(code: str, tickets: int = 20, *, mode: str = Mode.DRAW, stratum: str = "01-medical") -> Ballot:
    return Ballot(stratum, code, f"机构{code}", "medical", mode, tickets)


def person(code: str, office: str = "A", *, role: str = Role.INSPECTOR, barred: str = "") -> Person:
    return Person(code, role, office, MEDICAL, frozenset(barred.split()))


def terms(ratio: int = 1000, *, offices: str = Offices.PREFER, reserves: int = 2, experts: int = 0) -> Terms:
    return Terms("T-1", {"01-medical": Stratum(ratio, experts)}, 20, 2, offices, reserves)


def chi_square(found: Counter[Any], expected: Mapping[Any, float]) -> float:
    """Return the chi-square statistic; expected counts below 5 would make it worthless."""
    assert min(expected.values()) > 5
    return sum((found[key] - value) ** 2 / value for key, value in expected.items())


@pytest.fixture(scope="module")
def drum() -> list[Ballot]:
    """Return bodies of unequal weight."""
    return [ballot(code, tickets) for code, tickets in zip("ABCDE", (1, 2, 3, 4, 6), strict=True)]


@pytest.fixture(scope="module")
def pairs(drum: list[Ballot]) -> Counter[Any]:
    """Return how often which two bodies came out first and second in 10,000 draws."""
    return Counter(tuple(row.code for row in ranking(f"{draw}", drum)[:2]) for draw in range(10_000))


def test_the_first_place_of_ten_thousand_draws_matches_the_weights(drum, pairs):
    first = Counter(pair[0] for pair in pairs.elements())
    assert chi_square(first, {row.code: 10_000 * row.tickets / 16 for row in drum}) < CHI_SQUARE_999[4]


def test_a_wrong_weight_would_be_noticed(drum, pairs):
    first = Counter(pair[0] for pair in pairs.elements())
    assert chi_square(first, {row.code: 2_000.0 for row in drum}) > 10 * CHI_SQUARE_999[4]


def test_the_first_two_places_match_drawing_without_replacement(drum, pairs):
    lots = {row.code: row.tickets for row in drum}
    total = sum(lots.values())
    expected = {
        (one, two): float(10_000 * Fraction(lots[one], total) * Fraction(lots[two], total - lots[one]))
        for one, two in permutations(lots, 2)
    }
    assert sum(expected.values()) == pytest.approx(10_000)
    assert chi_square(pairs, expected) < CHI_SQUARE_999[19]


def test_the_number_drawn_is_the_sum_of_the_shares_rounded_up():
    twenty_each = [ballot(str(number)) for number in range(50)]
    assert size(twenty_each, 500, 20) == 3  # 5 % of 50 is 2.5
    assert size([ballot("A", 10)] * 40, 500, 20) == 1  # half the weight, half the share
    assert size([ballot("A", 40)] * 3, 10_000, 20) == 3  # never more than all
    assert size([], 500, 20) == 0


def test_full_coverage_stands_outside_the_draw_and_who_is_out_never_appears():
    rows = [ballot(f"B{number:02d}") for number in range(10)]
    rows += [ballot("ALL1", 0, mode=Mode.ALL), ballot("GONE", 0, mode=Mode.OUT)]
    lines = result(SEED, rows, [person("P1"), person("P2")], terms(ratio=2000))
    modes = Counter(line.mode for line in lines)
    assert modes == {Mode.ALL: 1, Mode.DRAW: 2, RESERVE: 2}
    assert "GONE" not in {line.ballot.code for line in lines}


def test_the_order_of_the_files_makes_no_difference():
    rows = [ballot(f"B{number:02d}", 10 + number) for number in range(30)]
    staff = [person(f"P{number}", office=str(number % 3)) for number in range(6)]
    assert result(SEED, rows, staff, terms()) == result(SEED, rows[::-1], staff[::-1], terms())


def test_another_public_number_gives_another_seed():
    assert seed_of("ab" * 32, "123") != seed_of("ab" * 32, "124")


def test_nobody_is_sent_to_a_body_they_are_barred_from_or_not_qualified_for():
    staff = [
        person("P1", barred="B1"),
        Person("P2", Role.INSPECTOR, "A", frozenset({"school"})),
        person("P3"),
        person("E1", role=Role.EXPERT),
    ]
    for seed in map(str, range(50)):
        assert match(seed, ballot("B1"), staff, Counter(), Role.INSPECTOR, 2, Offices.FREE) == ("P3",)


def test_two_inspectors_come_from_different_offices_where_the_rule_says_so():
    staff = [person("P1", "A"), person("P2", "A"), person("P3", "B")]
    one_office = staff[:2]
    for seed in map(str, range(50)):
        for offices in (Offices.PREFER, Offices.MUST):
            found = match(seed, ballot("B1"), staff, Counter(), Role.INSPECTOR, 2, offices)
            assert "P3" in found
        prefer = match(seed, ballot("B1"), one_office, Counter(), Role.INSPECTOR, 2, Offices.PREFER)
        must = match(seed, ballot("B1"), one_office, Counter(), Role.INSPECTOR, 2, Offices.MUST)
        assert (len(prefer), len(must)) == (2, 1)


def test_the_work_is_spread_evenly():
    rows = [ballot(f"B{number:02d}") for number in range(40)]
    staff = [person(f"P{number}", office=str(number % 2)) for number in range(8)]
    lines = result(SEED, rows, staff, terms(ratio=10_000))
    load = Counter(code for line in lines for code in line.inspectors)
    assert max(load.values()) - min(load.values()) <= 1
    assert all(len(set(line.inspectors)) == 2 for line in lines)


def test_the_frozen_files_read_back_as_they_were_written():
    rows = [Ballot("01-medical", "A", '=1+1, "quoted"', "medical", Mode.DRAW.value, 20)]
    text = files.write_population(rows)
    assert "'=1+1" in text
    again = files.read_population(text)
    assert files.write_population(again) == text
    staff = [person("P2", barred="B2 B1"), person("P1")]
    assert files.read_staff(files.write_staff(staff)) == staff[::-1]
    assert files.read_parameters(files.write_parameters(terms())) == terms()
