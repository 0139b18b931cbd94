"""The bodies in scope of a campaign: chosen by category and place, by a list, or from an earlier campaign.

Thousands are added with one statement; a body that is in it already stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.divisions import prefix
from core.errors import Refusal
from core.masking import redact
from core.scope import division_filter
from credit.choices import SubjectState
from institutions.models import Institution
from supervision.campaigns.joining import Change, joined, left
from supervision.campaigns.services import editable
from supervision.models import Campaign, CampaignBody
from supervision.models.campaigns import CampaignState

_BETWEEN = re.compile(r"[\s,;，；、]+")
_NAMED = 5
_INSERT = """
INSERT INTO {table} (campaign_id, subject_id, division_code, added_at, added_by_label, joined_on, left_why)
SELECT chosen.*, '' FROM ({select}) chosen WHERE 1 = 1
ON CONFLICT (campaign_id, subject_id) DO NOTHING
"""
MOST_CODES = 5000


@dataclass(frozen=True, slots=True)
class Choice:
    """Which bodies are meant; what is left open does not narrow.

    Args:
        categories: categories of institutions.
        place: division prefix below that of the campaign.
        levels: levels and grades (等级), such as 三级甲等.
    """

    categories: tuple[str, ...] = ()
    place: str = ""
    levels: tuple[str, ...] = ()


def within_reach(campaign: Campaign, by: Actor) -> QuerySet[Institution]:
    """Return the active institutions that the campaign may cover and the officer may choose."""
    rows = Institution.objects.filter(
        division_filter("division_code", by.prefixes(P.CAMPAIGN_KEEP)),
        division_code__startswith=prefix(campaign.division_code),
        subject__state=SubjectState.ACTIVE,
    )
    return rows.order_by()


def chosen(campaign: Campaign, choice: Choice, *, by: Actor) -> QuerySet[Institution]:
    """Return the institutions that a choice means."""
    rows = within_reach(campaign, by)
    if choice.categories:
        rows = rows.filter(category__in=choice.categories)
    if choice.levels:
        rows = rows.filter(level__in=choice.levels)
    return rows.filter(division_code__startswith=choice.place) if choice.place else rows


def add_chosen(campaign: Campaign, choice: Choice, *, by: Actor) -> int:
    """Add the bodies of a choice; returns how many are new.

    Raises:
        Refusal: closed, no right, or the choice means nobody.
    """
    told = " · ".join(filter(None, ["、".join(choice.categories), choice.place, "、".join(choice.levels)]))
    with transaction.atomic():
        row = editable(campaign, by)
        rows = chosen(row, choice, by=by)
        if not rows.exists():
            raise Refusal(_("Choice: no active body in your divisions fits it."), field="categories")
        return _add(row, rows, told or "*", by)


def add_listed(campaign: Campaign, text: str, *, by: Actor) -> int:
    """Add the bodies of a list of credit codes; all or none. Returns how many are new.

    Raises:
        Refusal: closed, no right, no code, or codes of bodies that are not in the officer's divisions.
    """
    codes = list(dict.fromkeys(code.upper() for code in _BETWEEN.split(text.strip()) if code))
    if not codes:
        raise Refusal(_("List: write one credit code a line."), field="codes")
    if len(codes) > MOST_CODES:
        raise Refusal(
            _("List: at most %(most)s codes at once; send it in parts.") % {"most": MOST_CODES}, field="codes"
        )
    with transaction.atomic():
        row = editable(campaign, by)
        rows = within_reach(row, by).filter(subject__uscc__in=codes)
        found = set(rows.values_list("subject__uscc", flat=True))
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise Refusal(
                _("List: %(n)s codes belong to no active body of your divisions: %(codes)s.")
                % {"n": len(unknown), "codes": "、".join(unknown[:_NAMED])},
                field="codes",
            )
        return _add(row, rows, _("list of %(n)s codes") % {"n": len(codes)}, by)


def add_from(campaign: Campaign, earlier: Campaign, *, by: Actor) -> int:
    """Add the bodies of an earlier campaign that are still active; returns how many are new."""
    with transaction.atomic():
        row = editable(campaign, by)
        still = earlier.bodies.filter(left_on__isnull=True).values("subject_id")
        return _add(row, within_reach(row, by).filter(subject_id__in=still), str(earlier), by)


def _add(row: Campaign, rows: QuerySet[Institution], told: str, by: Actor) -> int:
    """Insert with one statement; a body that had left comes back. Once it runs, what they owe follows."""
    running = row.state == CampaignState.RUNNING
    inside = row.bodies.filter(left_on__isnull=True).values("subject_id")
    coming = list(rows.exclude(subject_id__in=inside).values_list("subject_id", flat=True)) if running else []
    picked = rows.annotate(
        of=Value(row.pk),
        place=F("division_code"),
        at=Value(timezone.now()),
        who=Value(by.label[:100]),
        joined=Cast(Value(today() if running else None), DateField()),
    ).values_list("of", "subject_id", "place", "at", "who", "joined")
    select, params = picked.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(table=CampaignBody._meta.db_table, select=select), params)
        new = max(cursor.rowcount, 0)
    back = row.bodies.filter(left_on__isnull=False, subject_id__in=rows.values("subject_id"))
    new += back.update(left_on=None, left_why="")
    row.changed_by = by.actor_id
    row.save(update_fields=["changed_by"])
    audit.record(row, "campaign.scope", by=by, reason=told, changes={"bodies": (None, new)})
    if coming:
        joined(Change(row, coming, by))
    return new


def take_out_chosen(campaign: Campaign, choice: Choice, *, by: Actor) -> int:
    """Take the bodies of a choice out of a draft; returns how many.

    Raises:
        Refusal: it has started (each body then leaves with its reason), or the choice means nobody in it.
    """
    if campaign.state != CampaignState.DRAFT:
        raise Refusal(_("The campaign has started: tick the bodies that leave it, and say why."))
    subjects = chosen(campaign, choice, by=by).values_list("subject_id", flat=True)
    count = take_out(campaign, list(subjects), by=by)
    if not count:
        raise Refusal(_("Choice: no body of the campaign fits it."), field="categories")
    return count


def take_out(
    campaign: Campaign, subject_ids: Sequence[int], *, reason: str = "", by: Actor, on: date | None = None
) -> int:
    """Take bodies out: while it is drafted they go, once it runs they keep their row with the reason.

    The body reads the reason where its ledger is taken back.

    Raises:
        Refusal: closed, no right, or a running campaign and no reason.
    """
    with transaction.atomic():
        row = editable(campaign, by)
        bodies = row.bodies.filter(subject_id__in=subject_ids, left_on__isnull=True)
        if row.state == CampaignState.DRAFT:
            count, _details = bodies.delete()
        else:
            if not reason.strip():
                raise Refusal(
                    _("Stated reason: say why the body leaves the running campaign."), field="reason"
                )
            words = redact(reason.strip())[:255]
            going = list(bodies.values_list("subject_id", flat=True))
            count = bodies.update(left_on=on or today(), left_why=words)
            left(Change(row, going, by, words))
        row.changed_by = by.actor_id
        row.save(update_fields=["changed_by"])
        audit.record(row, "campaign.leave", by=by, reason=reason, changes={"bodies": (count, 0)})
        return count


def members(campaign: Campaign, *, on: date | None = None) -> QuerySet[CampaignBody]:
    """Return the bodies that are in scope now, or were at the end of a day."""
    if on is None:
        return campaign.bodies.filter(left_on__isnull=True)
    joined = Q(joined_on__isnull=True) | Q(joined_on__lte=on)
    return campaign.bodies.filter(joined, Q(left_on__isnull=True) | Q(left_on__gt=on))


def by_category(campaign: Campaign) -> list[tuple[str, int]]:
    """Return the categories in scope with their numbers of bodies, the largest first."""
    rows = members(campaign).order_by().values_list("subject__institution__category")
    counted = [(category or _("other bodies"), n) for category, n in rows.annotate(n=Count("pk"))]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))
