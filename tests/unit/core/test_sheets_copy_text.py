"""Rows written for COPY come back as they were, whatever stands in their texts."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.sheets.storing import ColumnData, Stage, StageTable, copy_text

CELL = st.one_of(st.none(), st.text("ab甲\\\t\n\rN", max_size=5))
COLUMNS = st.integers(1, 4).flatmap(
    lambda rows: st.lists(
        st.one_of(st.lists(CELL, min_size=rows, max_size=rows), CELL.map(lambda cell: [cell] * rows)),
        min_size=1,
        max_size=5,
    )
)
MARKS = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def read(field: str) -> str | None:
    """Read a field as PostgreSQL reads it (its manual, COPY, text format)."""
    if field == "\\N":
        return None
    parts = iter(field)
    return "".join(MARKS[next(parts)] if part == "\\" else part for part in parts)


@given(COLUMNS)
def test_what_is_written_is_read_back(columns: list[list[str | None]]) -> None:
    names = [f"c{place}" for place in range(len(columns))]
    text = copy_text("t", names, columns)
    assert sorted(text.columns) == names
    assert text.rows == len(columns[0])
    lines = text.data.decode().removesuffix("\n").split("\n")
    fields = [[read(field) for field in line.split("\t")] for line in lines]
    read_back = dict(zip(text.columns, map(list, zip(*fields, strict=True)), strict=True))
    assert [read_back[name] for name in names] == columns


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY is PostgreSQL's")
def test_the_server_reads_it_as_we_do() -> None:
    columns: list[ColumnData] = [["甲\t乙", "\\N", ""], [None, "尾\\", "\r\n"], ["同", "同", "同"]]
    stage = Stage(connection, [StageTable("odd", {"a": "text", "b": "text", "c": "text"})])
    stage.load("odd", columns)
    assert stage.fetch("SELECT a, b, c FROM odd") == list(zip(*columns, strict=True))
