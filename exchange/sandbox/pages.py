"""The sandbox platform's pages, from templates of its own: nothing of the product's site is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from exchange.choices import Operation, Result, Table
from exchange.layouts import layouts
from exchange.sandbox.control import Control, Mode
from exchange.sandbox.store import STATES, Query, Store

PAGE_SIZE = 20
CHINESE, ENGLISH = "zh-hans", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
STATE_WORDS = {
    "active": _("on show"),
    "ended": _("display ended"),
    "withdrawn": _("withdrawn"),
    "unlinked": _("not linked"),
    "refused": _("rejected"),
}
STYLE = Path(__file__).parent / "static" / "sandbox.css"

_engine = Engine(
    dirs=[str(Path(__file__).parent / "templates")],
    libraries={"i18n": "django.templatetags.i18n"},
    autoescape=True,
)


def _words(choices: Any) -> dict[Any, Any]:
    return dict(choices.choices)


def _render(template: str, language: str, context: Mapping[str, Any]) -> bytes:
    other = ENGLISH if language == CHINESE else CHINESE
    shared = {"language": language, "other": other, "other_name": LANGUAGES[other], "states": STATE_WORDS}
    with translation.override(language):
        return _engine.get_template(template).render(Context({**shared, **context})).encode()


def front_page(
    store: Store, control: Control, query: Query, *, language: str, form_key: str, refused: bool = False
) -> bytes:
    """The list of what was received, the search, and the switches.

    Args:
        store: the platform's file.
        control: its switches.
        query: what the reader looks for.
        language: "zh-hans" or "en".
        form_key: lets the page's buttons act; "" asks for the control token.
        refused: a button was pressed with a wrong token.
    """
    rows = store.search(query, size=PAGE_SIZE)
    tables, counts = _words(Table), store.counts()
    for row in rows:
        row["table"], row["word"] = (
            tables.get(row["table_code"], row["table_code"]),
            STATE_WORDS[row["state"]],
        )
    kept = {"q": query.text, "table": query.table, "state": query.state}
    return _render(
        "sandbox/front.html",
        language,
        {
            "rows": rows[:PAGE_SIZE],
            "query": query,
            "tables": tables,
            "counts": [(state, STATE_WORDS[state], counts[state]) for state in STATES],
            "total": sum(counts.values()),
            "mode": control.mode,
            "modes": _words(Mode),
            "seconds": control.seconds,
            "form_key": form_key,
            "refused": refused,
            "earlier": f"/?{urlencode({**kept, 'page': query.page - 1})}" if query.page > 1 else "",
            "later": f"/?{urlencode({**kept, 'page': query.page + 1})}" if len(rows) > PAGE_SIZE else "",
            "here": f"/?{urlencode({**kept, 'page': query.page})}",
        },
    )


def record_page(store: Store, record_id: str, *, language: str) -> bytes | None:
    """One record with its fields and everything that was answered about it; None when it never came."""
    record, answers = store.record(record_id), store.answers(record_id)
    if record is None and not answers:
        return None
    operations, results = _words(Operation), _words(Result)
    for answer in answers:
        answer["word"] = operations.get(answer["operation"], answer["operation"])
        answer["result_word"] = results[answer["result"]]
    return _render(
        "sandbox/record.html",
        language,
        {
            "record": record,
            "record_id": record_id,
            "word": STATE_WORDS[record["state"]] if record else "",
            "table": _words(Table).get(record["table_code"], "") if record else "",
            "fields": _named(record) if record else [],
            "answers": answers,
            "here": f"/records/{record_id}",
        },
    )


def message_page(title: str, *, language: str) -> bytes:
    """A page with one sentence."""
    return _render("sandbox/message.html", language, {"title": title, "here": "/"})


def _named(record: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The fields in the layout's order: (code, official name, text)."""
    for layout in layouts().values():
        table = layout.tables.get(record["table_code"])
        if table is not None:
            fields = record["fields"]
            return [(one.code, one.name, fields[one.code]) for one in table.columns if one.code in fields]
    return []


def as_json(value: Any) -> bytes:
    """A JSON answer in bytes."""
    return json.dumps(value, ensure_ascii=False).encode()
