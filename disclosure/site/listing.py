"""The list of entries on a page. Written here and not in a template: it is most of the hottest page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from blacklist.choices import ListKind
from disclosure.choices import PublicKind
from disclosure.site.selectors import Row


def as_list(rows: Iterable[Row], *, own: bool = False) -> SafeString:
    """Return the entries as a list in HTML, every text escaped.

    Args:
        rows: the entries.
        own: the page is about one body, whose name need not be repeated.
    """
    marks = {
        PublicKind.PENALTY.value: f'<span class="kind penalty">{escape(_("Penalty"))}</span>',
        PublicKind.PERMIT.value: f'<span class="kind">{escape(_("Permit"))}</span>',
        **{f"{PublicKind.LISTING}{kind}": _list_mark(kind) for kind in ListKind},
    }
    disputed = f' <span class="tone watch">{escape(pgettext("entry", "disputed"))}</span>'
    decided = escape(_("decided on"))
    items = "".join(
        _item(row, marks[row.kind + row.list_kind], decided, disputed if row.disputed_since else "", own)
        for row in rows
    )
    return SafeString(f'<ul class="entries">\n{items}</ul>')


def _list_mark(kind: ListKind) -> str:
    burden = "" if kind == ListKind.RED else " penalty"
    return f'<span class="kind{burden}">{escape(str(kind.label))}</span>'


def _item(row: Row, mark: str, decided: str, disputed: str, own: bool) -> str:
    title = escape(row.title)
    head, more = (title, "") if own else (escape(row.party_name), f"<p>{title}</p>\n")
    return (
        f'<li><a href="/entry/{row.guid}/">{mark}{head}</a>{disputed}\n{more}'
        f'<p class="meta"><span>{escape(row.document_no)}</span><span>{escape(row.authority_name)}</span>'
        f'<span class="number">{decided} {row.decided_on.isoformat()}</span></p></li>\n'
    )
