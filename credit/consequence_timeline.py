"""What consequences tell in the time line of a subject: measures opened, carried out, waived, lapsed."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core.language import headed
from credit.models import ConsequenceTask, Subject
from credit.models.consequences import TaskState
from credit.timeline import Event, Reader, tells

COLOURS = {TaskState.DONE: "success", TaskState.WAIVED: "", TaskState.LAPSED: "info"}


@tells("consequence", gettext_lazy("Consequence of a grade"))
def consequences(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell when a measure was opened, and what came of it."""
    if not reader.may(P.GRADE_VIEW, subject.division_code):
        return
    rows = ConsequenceTask.objects.filter(subject=subject)
    # Of one day, the later step stands above the earlier.
    for task in reader.newest(rows, "closed_on"):
        if task.closed_on:
            yield Event(
                task.closed_on,
                _("Consequence of a grade"),
                headed(task.title_shown, task.get_state_display()),
                "task_alt",
                COLOURS.get(TaskState(task.state), ""),
                url=reverse("admin:credit_consequencetask_change", args=[task.pk]),
                inside=task.outcome,
            )

    for task in reader.newest(rows, "opened_on"):
        yield Event(
            task.opened_on,
            _("Consequence of a grade"),
            task.title_shown,
            "assignment_late",
            "warning",
            _("opened, because of “%(label)s”") % {"label": task.label},
            reverse("admin:credit_consequencetask_change", args=[task.pk]),
        )
