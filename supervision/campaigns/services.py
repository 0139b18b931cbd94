"""Writing campaigns: draft, change, copy; phases, areas, problem list; start, close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.divisions import prefix
from core.errors import Refusal
from core.masking import redact
from supervision.campaigns.checklists import copies, lines, put_lines
from supervision.campaigns.clocks import stop_bulletin
from supervision.campaigns.shifting import same_months, shifted
from supervision.campaigns.workflow import CAMPAIGN
from supervision.choices import ChecklistKind
from supervision.models import Campaign, CampaignArea, CheckItem, Checklist, Phase
from supervision.models.campaigns import CampaignState, PhaseKind

LEAST_WORDS = 4
EDITABLE = (CampaignState.DRAFT, CampaignState.RUNNING)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of a campaign."""

    title: str
    authority_name: str
    division_code: str
    starts_on: date
    ends_on: date
    document_no: str = ""
    goal: str = ""
    lead_office: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class NewPhase:
    """One phase as it is entered; `kind` is one of `PhaseKind`."""

    title: str
    kind: str
    starts_on: date
    ends_on: date
    work: str = ""


@dataclass(frozen=True, slots=True)
class NewArea:
    """One area as it is entered."""

    title: str
    work: str = ""
    offices: str = ""


@transaction.atomic
def draft_campaign(head: Head, *, by: Actor) -> Campaign:
    """Enter a campaign with an empty problem list.

    Raises:
        Refusal: no right there, no title, or it ends before it begins.
    """
    _check_head(head, by)
    row = Campaign(made_by=by.actor_id, made_by_label=by.label[:100])
    _put_head(row, head)
    row.checklist = Checklist.objects.create(
        code=f"campaign-{row.guid.hex[:12]}",
        title=head.title,
        kind=ChecklistKind.CAMPAIGN,
        place=prefix(head.division_code),
        effective_from=head.starts_on,
        document=head.document_no,
    )
    row.save()
    audit.record(row, "campaign.enter", by=by, changes={"title": ("", row.title)})
    return row


@transaction.atomic
def change_campaign(campaign: Campaign, head: Head, *, by: Actor) -> Campaign:
    """Change the head. Once it runs, its place and first day stay.

    Raises:
        Refusal: closed, no right, no title, days in the wrong order or before those of a phase.
    """
    row = editable(campaign, by)
    _check_head(head, by)
    if row.state != CampaignState.DRAFT and (head.starts_on, head.division_code) != (
        row.starts_on,
        row.division_code,
    ):
        raise Refusal(
            _("First day and place: they stay as they are once the campaign runs."), field="starts_on"
        )
    outside = row.phases.filter(Q(starts_on__lt=head.starts_on) | Q(ends_on__gt=head.ends_on)).first()
    if outside is not None:
        raise Refusal(
            _("Last day: the phase “%(phase)s” would lie outside; change the phases first.")
            % {"phase": outside},
            field="ends_on",
        )
    names = Head.__dataclass_fields__
    before = {name: getattr(row, name) for name in names}
    _put_head(row, head)
    row.changed_by = by.actor_id
    row.save()
    changes = {
        name: (before[name], getattr(row, name)) for name in names if before[name] != getattr(row, name)
    }
    if "title" in changes:
        row.checklist.title = row.title
        row.checklist.save(update_fields=["title"])
    audit.record(row, "campaign.change", by=by, changes=changes)
    return row


def _check_head(head: Head, by: Actor) -> None:
    if not head.division_code or not by.may(P.CAMPAIGN_KEEP, head.division_code):
        raise Refusal(_("Division: you do not keep campaigns there."), field="division_code")
    if len(head.title.strip()) < LEAST_WORDS:
        raise Refusal(_("Title: write at least four characters."), field="title")
    if not head.authority_name.strip():
        raise Refusal(_("Authority: name the authority that runs the campaign."), field="authority_name")
    if head.ends_on < head.starts_on:
        raise Refusal(_("Last day: it lies before the first day."), field="ends_on")


def _put_head(row: Campaign, head: Head) -> None:
    for name in Head.__dataclass_fields__:
        value = getattr(head, name)
        setattr(row, name, redact(value.strip()) if isinstance(value, str) and name != "contact" else value)


def editable(campaign: Campaign, by: Actor) -> Campaign:
    """Return the campaign locked for a change.

    Raises:
        Refusal: no right there, or it is closed or given up.
    """
    row = Campaign.objects.select_for_update(of=("self",)).select_related("checklist").get(pk=campaign.pk)
    if not by.may(P.CAMPAIGN_KEEP, row.division_code):
        raise Refusal(_("You do not keep campaigns in this division."))
    if row.state not in EDITABLE:
        raise Refusal(_("The campaign is closed; it cannot be changed any more."))
    return row


def _touch(row: Campaign, by: Actor) -> None:
    row.changed_by = by.actor_id
    row.save(update_fields=["changed_by"])


@transaction.atomic
def put_phases(campaign: Campaign, phases: Sequence[NewPhase], *, by: Actor) -> list[Phase]:
    """Replace the phases; they are numbered by their first days.

    Raises:
        Refusal: closed, no right, none given, or a phase outside the campaign.
    """
    row = editable(campaign, by)
    if not phases:
        raise Refusal(_("Phases: enter at least one."), field="phases")
    for phase in phases:
        _check_phase(row, phase)
    old = [(phase.title, phase.starts_on.isoformat()) for phase in row.phases.all()]
    row.phases.all().delete()
    made = Phase.objects.bulk_create(
        Phase(
            campaign=row,
            number=number,
            title=redact(phase.title.strip()),
            kind=phase.kind,
            starts_on=phase.starts_on,
            ends_on=phase.ends_on,
            work=redact(phase.work.strip()),
        )
        for number, phase in enumerate(sorted(phases, key=lambda one: (one.starts_on, one.ends_on)), start=1)
    )
    _touch(row, by)
    now = [(phase.title, phase.starts_on.isoformat()) for phase in made]
    audit.record(row, "campaign.phases", by=by, changes={"phases": (old, now)})
    return made


def _check_phase(row: Campaign, phase: NewPhase) -> None:
    if not phase.title.strip():
        raise Refusal(_("Phases: each one needs a name."), field="phases")
    if phase.kind not in PhaseKind.values:
        raise Refusal(_("Phases: choose the kind of “%(phase)s”.") % {"phase": phase.title}, field="phases")
    if phase.ends_on < phase.starts_on:
        raise Refusal(
            _("Phases: “%(phase)s” ends before it begins.") % {"phase": phase.title}, field="phases"
        )
    if phase.starts_on < row.starts_on or phase.ends_on > row.ends_on:
        raise Refusal(
            _("Phases: “%(phase)s” must lie between %(first)s and %(last)s, the days of the campaign.")
            % {"phase": phase.title, "first": row.starts_on.isoformat(), "last": row.ends_on.isoformat()},
            field="phases",
        )


@transaction.atomic
def put_areas(campaign: Campaign, areas: Sequence[NewArea], *, by: Actor) -> list[CampaignArea]:
    """Replace the areas. A group of the problem list keeps an area of its name.

    Raises:
        Refusal: closed, no right, two of one name, or a group of problems left without its area.
    """
    row = editable(campaign, by)
    titles = [area.title.strip() for area in areas]
    if len(set(titles)) != len(titles) or "" in titles:
        raise Refusal(_("Areas: each one needs a name of its own."), field="areas")
    groups = set(row.checklist.items.exclude(group="").values_list("group", flat=True))
    if missing := sorted(groups - set(titles)):
        raise Refusal(
            _("Areas: the problems of “%(group)s” would belong to none; keep an area of that name.")
            % {"group": missing[0]},
            field="areas",
        )
    row.areas.all().delete()
    made = CampaignArea.objects.bulk_create(
        CampaignArea(
            campaign=row,
            number=number,
            title=redact(area.title.strip()),
            work=redact(area.work.strip()),
            offices=redact(area.offices.strip()),
        )
        for number, area in enumerate(areas, start=1)
    )
    _touch(row, by)
    audit.record(row, "campaign.areas", by=by, changes={"areas": (None, titles)})
    return made


@transaction.atomic
def put_problems(campaign: Campaign, items: Iterable[CheckItem], *, by: Actor) -> list[CheckItem]:
    """Replace the problem list; each of its groups gets an area where there is none yet.

    Raises:
        Refusal: the campaign has started (bodies answer that list), no right, or an empty list.
    """
    row = editable(campaign, by)
    if row.state != CampaignState.DRAFT:
        raise Refusal(
            _("Problem list: the campaign has started and bodies answer this list; it stays as it is.")
        )
    new = list(items)
    if not new:
        raise Refusal(_("Problem list: it needs at least one problem."), field="upload")
    count = row.checklist.items.count()
    row.checklist.items.all().delete()
    made = put_lines(row.checklist, new)
    _areas_for_groups(row, made)
    _touch(row, by)
    audit.record(row, "campaign.problems", by=by, changes={"lines": (count, len(made))})
    return made


def _areas_for_groups(row: Campaign, items: Sequence[CheckItem]) -> None:
    known = {area.title for area in row.areas.all()}
    offices: dict[str, dict[str, None]] = {}
    for item in items:
        if item.group and item.group not in known:
            named = offices.setdefault(item.group, {})
            named.update(dict.fromkeys(part for part in item.office.split("、") if part))
    CampaignArea.objects.bulk_create(
        CampaignArea(campaign=row, number=number, title=group, offices="、".join(named)[:200])
        for number, (group, named) in enumerate(offices.items(), start=len(known) + 1)
    )


def take_list(campaign: Campaign, checklist: Checklist, *, by: Actor) -> list[CheckItem]:
    """Take over the lines of a shipped or earlier problem list, its days moved with the campaign's first day.

    Raises:
        Refusal: as `put_problems`.
    """
    moved = _moved(lines(checklist), checklist.effective_from, campaign.starts_on)
    return put_problems(campaign, moved, by=by)


def _moved(items: Iterable[CheckItem], old: date, new: date) -> list[CheckItem]:
    found = copies(items)
    for item in found:
        if item.due_on is not None:
            item.due_on = shifted(item.due_on, old_start=old, new_start=new)
        if not same_months(old_start=old, new_start=new):
            item.due_text = ""
    return found


@transaction.atomic
def copy_campaign(
    campaign: Campaign, *, title: str, document_no: str, starts_on: date, by: Actor
) -> Campaign:
    """Draft a campaign after an earlier one: areas, phases and problems, all days moved.

    Its bodies are chosen anew or taken over with `scope.add_from`.

    Raises:
        Refusal: no right there, or no title.
    """
    old = campaign.starts_on
    ends_on = shifted(campaign.ends_on, old_start=old, new_start=starts_on)
    head = Head(
        title=title,
        authority_name=campaign.authority_name,
        division_code=campaign.division_code,
        starts_on=starts_on,
        ends_on=ends_on,
        document_no=document_no,
        goal=campaign.goal,
        lead_office=campaign.lead_office,
        contact=campaign.contact,
    )
    row = draft_campaign(head, by=by)
    row.copied_from = campaign
    row.save(update_fields=["copied_from"])
    areas = [NewArea(area.title, area.work, area.offices) for area in campaign.areas.all()]
    if areas:
        put_areas(row, areas, by=by)
    phases = [
        NewPhase(
            phase.title,
            phase.kind,
            shifted(phase.starts_on, old_start=old, new_start=starts_on),
            shifted(phase.ends_on, old_start=old, new_start=starts_on),
            phase.work,
        )
        for phase in campaign.phases.all()
    ]
    if phases:
        put_phases(row, phases, by=by)
    items = lines(campaign.checklist)
    if items:
        put_problems(row, _moved(items, old, starts_on), by=by)
    return row


def start_campaign(campaign: Campaign, *, by: Actor, on: date | None = None) -> Campaign:
    """Start it: from now on the problem list stays.

    Raises:
        Refusal: no right, own work, no phase, no problem or no body in it.
    """
    return CAMPAIGN.apply(campaign, "start", by=by, started_on=on or today(), started_by_label=by.label[:100])


def close_campaign(campaign: Campaign, *, by: Actor, on: date | None = None) -> Campaign:
    """Close it, once its final report is issued."""
    with transaction.atomic():
        row = CAMPAIGN.apply(
            campaign, "close", by=by, closed_on=on or today(), closed_by_label=by.label[:100]
        )
        stop_bulletin(row)
    return row


def reopen_campaign(campaign: Campaign, *, reason: str, by: Actor) -> Campaign:
    """Open a closed campaign again, with the reason."""
    return CAMPAIGN.apply(campaign, "reopen", by=by, reason=reason, closed_on=None, closed_by_label="")


def drop_campaign(campaign: Campaign, *, reason: str, by: Actor) -> Campaign:
    """Give up a campaign that never started."""
    return CAMPAIGN.apply(campaign, "drop", by=by, reason=reason)
