"""What an inspection still lacks, its lines with their answers and files, and who takes part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Officer, Post
from accounts.permissions import P
from accounts.roles import ROLES
from core import evidence, ruletables
from core.actors import Actor
from core.clock import today
from core.models import EvidenceFile
from supervision.campaigns.checklists import lines
from supervision.draws.choices import Role
from supervision.inspections import clocks, papers
from supervision.inspections.choices import (
    LOOKED_THROUGH,
    NOBODY_MET,
    Answer,
    InspectionResult,
    Measure,
    Signature,
)
from supervision.models import (
    CheckItem,
    DrawnStaff,
    Expert,
    Inspection,
    InspectionLine,
    InspectionOfficer,
    Inspector,
)

DRAWN = "supervision.drawnobject:"
RESULT_TABLE = "supervision.inspection_result"


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the checklist with what was found.

    Args:
        found: None where nobody answered it yet.
        files: photographs of this line.
    """

    item: CheckItem
    found: InspectionLine | None
    files: list[EvidenceFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that must be there before an inspection is handed in.

    Args:
        part: of the page: "opening", "line", "closing", "signature", "crew".
        number: of the line, 0 for none.
    """

    part: str
    words: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """An inspection with everything its pages show, read with a fixed number of queries."""

    row: Inspection
    crew: list[InspectionOfficer]
    lines: list[Shown]
    files: list[EvidenceFile]
    signature: list[EvidenceFile]
    experts: list[Expert]

    @property
    def problems(self) -> list[Shown]:
        """The lines on which a problem was found."""
        return [line for line in self.lines if line.found and line.found.answer == Answer.PROBLEM]

    @property
    def answered(self) -> int:
        """How many lines are answered."""
        return sum(line.found is not None for line in self.lines)


def whole(row: Inspection) -> Whole:
    """Read an inspection with crew, lines, answers and files."""
    items = lines(row.checklist)
    found: Mapping[int, InspectionLine] = {one.item_id: one for one in row.lines.all()}
    names = papers.all_of(row, [item.number for item in items])
    kept = evidence.of_many(names)
    return Whole(
        row,
        list(row.crew.select_related("officer").order_by("pk")),
        [Shown(item, found.get(item.pk), kept.get(papers.about(row, item.number), [])) for item in items],
        kept.get(papers.about(row), []),
        kept.get(papers.about(row, papers.SIGNATURE), []),
        experts_of(row),
    )


def drawn_body(row: Inspection) -> int | None:
    """Return the key of the drawn body that an inspection rests on, None for one that no draw ordered."""
    key = row.source_key.removeprefix(DRAWN)
    return int(key) if key != row.source_key and key.isdecimal() else None


def experts_of(row: Inspection) -> list[Expert]:
    """Return the experts whom the draw sends along."""
    body = drawn_body(row)
    if body is None:
        return []
    seats = DrawnStaff.objects.filter(drawn_object_id=body, role=Role.EXPERT, replaced=False)
    return [one.expert for one in seats.select_related("expert").order_by("place", "pk") if one.expert]


def seat_of(row: Inspection, by: Actor) -> InspectionOfficer | None:
    """Return the place of whoever acts among the inspectors, None for anybody else."""
    return next((one for one in row.crew.all() if f"officer:{one.officer_id}" == by.actor_id), None)


def tasks_of(officer_id: int) -> QuerySet[Inspection]:
    """Return the inspections of an inspector, with body and checklist."""
    rows = Inspection.objects.filter(crew__officer_id=officer_id)
    return rows.select_related("subject", "checklist").order_by("due_on", "pk")


def certificate_of(officer_id: int) -> str:
    """Return the certificate number of an inspector: of the library, or as shown last, "" for none."""
    if kept := Inspector.objects.filter(officer_id=officer_id).first():
        return kept.certificate_no
    rows = InspectionOfficer.objects.filter(officer_id=officer_id, joined_at__isnull=False)
    last = rows.order_by("-joined_at").values_list("certificate", flat=True).first()
    return last or ""


def inspectors_in(division_code: str) -> QuerySet[Officer]:
    """Return the officers who may inspect in a division today, by name."""
    roles = [role.code for role in ROLES.values() if P.INSPECTION_DO in role.permissions]
    places = [division_code[:length] for length in range(len(division_code) + 1)]
    posts = Post.objects.filter(role__in=roles, prefix__in=places).held_on()
    wanted = Officer.objects.filter(is_active=True, pk__in=posts.values("officer_id"))
    return wanted.order_by("name", "username")


def national_words(result: str, *, place: str) -> str:
    """Return what the national platform calls a result."""
    value = ruletables.rule(RESULT_TABLE, result, on=today(), place=place)
    return str(value["national"])


def missing(seen: Whole) -> list[Missing]:
    """Return what is missing before the inspectors may hand in, in the order of the page."""
    row = seen.row
    return [
        *_of_the_opening(row),
        *_of_the_lines(seen),
        *_of_the_closing(seen),
        *_of_the_signature(seen),
        *_of_the_crew(seen),
    ]


def _of_the_opening(row: Inspection) -> list[Missing]:
    wanted = []
    if row.told_at is None and row.result not in NOBODY_MET:
        words = _("Confirm that the certificates were shown and the body was told its rights.")
        wanted.append(Missing("opening", words))
    if not row.place.strip():
        wanted.append(Missing("opening", _("Place of the inspection: say where you are.")))
    return wanted


def _of_the_lines(seen: Whole) -> list[Missing]:
    wanted = []
    for line in seen.lines:
        number, found = line.item.number, line.found
        if found is None:
            if seen.row.result in LOOKED_THROUGH:
                wanted.append(Missing("line", _("Line %(no)s: not answered yet.") % {"no": number}, number))
            continue
        if found.answer != Answer.PROBLEM:
            continue
        if not found.facts.strip():
            words = _("Line %(no)s: describe the facts of the problem.") % {"no": number}
            wanted.append(Missing("line", words, number))
        if not found.measure:
            words = _("Line %(no)s: choose what is done about the problem.") % {"no": number}
            wanted.append(Missing("line", words, number))
        if found.measure == Measure.ORDER and found.due_on is None:
            words = _("Line %(no)s: give the day by which it must be corrected.") % {"no": number}
            wanted.append(Missing("line", words, number))
    return wanted


def _of_the_closing(seen: Whole) -> list[Missing]:
    row = seen.row
    if not row.result:
        return [Missing("closing", _("Result: choose the result of the inspection."))]
    wanted = []
    problems = bool(seen.problems)
    if problems and row.result not in (InspectionResult.ORDERED, InspectionResult.PENDING):
        words = _("Result: there are lines with a problem; choose a result that says so.")
        wanted.append(Missing("closing", words))
    if not problems and row.result in (InspectionResult.ORDERED, InspectionResult.PENDING):
        words = _("Result: no line has a problem; choose “no problem found” or mark the line.")
        wanted.append(Missing("closing", words))
    if row.result not in LOOKED_THROUGH:
        if not row.summary.strip():
            words = _("What the inspection found: say how you learned that the body could not be inspected.")
            wanted.append(Missing("closing", words))
        if not seen.files:
            words = _("Photographs: take at least one that shows why the body could not be inspected.")
            wanted.append(Missing("closing", words))
    return wanted


def _of_the_signature(seen: Whole) -> list[Missing]:
    row = seen.row
    if row.result in NOBODY_MET:
        return []
    if not row.signature:
        return [Missing("signature", _("Signature: let the body sign, or note that it refused."))]
    if row.signature == Signature.REFUSED:
        words = _("Signature: say why the body did not sign.")
        return [] if row.unsigned_reason.strip() else [Missing("signature", words)]
    wanted = []
    if not row.signed_by.strip():
        wanted.append(Missing("signature", _("Signed by: enter the name of who signed for the body.")))
    if not seen.signature:
        wanted.append(Missing("signature", _("Signature: let the body sign on the screen.")))
    return wanted


def _of_the_crew(seen: Whole) -> list[Missing]:
    row = seen.row
    least = int(ruletables.rule(clocks.TABLE, "inspectors_least", on=today(), place=row.division_code))
    there = sum(one.joined_at is not None for one in seen.crew)
    if there >= least:
        return []
    words = _("Inspectors: %(least)s must have shown their certificates on the spot, %(there)s have.")
    return [Missing("crew", words % {"least": least, "there": there})]
