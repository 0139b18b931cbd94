"""Evidence files: found by officers of the place, downloaded with a row in the audit trail."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from accounts.admin_base import ScopedAdmin, officer
from accounts.clock_words import moment
from accounts.permissions import P
from core import evidence
from core.errors import Refusal
from core.models import EvidenceFile

_ABOUT = re.compile(r"(\w+)\.(\w+):(\d+)")


def matter_of(about: str) -> str:
    """Return what a text such as ``credit.objection:12`` names, linked to its page; the text itself else."""
    parts = _ABOUT.match(about)
    try:
        model = apps.get_model(parts[1], parts[2]) if parts else None
    except LookupError:
        model = None
    if parts is None or model is None:
        return about
    words = f"{capfirst(str(model._meta.verbose_name))} {parts[3]}"
    try:
        page = reverse(f"admin:{parts[1]}_{parts[2]}_change", args=[parts[3]])
    except NoReverseMatch:
        return words
    return format_html('<a class="cy-link" href="{}">{}</a>', page, words)


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ScopedAdmin):
    """Evidence files of the officer's divisions, for reading. They are added where they are needed."""

    view_right = P.FILE_VIEW
    list_display = ("name", "kind", "matter", "size_shown", "by_label", "when")
    list_display_links = ("name",)
    search_fields = ("about",)
    search_help_text = _("What it is about, such as credit.objection:12, or the SM3 digest of a file")
    fields = ("name", "kind", "matter", "media_type", "size_shown", "digest", "by_label", "at")
    actions_detail = ("fetch",)

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the content."""
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:pk>/download/", view, name="core_evidence_download"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by what it is about, or by the content's digest."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(**({"digest": term.lower()} if len(term) == 64 else {"about": term})), False

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand the content out as an attachment."""
        row = self.seen_object(request, str(pk))
        try:
            return evidence.download(row, by=officer(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.change_url(row))

    @action(description=_("Download"), url_path="fetch", icon="download")
    def fetch(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Hand the content out from the page of the file."""
        return self.download_view(request, int(object_id))

    @display(description=_("about"))
    def matter(self, obj: EvidenceFile) -> str:
        """What it belongs to, in words, with a link where that has a page."""
        return matter_of(obj.about)

    @display(description=_("size"))
    def size_shown(self, obj: EvidenceFile) -> str:
        """Size in KB or MB."""
        return filesizeformat(obj.size)

    @display(description=_("uploaded at"))
    def when(self, obj: EvidenceFile) -> str:
        """Moment of the upload, short."""
        return moment(obj.at)
