"""Checkers of words: from a list of the rule table, from the column's own choices, several in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from core.sheets.checkers import Checker, checker_type, half_width, plain_text
from core.sheets.columns import Column
from core.sheets.context import Context
from core.sheets.findings import Found, error

SEPARATORS = re.compile(r"[;；、,，/|\\\n\t]+")
_OTHER = re.compile(r"其他\s*[-—–－:：(（].+")


def word_key(text: str) -> str:
    """Return a word in the form in which lists are compared: half-width, without blanks."""
    return "".join(half_width(text).split())


def shown_word(text: str) -> str:
    """Return a word that may be repeated in a sentence: short and without digits, else an ellipsis."""
    return text if len(text) <= 12 and not any(mark.isdigit() for mark in text) else "…"


@checker_type("listed")
class Listed(Checker):
    """A word from a list of the rule table `sheet.lists`: accepted word → what is kept.

    A list that is open also takes `其他-…`, which names what it is.
    """

    def __init__(self, column: Column, context: Context, asked: bool = True) -> None:
        super().__init__(column, context, asked)
        words = {**self.words(), **context.layout_words.get(column.code, {})}
        self._words = {word_key(word): kept for word, kept in words.items()}
        self._open = bool(column.list and context.list(column.list).get("open"))

    def words(self) -> Mapping[str, str]:
        """Return accepted word → kept word."""
        table: Mapping[str, str] = self.context.list(self.column.list)["words"]
        return table

    def shown(self) -> Sequence[str]:
        """Return the words that a template offers."""
        table: Sequence[str] = self.context.list(self.column.list)["shown"]
        return table

    def read(self, raw: Any) -> Any:
        """Find the word."""
        text = plain_text(raw)
        kept = self._words.get(word_key(text))
        if kept is not None:
            return kept
        if self._open and _OTHER.fullmatch(text):
            return text
        return Found(None, error("not_in_list", choices="、".join(self.shown())))


@checker_type("choice")
class Choice(Listed):
    """One of the column's own choices."""

    def words(self) -> Mapping[str, str]:
        return {word: word for word in self.column.choices}

    def shown(self) -> Sequence[str]:
        return self.column.choices


@checker_type("yesno")
class YesNo(Listed):
    """Yes or no: kept as `t` or `f`."""

    def words(self) -> Mapping[str, str]:
        yes = ("是", "Y", "YES", "TRUE", "true", "1", "√", "主要")
        no = ("否", "N", "NO", "FALSE", "false", "0", "×")
        return {**dict.fromkeys(yes, "t"), **dict.fromkeys(no, "f")}

    def shown(self) -> Sequence[str]:
        return ("是", "否")


@checker_type("words")
class Words(Checker):
    """Several words in one cell: kept as a tuple."""

    def read(self, raw: Any) -> Any:
        """Split at the usual marks."""
        text = plain_text(raw, lines=True)
        limit = self.column.length
        if limit and len(text) > limit:
            return Found(None, error("value_too_long", length=len(text), limit=limit))
        words = (word.strip() for word in SEPARATORS.split(text))
        return tuple(dict.fromkeys(word for word in words if word))
