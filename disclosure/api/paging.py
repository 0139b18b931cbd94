"""Pages of the open API: by key, newest first, without counting."""

from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """Twenty entries a page, up to a hundred on request; `next` and `previous` are whole addresses."""

    ordering = "-id"
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
