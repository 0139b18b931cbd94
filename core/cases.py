"""Runners for the kernel's own case files: identifiers, masks and working days."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from core import clock
from core.casebook import CaseFile, CaseResult, compare, has_cases_with, register
from core.identifiers import check
from core.masking import mask
from core.workdays import add_working_days

Case = dict[str, Any]


def run_identifiers(content: CaseFile) -> Iterator[CaseResult]:
    """Check every code as of the file's day; compare validity, cleaned form, finding and suggestion."""
    day = date.fromisoformat(content["as_of"]) if "as_of" in content else clock.today()
    for number, case in enumerate(content["cases"], 1):
        told = {
            key: case[key]
            for key in ("valid", "normalised", "finding", "suggestion", "accept")
            if key in case
        }
        yield compare(_name(number, case), told, partial(_identified, case, set(told), day))


def run_masking(content: CaseFile) -> Iterator[CaseResult]:
    """Mask every value and compare; nothing of ``must_not_contain`` may be left over."""
    for number, case in enumerate(content["cases"], 1):
        yield compare(_name(number, case), case["expected"], partial(_masked, case))


def run_workdays(content: CaseFile) -> Iterator[CaseResult]:
    """Count every period and compare the due date and whether it is provisional."""
    for number, case in enumerate(content["cases"], 1):
        told = {"due_date": case["due_date"], "provisional": bool(case.get("provisional", False))}
        yield compare(_name(number, case), told, partial(_due, case))


def _identified(case: Case, wanted: set[str], day: date) -> Case:
    found = check(case["type"], case["value"], day)
    answer = {
        "valid": found.valid,
        "normalised": found.value,
        "finding": found.finding,
        "suggestion": found.suggestion,
        "accept": found.accepted,
    }
    unexpected = set() if found.soft else {key for key in ("finding", "suggestion") if answer[key]}
    return {key: value for key, value in answer.items() if key in wanted | unexpected}


def _masked(case: Case) -> str:
    shown = mask(case["type"], case["value"])
    left = [part for part in case.get("must_not_contain", ()) if part in shown]
    if left:
        raise ValueError(f"{shown!r} still shows {left}")
    return shown


def _due(case: Case) -> Case:
    due = add_working_days(date.fromisoformat(case["decision_date"]), case["n"])
    return {"due_date": due.on.isoformat(), "provisional": due.provisional}


def _name(number: int, case: Case) -> str:
    return str(case.get("id") or number)


register("identifiers", has_cases_with("type", "value", "normalised"), run_identifiers)
register("masking", has_cases_with("type", "value", "expected"), run_masking)
register("workdays", has_cases_with("decision_date", "n", "due_date"), run_workdays)
