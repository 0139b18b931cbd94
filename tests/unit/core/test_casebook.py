"""Acceptance cases: the shipped files pass, a wrong one is told, and an unusable file gets a sentence."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from core import casebook
from core.casebook import CaseFileError, CaseResult

GOLDEN = Path(__file__).parents[2] / "data/golden"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def check_rules(*files: Path) -> tuple[int, list[str], str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_rules", *map(str, files), stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue().splitlines(), err.getvalue()
    return 0, out.getvalue().splitlines(), err.getvalue()


def written(folder: Path, content: Any) -> Path:
    path = folder / "cases.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_the_shipped_cases_of_the_kernel_pass() -> None:
    files = [GOLDEN / f"{name}.json" for name in ("identifiers", "masking", "workdays")]
    assert check_rules(*files) == (0, ["124 passed, 0 failed"], "")


def test_a_failing_case_is_told_with_file_case_and_both_outcomes(tmp_path: Path) -> None:
    cases = [
        {"type": "name", "value": "张三", "expected": "张*"},
        {"id": "whole-name", "type": "name", "value": "张三", "expected": "张三"},
        {"type": "free_text", "value": "张三", "expected": "张三", "must_not_contain": ["三"]},
        {"type": "blood_group", "value": "A", "expected": "*"},
    ]
    path = written(tmp_path, {"cases": cases})
    code, lines, _ = check_rules(path)

    assert code == 1
    assert lines[-1] == "1 passed, 3 failed"
    assert lines[0] == f"{path}, case whole-name: expected 张三, got 张*"
    assert lines[1].startswith(f"{path}, case 3: ")
    assert "blood_group" in lines[2]


def test_a_case_fails_on_a_finding_that_was_not_expected(tmp_path: Path) -> None:
    case = {"type": "org_code", "value": "419051201", "valid": False, "normalised": "419051201"}
    code, lines, _ = check_rules(written(tmp_path, {"cases": [case]}))
    assert (code, lines[-1]) == (1, "0 passed, 1 failed")
    assert "bad_check_character" in lines[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not valid JSON"),
        ("[]", "holds no JSON object"),
        ({"cases": []}, "No rule of this system understands"),
        ({"cases": [{"colour": "red"}]}, "No rule of this system understands"),
    ],
)
def test_a_file_that_cannot_be_used_gets_a_sentence_and_fails(
    tmp_path: Path, content: Any, sentence: str
) -> None:
    code, lines, told = check_rules(written(tmp_path, content))
    assert (code, lines) == (1, ["0 passed, 0 failed"])
    assert sentence in told


def test_a_missing_file_does_not_keep_the_others_from_running(tmp_path: Path) -> None:
    code, lines, told = check_rules(tmp_path / "none.json", GOLDEN / "masking.json")
    assert (code, lines) == (1, ["21 passed, 0 failed"])
    assert "cannot be read" in told


def test_an_app_registers_its_own_runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(content: dict[str, Any]) -> Iterator[CaseResult]:
        yield from (CaseResult(n, 4, case["a"] * 2) for n, case in enumerate(content["cases"], 1))

    monkeypatch.setattr(casebook, "_runners", dict(casebook._runners))
    casebook.register("doubling", casebook.has_cases_with("a"), run)
    found = casebook.run_file(written(tmp_path, {"cases": [{"a": 2}, {"a": 3}]}))
    assert [result.passed for result in found] == [True, False]
    assert "doubling" in casebook.names()


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + json.dumps({"cases": []}))
    with pytest.raises(CaseFileError, match="understands"):
        casebook.run_file(path)
