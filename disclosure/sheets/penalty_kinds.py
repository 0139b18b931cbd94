"""The column 处罚类别: several kinds in one cell, both code lists, and what is no penalty at all."""

from __future__ import annotations

import re
from typing import Any

from core.sheets.cells_lists import SEPARATORS, shown_word, word_key
from core.sheets.checkers import Checker, checker_type, plain_text
from core.sheets.columns import Column
from core.sheets.context import Context
from core.sheets.findings import Found, error, warning

KIND_TABLE = "penalty.kind"
_OTHER = re.compile(r"其他\s*(?:行政处罚)?\s*[-—–－:：(].*")


@checker_type("kinds")
class PenaltyKinds(Checker):
    """Kinds of penalty, kept as a tuple of the words of the code lists (Penalty Law art. 9; list of 2018)."""

    def __init__(self, column: Column, context: Context, asked: bool = True) -> None:
        super().__init__(column, context, asked)
        rows = context.table(KIND_TABLE).rows
        self._kinds = {word_key(word): row.code for row in rows for word in (row.code, *row.value["aliases"])}
        self._orders = {word_key(word) for word in context.list("orders_to_correct")}

    def read(self, raw: Any) -> Any:
        """Split, recognise, and tell what is not a kind of penalty."""
        words = [
            word
            for word in (word_key(part) for part in SEPARATORS.split(plain_text(raw, lines=True)))
            if word
        ]
        if not words:
            return self.empty()
        kinds, unknown, orders = [], [], 0
        for word in words:
            kind = self._kinds.get(word) or ("其他" if _OTHER.fullmatch(word) else None)
            if kind is not None:
                kinds.append(kind)
            elif word in self._orders:
                orders += 1
            else:
                unknown.append(word)
        if unknown:
            return Found(None, error("unknown_penalty_kind", word="、".join(map(shown_word, unknown[:3]))))
        if not kinds:
            return Found(None, error("order_to_correct_only"))
        kept = tuple(dict.fromkeys(kinds))
        return Found(kept, warning("order_to_correct_listed")) if orders else kept


def kinds_that_need(context: Context, what: str) -> frozenset[str]:
    """Return the kinds whose `amount` in the code list is `what`: fine, confiscated or certificate."""
    return frozenset(row.code for row in context.table(KIND_TABLE).rows if row.value["amount"] == what)
