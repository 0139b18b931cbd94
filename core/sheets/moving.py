"""Statements that move rows into the tables of models: from the stage, or straight from their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from core.sheets.storing import ColumnData, CopyText, Stage, copy_text


def insert_from(
    stage: Stage,
    model: type[models.Model],
    expressions: Mapping[str, str],
    source: str,
    params: Sequence[Any] = (),
    *,
    values: Mapping[str, Any] | None = None,
) -> int:
    """Insert rows of a model by INSERT … SELECT; every field that is not named gets its default.

    Args:
        stage: the stage.
        model: where to.
        expressions: field's attribute name → SQL expression over the source (without parameters).
        source: what follows FROM, with its conditions.
        params: parameters of the source.
        values: field's attribute name → one value for all rows.

    Returns:
        How many rows were inserted.
    """
    sql, given = _insertion(stage, model, expressions, source, values or {})
    return stage.execute(sql, [*given, *params])


def insert_telling(
    stage: Stage, model: type[models.Model], expressions: Mapping[str, str], source: str, column: str
) -> list[Any]:
    """Insert as `insert_from` does; returns a column of the rows that were inserted."""
    sql, given = _insertion(stage, model, expressions, f'{source} RETURNING "{column}"', {})
    return [value for (value,) in stage.fetch(sql, given)]


def _insertion(
    stage: Stage,
    model: type[models.Model],
    expressions: Mapping[str, str],
    source: str,
    values: Mapping[str, Any],
) -> tuple[str, list[Any]]:
    """Return the INSERT … SELECT and the parameters before those of its source."""
    quote, columns, selected, given = stage.connection.ops.quote_name, [], [], []
    for item in model._meta.concrete_fields:
        if item.attname in expressions:
            selected.append(expressions[item.attname])
        elif item.primary_key:
            continue
        else:
            selected.append(_typed(stage, item))
            given.append(_value(stage.connection, item, values))
        columns.append(quote(str(item.column)))
    table = f"{quote(model._meta.db_table)} ({', '.join(columns)})"
    return f"INSERT INTO {table} SELECT {', '.join(selected)} FROM {source}", given


def copy_of(
    model: type[models.Model], columns: Mapping[str, ColumnData], values: Mapping[str, Any]
) -> CopyText:
    """Write rows of a model for COPY; every field that is not named gets its default. Asks no database.

    Args:
        model: where to.
        columns: field's attribute name → texts, all of one length.
        values: field's attribute name → one value for all rows.
    """
    rows = len(next(iter(columns.values())))
    names, texts = [], []
    for item in model._meta.concrete_fields:
        if item.attname in columns:
            texts.append(columns[item.attname])
        elif item.primary_key:
            continue
        else:
            texts.append([_copied(_value(connection, item, values))] * rows)
        names.append(str(item.column))
    return copy_text(model._meta.db_table, names, texts)


def _copied(value: Any) -> str | None:
    """Write a value of a column as COPY reads it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | int | Decimal | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    raise TypeError(f"no text for {type(value).__name__}")


def _typed(stage: Stage, item: models.Field[Any, Any]) -> str:
    """A parameter that PostgreSQL cannot take for text of unknown type."""
    kind = item.db_type(stage.connection)
    return f"CAST(%s AS {kind})" if stage.postgres and kind else "%s"


def _value(to: BaseDatabaseWrapper, item: models.Field[Any, Any], values: Mapping[str, Any]) -> Any:
    if item.attname in values:
        value = values[item.attname]
    elif getattr(item, "auto_now", False) or getattr(item, "auto_now_add", False):
        value = timezone.now()
    else:
        value = item.get_default()
    return item.get_db_prep_save(value, to)


def update_from(
    stage: Stage,
    model: type[models.Model],
    expressions: Mapping[str, str],
    source: str,
    params: Sequence[Any] = (),
) -> int:
    """Update rows of a model (alias `t`) by UPDATE … FROM; returns how many.

    Args:
        stage: the stage.
        model: which table.
        expressions: field's attribute name → SQL expression over the source.
        source: what follows FROM, with its conditions.
        params: parameters, those of the expressions first.
    """
    quote = stage.connection.ops.quote_name
    fields = {item.attname: quote(str(item.column)) for item in model._meta.concrete_fields}
    settings = ", ".join(f"{fields[name]} = {value}" for name, value in expressions.items())
    return stage.execute(f"UPDATE {quote(model._meta.db_table)} AS t SET {settings} FROM {source}", params)
