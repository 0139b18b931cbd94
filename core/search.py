"""Search in Chinese names: one- and two-character grams as text, a lookup for both databases, a recheck.

Neither PostgreSQL's trigrams nor SQLite's trigram tokenizer finds two Chinese characters, so the grams are
our own: each one- and two-character piece of the normalised text, written as hexadecimal code points
(``534e`` and ``534ez5eb7``) so that every tokenizer takes a piece, punctuation included, for one word. The
index behind the lookup is made by ``core.search_index.AddGramIndex``.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

LONGEST_QUERY = 100
"""Characters of a query that are looked at; no name is longer."""

_BLANKS = re.compile(
    "[\\s\\x00-\\x1f\\x7f-\\xa0\\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+"
)


class _HexByCharacter(dict[str, str]):
    """Hexadecimal code points, worked out once a character."""

    def __missing__(self, character: str) -> str:
        self[character] = f"{ord(character):x}"
        return self[character]


_HEXED = _HexByCharacter()
_M = TypeVar("_M", bound=models.Model)
_Params = tuple[Any, ...]


def normalise(text: str) -> str:
    """Return the text in one form: half-width (NFKC), upper case, without blanks and invisible characters."""
    if text.isascii() and text.isalnum():
        return text.upper()
    # Without its blank a lone accent joins the letter before it, so the form is made once more.
    closed = _BLANKS.sub("", unicodedata.normalize("NFKC", text).upper())
    return unicodedata.normalize("NFKC", closed)


def grams(text: str) -> str:
    """Return the distinct one- and two-character grams of a text, separated by blanks, ready to be stored."""
    single = [_HEXED[character] for character in normalise(text)]
    return " ".join(dict.fromkeys([*single, *_pairs(single)]))


def query_grams(query: str) -> list[str]:
    """Return the grams every match must hold: those of two characters, or the only character."""
    single = [_HEXED[character] for character in normalise(query)[:LONGEST_QUERY]]
    return single if len(single) == 1 else list(dict.fromkeys(_pairs(single)))


def matching(
    queryset: "models.QuerySet[_M]", field_grams: str, field_norm: str, query: str
) -> "models.QuerySet[_M]":
    """Return the rows whose normalised column contains the query; an empty query matches nothing.

    Args:
        queryset: where to look.
        field_grams: name of the ``GramsField`` that holds ``grams(text)``.
        field_norm: name of the text field that holds ``normalise(text)``.
        query: what was typed.
    """
    conditions = {f"{field_grams}__has": query, f"{field_norm}__contains": normalise(query)[:LONGEST_QUERY]}
    return queryset.filter(**conditions)


class GramsField(models.TextField):
    """Holds ``grams(text)`` of another column; asked with the lookup ``has``, never shown."""

    description = "Search grams"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


@GramsField.register_lookup
class Has(Lookup):
    """Rows which hold all grams of the query: a superset of the matches, found through the index."""

    lookup_name = "has"

    def get_prep_lookup(self) -> list[str]:
        """Return the grams of what was asked for."""
        return query_grams(str(self.rhs))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, _Params]:
        """Compile for PostgreSQL: the condition of the expression index."""
        column, params = self.process_lhs(compiler, connection)
        return f"string_to_array({column}, ' ') @> %s::text[]", (*params, self._wanted())

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, _Params]:
        """Compile for SQLite: a match in the full-text table beside the column's table."""
        column = cast(Col, self.lhs)
        model = column.target.model
        quote = compiler.quote_name_unless_alias
        words = quote(fulltext_table(model._meta.db_table, str(column.target.column)))
        rows = f"{quote(column.alias)}.{connection.ops.quote_name(str(model._meta.pk.column))}"
        match = " AND ".join(f'"{gram}"' for gram in self._wanted())
        found = f"SELECT rowid FROM {words} WHERE {words} MATCH %s"  # noqa: S608 - quoted names of our own tables
        return f"{rows} IN ({found})", (match,)

    def _wanted(self) -> list[str]:
        if not self.rhs:
            raise EmptyResultSet
        return cast(list[str], self.rhs)


def fulltext_table(table: str, column: str) -> str:
    """Return the name of SQLite's full-text table for a grams column."""
    return f"{table}_{column}_fts"


def _pairs(single: list[str]) -> Iterable[str]:
    return map("z".join, pairwise(single))
