"""What other departments' lists tell in the time line of a subject."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from blacklist.foreign.choices import ForeignKind
from blacklist.foreign.selectors import entries_about
from blacklist.models import ForeignEntry
from core.language import headed
from credit.models import Subject
from credit.timeline import Event, Reader, tells


@tells("foreign_list", gettext_lazy("Lists of other departments"))
def foreign_lists(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell when another department listed the subject, and when and why that ended."""
    if not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = entries_about(subject)
    for row in reader.newest(rows, "determined_on"):
        red = row.kind == ForeignKind.RED
        yield Event(
            row.determined_on,
            _("Listed by another department"),
            headed(row.get_kind_display(), row.title or row.facts[:120]),
            "military_tech" if red else "gpp_maybe",
            "success" if red else "danger",
            _source(row),
            _page(row),
        )
    for row in reader.newest(rows, "ended_on"):
        if row.ended_on is not None:
            yield Event(
                row.ended_on,
                _("Left another department's list"),
                headed(row.get_kind_display(), row.why_ended),
                "logout",
                "",
                _source(row),
                _page(row),
            )


def _source(row: ForeignEntry) -> str:
    received = _("told by %(source)s on %(day)s") % {
        "source": row.source.department,
        "day": row.received_on.isoformat(),
    }
    return " · ".join(filter(None, (row.determined_by, row.document_no, received)))


def _page(row: ForeignEntry) -> str:
    return reverse("admin:blacklist_foreignentry_change", args=[row.pk])
