"""Every mangled workbook is found to have exactly the faults that are written beside it."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.sheets.columns import kind_named
from core.sheets.container import Limits
from core.sheets.context import Context
from core.sheets.findings import BROKEN
from core.sheets.report import Report, check_file

pytestmark = pytest.mark.django_db

DIRTY = Path(__file__).parents[2] / "data" / "dirty"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in DIRTY.glob("*.expected.json"))
Place = tuple[int, str, str]


def expectation(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DIRTY / f"{name}.expected.json").read_text(encoding="utf-8"))
    return loaded


@cache
def checked(name: str) -> tuple[Report, dict[tuple[int, str], Any]]:
    """Check a workbook, once; return the report and the clean values by row and column code."""
    expected = expectation(name)
    values: dict[tuple[int, str], Any] = {}
    wanted = {(cell["row"], cell["code"]) for cell in expected["normalised"]}

    def remember(_checking: Any, chunk: Any) -> None:
        for place, number in enumerate(chunk.numbers):
            for code, column in chunk.columns.items():
                if (number, code) in wanted:
                    values[number, code] = column[place]

    path = DIRTY / expected["workbook"]
    context = Context(date.fromisoformat(expected["as_of"]))
    with path.open("rb") as stream:
        report = check_file(kind_named(expected["upload_as"]), stream, path.name, context, Limits(), remember)
    return report, values


def places(entries: list[dict[str, Any]], free_rows: set[int]) -> set[Place]:
    return {
        (entry["row"], entry["code"], entry["kind"]) for entry in entries if entry["row"] not in free_rows
    }


def accepted_kinds(expected: list[dict[str, Any]], found: set[Place]) -> set[Place]:
    """Take the kind that was found where the expectation accepts it instead of its own."""
    wanted = set()
    for entry in expected:
        alternatives = [entry["kind"], *entry.get("also_accept", [])]
        hits = [kind for kind in alternatives if (entry["row"], entry["code"], kind) in found]
        wanted.add((entry["row"], entry["code"], hits[0] if hits else entry["kind"]))
    return wanted


def kept(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", NAMES)
def test_a_mangled_workbook_shows_exactly_its_faults(name: str) -> None:
    expected = expectation(name)
    report, values = checked(name)
    free_rows = set(expected.get("rows_where_only_the_listed_finding_counts", []))
    for level in ("errors", "warnings"):
        found = places(report[level], set())
        listed = accepted_kinds(expected[level], found)
        assert listed <= found
        assert {place for place in found if place[0] not in free_rows} <= listed
    for level in ("file_errors", "file_warnings"):
        assert {(entry["kind"], entry.get("code")) for entry in report[level]} == {
            (entry["kind"], entry.get("code")) for entry in expected[level]
        }
    counts = ("verdict", "data_rows", "good_rows", "bad_rows")
    assert {key: report[key] for key in counts} == {key: expected[key] for key in counts}
    if expected["verdict"] == "accepted":
        assert report["header_row"] == expected["header_row"]
    for cell in expected["normalised"]:
        assert kept(values[cell["row"], cell["code"]]) == cell["value"]
        assert values[cell["row"], cell["code"]] is not BROKEN


@pytest.mark.parametrize("name", NAMES)
def test_suggestions_and_header_texts_are_those_of_the_expectation(name: str) -> None:
    expected = expectation(name)
    if name.startswith("o31"):
        pytest.skip("sixty thousand rows are read once")
    report, _values = checked(name)
    found = {(entry["row"], entry["code"]): entry for entry in report["errors"]}
    for entry in expected["errors"]:
        ours = found[entry["row"], entry["code"]]
        for key in ("header", "header_text", "suggestion", "same_as_row"):
            assert ours.get(key) == entry.get(key), (entry, ours)


@pytest.mark.parametrize("name", NAMES)
def test_each_finding_is_a_full_sentence(name: str) -> None:
    if name.startswith("o31"):
        pytest.skip("sixty thousand rows are read once")
    report, _values = checked(name)
    for entry in report["errors"] + report["warnings"] + report["file_errors"] + report["file_warnings"]:
        assert len(entry["reason"]) > 8
        assert "%(" not in entry["reason"]
