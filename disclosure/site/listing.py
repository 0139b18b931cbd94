"""The list of entries on a page. Written here and not in a template: it is most of the hottest page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disclosure.choices import PublicKind
from disclosure.site.selectors import Row

_LIST = '<ul class="entries">\n{}</ul>'
_META = '<p class="meta"><span>{5}</span><span>{6}</span><span class="number">{7} {8}</span></p></li>\n'
_ITEM = '<li><a href="/entry/{0}/"><span class="kind {1}">{2}</span>{3}</a>\n<p>{4}</p>\n' + _META
_OWN_ITEM = '<li><a href="/entry/{0}/"><span class="kind {1}">{2}</span>{4}</a>\n' + _META


def as_list(rows: Iterable[Row], *, own: bool = False) -> SafeString:
    """Return the entries as a list in HTML, every value escaped.

    Args:
        rows: the entries.
        own: the page is about one body, whose name need not be repeated.
    """
    words = {PublicKind.PENALTY.value: _("Penalty"), PublicKind.PERMIT.value: _("Permit")}
    decided = _("decided on")
    values = (
        (
            row.guid,
            row.kind,
            words[row.kind],
            row.party_name,
            row.title,
            row.document_no,
            row.authority_name,
            decided,
            row.decided_on,
        )
        for row in rows
    )
    return format_html(_LIST, format_html_join("", _OWN_ITEM if own else _ITEM, values))
