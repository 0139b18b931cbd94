"""The front page of the supervisors' door: what has to be done by when, and what a reader wants to know.

A task box with few tasks names each. One with many names the most urgent task of each kind and how many more
there are, so that fifty late rectifications do not hide the one petition that must be answered tomorrow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, RowNumber
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.admin_base import officer
from accounts.clock_words import Left, time_left
from accounts.models import Officer, Post
from accounts.permissions import P
from config import charts
from config.cards import cards_for, overdue_card
from config.first_steps import steps_for
from core import deadlines
from core.clock import today
from core.deadlines import Bundle
from core.models import Deadline
from core.scope import division_filter
from supervision.models import Bulletin
from supervision.models.bulletins import BulletinState

MOST_SHOWN = 15
"""Up to so many tasks are named one by one; of more, so many kinds are shown at once, the rest on request."""
BUNDLED_FROM = 5
"""So many tasks that are worked off together, such as the late rectifications of a campaign, are one line."""
MOST_OF_A_KIND = 200
MOST_TO_READ = 3


@dataclass(frozen=True, slots=True)
class Group:
    """How many tasks of a kind and bundle there are, and how many of them are overdue."""

    kind: str
    bundle: str
    n: int
    late: int


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task box.

    Args:
        more: how many further tasks of its kind there are.
        late: how many tasks of its kind are overdue, this one included.
        more_url: where all of its kind are listed.
    """

    title: str
    kind: str | Promise
    basis: str
    due: str
    left: Left
    url: str
    more: int = 0
    late: int = 0
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """What is overdue of one kind, for those who only read."""

    kind: str | Promise
    count: int
    since: Left


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the task box to the front page's context (unfold's DASHBOARD_CALLBACK)."""
    reader = officer(request)
    open_tasks = tasks_of(reader)
    groups = _counted(open_tasks)
    asked = request.GET.get("kind", "")
    only = deadlines.kinds[asked] if any(group.kind == asked for group in groups) else None
    tasks = _of_kind(open_tasks, only.code) if only else _tasks(open_tasks, groups)
    # A partner department neither works off clocks nor reads files: its measures are a card.
    works = any(reader.prefixes(kind.permission) for kind in deadlines.kinds.values())
    reads = not works and reader.may(P.FILE_VIEW)
    box = {
        "title": _("Task box"),
        "reader": reader,
        "has_post": bool(reader.is_superuser or Post.objects.filter(officer=reader).held_on().exists()),
        "first_steps": steps_for(reader),
        "only": only.label if only else "",
        "tasks": tasks if only else tasks[:MOST_SHOWN],
        "more_tasks": [] if only else tasks[MOST_SHOWN:],
        "most_of_a_kind": MOST_OF_A_KIND,
        "works": works,
        "reads": reads,
        "late": _late(reader) if reads else [],
        "to_read": _to_read(reader) if reads else [],
        "cards": [
            *([overdue_card(sum(group.late for group in groups))] if works else []),
            *cards_for(reader),
        ],
        "charts": charts.charts_for(reader),
    }
    return {**context, **box}


def tasks_of(reader: Officer) -> QuerySet[Deadline]:
    """Return the running clocks whose task the officer may do."""
    mine = Q(pk__in=[])
    for permission in {kind.permission for kind in deadlines.kinds.values()}:
        if prefixes := reader.prefixes(permission):
            mine |= Q(permission=permission) & division_filter("division_code", prefixes)
    return Deadline.objects.filter(mine, closed_at__isnull=True)


def _counted(rows: QuerySet[Deadline]) -> list[Group]:
    """Count tasks by kind and by what they are worked off together with, in one statement."""
    told = rows.order_by().values_list("kind", "bundle")
    counted = told.annotate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today())))
    return [Group(*line) for line in counted if line[0] in deadlines.kinds]


def _tasks(rows: QuerySet[Deadline], groups: list[Group]) -> list[Task]:
    """Return the lines: bundles as one line each; the rest singly, or one line a kind where they are many."""
    bundles = _bundles(groups)
    of_kind: dict[str, tuple[int, int]] = {}
    for group in groups:
        if group.bundle not in bundles:
            n, late = of_kind.get(group.kind, (0, 0))
            of_kind[group.kind] = (n + group.n, late + group.late)
    one_line: Combinable = F("kind")
    if sum(n for n, _late in of_kind.values()) <= MOST_SHOWN:
        one_line, of_kind = Cast("pk", CharField()), {}
    line = Case(When(bundle__in=bundles, then=F("bundle")), default=one_line)
    place = Window(RowNumber(), partition_by=line, order_by=[F("due_on").asc(), F("pk").asc()])
    shown = rows.filter(kind__in=deadlines.kinds).annotate(place=place).filter(place=1)
    return [
        _bundle(row, *bundles[row.bundle])
        if row.bundle in bundles
        else _task(row, *of_kind.get(row.kind, (1, 0)))
        for row in shown.order_by("due_on", "pk")
    ]


def _bundles(groups: list[Group]) -> dict[str, tuple[Group, Bundle]]:
    """Return the bundles of many tasks with their words."""
    large = [group for group in groups if group.bundle and group.n >= BUNDLED_FROM]
    found = {}
    for code in {group.kind for group in large}:
        told = deadlines.kinds[code].bundles
        of_kind = {group.bundle: group for group in large if group.kind == code}
        for bundle, said in (told(list(of_kind)) if told else {}).items():
            found[bundle] = (of_kind[bundle], said)
    return found


def _bundle(row: Deadline, group: Group, said: Bundle) -> Task:
    """All of a bundle lie in one list, where many are worked off at once."""
    return replace(_task(row, group.n, group.late), title=said.title, url=said.url, more_url=said.url)


def _of_kind(rows: QuerySet[Deadline], kind: str) -> list[Task]:
    return [_task(row) for row in rows.filter(kind=kind).order_by("due_on", "pk")[:MOST_OF_A_KIND]]


def _task(row: Deadline, of_kind: int = 1, late: int = 0) -> Task:
    kind = deadlines.kinds[row.kind]
    return Task(
        title=row.title,
        kind=kind.label,
        basis=row.basis,
        due=row.due_on.isoformat(),
        left=time_left(row.due_on, provisional=row.provisional, calendar=row.working_days is None),
        url=_page(kind.url_name, row.object_id),
        more=of_kind - 1,
        late=late,
        more_url=f"{reverse('admin:index')}?kind={row.kind}",
    )


def _page(url_name: str, object_id: str) -> str:
    try:
        return reverse(url_name, args=[object_id])
    except NoReverseMatch:
        return ""


def _late(reader: Officer) -> list[Late]:
    """Return what their authority is late with: a number for each kind, without names."""
    mine = division_filter("division_code", reader.prefixes(P.FILE_VIEW))
    rows = Deadline.objects.filter(mine, closed_at__isnull=True, due_on__lt=today()).order_by()
    told = rows.values_list("kind").annotate(n=Count("pk"), since=Min("due_on")).order_by("since", "kind")
    return [
        Late(deadlines.kinds[kind].label, n, time_left(since))
        for kind, n, since in told
        if kind in deadlines.kinds
    ]


def _to_read(reader: Officer) -> list[Bulletin]:
    rows = Bulletin.objects.visible_to(reader, P.FILE_VIEW).filter(state=BulletinState.ISSUED)
    return list(rows.defer("content").order_by("-issued_on", "-pk")[:MOST_TO_READ])
