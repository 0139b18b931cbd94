"""The checklist of one record: what governs it, which conditions are met since when, which papers are due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from core import evidence, ruletables
from core.models import EvidenceFile, Rule
from credit.models import ConductRecord, Repair, RepairBar
from credit.objection.choices import Channel
from credit.repair.choices import Condition, Material, Need
from credit.repair.conditions import Check, Facts, Verdict, checks
from credit.repair.governing import SETTINGS, Governing, governing

CONDITIONS, MATERIALS = "credit.repair_condition", "credit.repair_material"
SERIOUS = "严重"
OWN_RULES = "own_rules_sources"


@dataclass(frozen=True, slots=True)
class Paper:
    """One material: what it is, whether it is needed here, and the files that were handed in.

    Args:
        code: a `Material`.
        title: its official wording.
        needed: whether the application is incomplete without it.
        files: what was handed in.
        basis: document and article.
        certain: whether the rule was read in the source.
    """

    code: str
    title: str
    needed: bool
    files: tuple[EvidenceFile, ...]
    basis: str
    certain: bool

    @property
    def missing(self) -> bool:
        """Whether it is needed and not there."""
        return self.needed and not self.files


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that decides whether a record can be repaired."""

    governing: Governing
    checks: tuple[Check, ...]
    papers: tuple[Paper, ...]

    @property
    def from_on(self) -> date | None:
        """The day from which repair may be applied for, None where it is not a matter of time only."""
        return max((check.from_on for check in self.checks if check.from_on), default=None)

    @property
    def concerned(self) -> bool:
        """Whether repair is for a record of this kind and state at all."""
        return not any(
            check.code == Condition.STANDING and check.verdict == Verdict.UNMET for check in self.checks
        )

    @property
    def may_ask(self) -> bool:
        """Whether an application makes sense today: nothing that the party cannot mend stands against it."""
        lasting = [check for check in self.checks if check.by in ("rule", "check")]
        return all(check.verdict != Verdict.UNMET or check.code == Condition.PERFORMED for check in lasting)

    def why_not_submit(self) -> str:
        """Return why the application cannot be handed in, "" when it can."""
        for check in self.checks:
            if check.verdict == Verdict.UNMET:
                return check.words
        for paper in self.papers:
            if paper.missing:
                return _("Attach the needed material: %(title)s.") % {"title": paper.title}
        return ""

    def why_not_approve(self) -> str:
        """Return why it cannot be approved, "" when every condition is met."""
        for check in self.checks:
            if check.verdict != Verdict.MET:
                return check.words
        return ""


def about(repair: Repair, material: str) -> str:
    """Return the name under which a material of an application is kept."""
    return f"credit.repair:{repair.pk}:{material}"


def bars_of(subject_ids: Sequence[int], *, on: date) -> dict[int, date]:
    """Return the last day of the running bars, by subject."""
    found: dict[int, date] = {}
    rows = RepairBar.objects.filter(subject_id__in=set(subject_ids), from_on__lte=on, until_on__gte=on)
    for subject_id, until in rows.values_list("subject_id", "until_on"):
        found[subject_id] = max(until, found.get(subject_id, until))
    return found


def checklist(record: ConductRecord, *, on: date, repair: Repair | None = None) -> Checklist:
    """Return the checklist of a record on a day, with what an application for it has brought so far."""
    return checklists([record], on=on, repairs={record.pk: repair} if repair else {})[record.pk]


def checklists(
    records: Sequence[ConductRecord], *, on: date, repairs: Mapping[int, Repair] | None = None
) -> dict[int, Checklist]:
    """Return the checklists of many records in a fixed number of queries, by primary key of the record."""
    brought = repairs or {}
    found = governing(records, on=on)
    bars = bars_of([record.subject_id for record in records], on=on)
    law = {place: _law(place, on) for place in {record.division_code for record in records}}
    files = evidence.of_many(about(repair, code) for repair in brought.values() for code in Material.values)
    lists = {}
    for record in records:
        here, repair, governed = law[record.division_code], brought.get(record.pk), found[record.pk]
        papers = _papers(here.materials, governed, repair, files)
        given = frozenset(paper.code for paper in papers if paper.files)
        facts = _facts(record, governed, repair, on=on, barred_until=bars.get(record.subject_id), given=given)
        facts = replace(facts, own_rules=record.source.partition(":")[0] in here.own_rules)
        lists[record.pk] = Checklist(governed, tuple(checks(here.conditions.values(), facts)), papers)
    return lists


@dataclass(frozen=True, slots=True)
class _Law:
    """The rules of a place on a day."""

    conditions: Mapping[str, Rule]
    materials: Mapping[str, Rule]
    own_rules: frozenset[str]


def _law(place: str, on: date) -> _Law:
    return _Law(
        ruletables.book(CONDITIONS).in_force(on=on, place=place),
        ruletables.book(MATERIALS).in_force(on=on, place=place),
        frozenset(ruletables.rule(SETTINGS, OWN_RULES, on=on, place=place)),
    )


def _facts(
    record: ConductRecord,
    governed: Governing,
    repair: Repair | None,
    *,
    on: date,
    barred_until: date | None,
    given: frozenset[str],
) -> Facts:
    return Facts(
        on=on,
        record_state=record.state,
        polarity=record.polarity,
        class_name=governed.class_name,
        earliest_on=governed.earliest_on,
        duties_done_on=repair.duties_done_on if repair else None,
        commitment_given=bool(repair and repair.commitment_on),
        barred_until=barred_until,
        given=given,
        confirmed=frozenset(repair.confirmed if repair else ()),
    )


def _papers(
    rules: Mapping[str, Rule],
    governed: Governing,
    repair: Repair | None,
    files: Mapping[str, Sequence[EvidenceFile]],
) -> tuple[Paper, ...]:
    rows = sorted(rules.values(), key=lambda row: int(row.value["order"]))
    return tuple(
        Paper(
            code=row.code,
            title=str(Material(row.code).label),
            needed=_needed(row, governed, repair),
            files=tuple(files.get(about(repair, row.code), ())) if repair else (),
            basis=f"{row.document} {row.article}".strip(),
            certain=row.certainty == Rule.Certainty.VERIFIED,
        )
        for row in rows
    )


def _needed(row: Rule, governed: Governing, repair: Repair | None) -> bool:
    """Tell whether a material is due here; what the authority finds in its own systems is not asked for."""
    if row.value.get("own_systems") and repair is not None and repair.channel != Channel.PORTAL:
        return False
    need = row.value["need"]
    return bool(need == Need.ALWAYS or (need == Need.SERIOUS and governed.class_name == SERIOUS))
