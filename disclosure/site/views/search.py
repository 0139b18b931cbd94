"""The results of a search, page by page, and the same search as a table to take away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.clock import today
from disclosure.site import selectors, table
from disclosure.site.divisions import chosen, options
from disclosure.site.filters import Filters, read
from disclosure.site.listing import as_list
from disclosure.site.question import Form

ENCODINGS = {"utf-8": "utf-8", "gb18030": "gb18030"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show one page of results: one query."""
    filters = read(request.GET)
    page = selectors.Page([], None, None)
    if filters.question.searchable:
        page = selectors.page_of(selectors.found(filters), after=filters.after, before=filters.before)
    places = {"places": options(), "place": chosen(filters.division)}
    context: dict[str, Any] = {"filters": filters, "page": page, "entries": as_list(page.rows), "tabs": True}
    context.update(places, **_links(filters, page), here="search")
    if filters.question.form == Form.PERSONAL:
        context["back"] = request.path  # the number in the address is not written into the page
    return render(request, "public/search.html", context)


def _links(filters: Filters, page: selectors.Page) -> dict[str, str]:
    return {
        "link_all": filters.address(kind=""),
        "link_penalty": filters.address(kind="penalty"),
        "link_permit": filters.address(kind="permit"),
        "link_listing": filters.address(kind="listing"),
        "link_same": filters.address(),
        "link_wide": filters.address(since="", until="", division=""),
        "link_newer": filters.address(before=page.newer) if page.newer else "",
        "link_older": filters.address(after=page.older) if page.older else "",
        "link_suggested": filters.address(q=filters.question.suggestion),
    }


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """Send a search as a table; the pieces leave as they are read."""
    filters = read(request.GET)
    encoding = ENCODINGS.get(request.GET.get("encoding", ""), "utf-8")
    pieces = table.encoded(table.lines(selectors.found(filters)), encoding)
    response = StreamingHttpResponse(pieces, content_type=f"text/csv; charset={encoding}")
    response["Content-Disposition"] = f'attachment; filename="chengyi-{today():%Y%m%d}.csv"'
    return response
