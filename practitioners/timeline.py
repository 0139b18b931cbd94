"""Places of practice in the time line of a person's credit file."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from credit.models import Subject
from credit.timeline import Event, Reader, tells
from practitioners.models import Practice


@tells("practice", gettext_lazy("Place of practice"))
def practices(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell where a person began to practise and where the person left."""
    if not subject.is_person or not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = Practice.objects.filter(practitioner__subject_id=subject.pk)
    for sentence, field in ((_("began at %(place)s"), "started_on"), (_("left %(place)s"), "ended_on")):
        for row in reader.newest(rows, field):
            yield Event(
                getattr(row, field),
                _("Place of practice"),
                sentence % {"place": row.institution_name},
                "badge",
                note=row.change_kind,
                url=reverse("admin:practitioners_practitioner_change", args=[row.practitioner_id]),
            )
