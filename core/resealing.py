"""Bring sealed values under the newest key, batch by batch, without stopping the system.

Sealed columns are found by their field; tokens inside JSON documents (payloads of a queue) by their form.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.apps.registry import Apps
from django.db import connections, models, transaction
from django.db.models.functions import Cast

from core import vault
from core.crypto import VERSION, SealBrokenError, Sealed, key_of, seal, sealing_key, unseal
from core.fields import SealedField


class Progress(NamedTuple):
    """What one batch did: rows read, values sealed anew, and values that no listed key opens."""

    rows: int
    resealed: int
    broken: int


def sealed_models(registry: Apps = apps) -> list[tuple[type[models.Model], tuple[SealedField, ...]]]:
    """Return the models with sealed columns in their own table, and these columns."""
    own = ((model, sealed_columns(model)) for model in registry.get_models(include_auto_created=True))
    return [(model, columns) for model, columns in own if columns and model._meta.managed]


def document_models(registry: Apps = apps) -> list[type[models.Model]]:
    """Return the models with JSON columns in their own table."""
    own = registry.get_models(include_auto_created=True)
    return [model for model in own if document_columns(model) and model._meta.managed]


def document_columns(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the JSON fields stored in the model's own table."""
    fields = () if model._meta.proxy else model._meta.local_concrete_fields
    return tuple(field.attname for field in fields if isinstance(field, models.JSONField))


def sealed_columns(model: type[models.Model]) -> tuple[SealedField, ...]:
    """Return the sealed fields stored in the model's own table."""
    fields = () if model._meta.proxy else model._meta.local_concrete_fields
    return tuple(field for field in fields if isinstance(field, SealedField))


def reseal(model: type[models.Model], *, batch: int = 1000, using: str = "default") -> Iterator[Progress]:
    """Seal all values of one model under the newest key, one transaction a batch.

    A value that somebody changes meanwhile is left as stored by them. Broken values are counted and kept.

    Args:
        model: any model with sealed fields.
        batch: rows a transaction.
        using: the database.

    Yields:
        The progress of each batch.
    """
    columns = sealed_columns(model)
    rows = model._base_manager.using(using).order_by("pk").values_list("pk", *(f.attname for f in columns))
    last = None
    while found := list(rows[:batch] if last is None else rows.filter(pk__gt=last)[:batch]):
        last = found[-1][0]
        yield _reseal_rows(model, columns, found, using)


def reseal_documents(
    model: type[models.Model], *, batch: int = 1000, using: str = "default"
) -> Iterator[Progress]:
    """Seal all tokens inside the JSON documents of one model under the newest key, one transaction a batch.

    Yields:
        The progress of each batch; its rows are those that hold a token.
    """
    for column in document_columns(model):
        rows = model._base_manager.using(using).alias(as_text=Cast(column, models.TextField()))
        keys = rows.filter(as_text__contains=f'"{VERSION}:').order_by("pk").values_list("pk", flat=True)
        last = None
        while found := list(keys[:batch] if last is None else keys.filter(pk__gt=last)[:batch]):
            last = found[-1]
            yield _reseal_documents(model, column, found, using)


def reseal_files() -> Iterator[Progress]:
    """Seal the kept files (workbooks, evidence, reports) anew under the newest key.

    Yields:
        The progress of each file.
    """
    for path in vault.kept_files():
        try:
            yield Progress(1, int(vault.reseal(path)), 0)
        except FileNotFoundError:
            yield Progress(0, 0, 0)
        except SealBrokenError:
            yield Progress(1, 0, 1)


def _reseal_documents(model: type[models.Model], column: str, keys: list[Any], using: str) -> Progress:
    resealed = broken = 0
    with transaction.atomic(using=using):
        rows = model._base_manager.using(using).filter(pk__in=keys)
        for key, document in list(rows.select_for_update().values_list("pk", column)):
            count = {"resealed": 0, "broken": 0}
            changed = _resealed_document(document, count)
            if count["resealed"]:
                rows.filter(pk=key).update(**{column: changed})
            resealed, broken = resealed + count["resealed"], broken + count["broken"]
    return Progress(len(keys), resealed, broken)


def _resealed_document(value: Any, count: dict[str, int]) -> Any:
    """Return a JSON value with every token under an older key sealed anew; ``count`` is kept up."""
    if isinstance(value, dict):
        return {key: _resealed_document(part, count) for key, part in value.items()}
    if isinstance(value, list):
        return [_resealed_document(part, count) for part in value]
    if not isinstance(value, str) or key_of(value) in {"", sealing_key()}:
        return value
    try:
        changed = seal(unseal(value))
    except SealBrokenError:
        count["broken"] += 1
        return value
    count["resealed"] += 1
    return changed


def _reseal_rows(
    model: type[models.Model], columns: tuple[SealedField, ...], rows: list[tuple[object, ...]], using: str
) -> Progress:
    resealed = broken = 0
    with transaction.atomic(using=using):
        for place, field in enumerate(columns, 1):
            changes, failures = _changes([(row[0], row[place]) for row in rows], field.context)
            _write(model, field, changes, using)
            resealed, broken = resealed + len(changes), broken + failures
    return Progress(len(rows), resealed, broken)


def _changes(values: list[tuple[object, object]], context: str) -> tuple[list[tuple[str, object, str]], int]:
    """Return (new token, primary key, old token) of values under older keys, and how many are broken."""
    changes, broken = [], 0
    for key, sealed in values:
        if not isinstance(sealed, Sealed) or not sealed or key_of(sealed.token) == sealing_key():
            continue
        try:
            changes.append((Sealed(sealed.reveal(), context).token, key, sealed.token))
        except SealBrokenError:
            broken += 1
    return changes, broken


def _write(
    model: type[models.Model], field: SealedField, changes: list[tuple[str, object, str]], using: str
) -> None:
    connection = connections[using]
    key = model._meta.pk
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote(str(field.column))
    statement = f"UPDATE {table} SET {column} = %s WHERE {quote(str(key.column))} = %s AND {column} = %s"  # noqa: S608 - quoted names
    prepared = [(new, key.get_db_prep_value(pk, connection), old) for new, pk, old in changes]
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)
