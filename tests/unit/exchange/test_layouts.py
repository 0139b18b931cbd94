"""The layouts and answer codes as data: complete, consistent, and read without a database."""

import pytest

from exchange.answers import meaning
from exchange.choices import Table
from exchange.layouts import UnknownLayoutError, layout

NATIONAL = layout("national-2018")


@pytest.mark.parametrize("code", Table.values)
def test_every_table_names_its_subject_document_and_day(code: str) -> None:
    table = NATIONAL.tables[code]
    codes = {column.code for column in table.columns}
    assert {table.name_column, table.subject_column, table.document_column, table.day_column} <= codes
    assert table.person == code.endswith("_person")


@pytest.mark.parametrize("code", Table.values)
def test_every_conditional_column_says_when_and_every_list_exists(code: str) -> None:
    table = NATIONAL.tables[code]
    codes = {column.code for column in table.columns}
    for column in table.columns:
        assert (column.mandatory == "C") == bool(column.required_when)
        assert {condition.column for condition in column.required_when} <= codes
        assert not column.list_name or column.list_name in NATIONAL.lists


def test_the_column_counts_are_those_of_the_templates() -> None:
    counts = {code: len(table.columns) for code, table in NATIONAL.tables.items()}
    decisions = {"penalty_legal": 28, "penalty_person": 21, "permit_legal": 26, "permit_person": 19}
    lists = {"red_legal": 11, "red_person": 9, "black_legal": 11, "black_person": 7}
    supervision = {"interview_legal": 11, "inspection_legal": 11, "integrity_legal": 10}
    assert counts == {**decisions, "commitment_legal": 13, **lists, **supervision}


def test_an_unknown_layout_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownLayoutError):
        layout("national-1999")


@pytest.mark.parametrize(
    ("result", "code", "action"),
    [(1, "", "none"), (3, "", "none"), (2, "10003", "fix"), (2, "20001", "ignore"), (4, "30003", "escalate")],
)
def test_an_answer_tells_what_we_do(result: int, code: str, action: str) -> None:
    assert meaning(result, code).action == action


def test_a_code_nobody_described_is_escalated() -> None:
    assert meaning(2, "99999").action == "escalate"
