"""The minutes of a draw (抽取记录) as PDF/A: what was frozen, committed, drawn, by whom, before whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core.clock import CHINA
from core.models import AuditEvent
from supervision.campaigns import press
from supervision.draws import files
from supervision.draws.choices import Mode, Role, Unfit
from supervision.draws.population import counts
from supervision.models import Draw, DrawnObject, DrawnStaff


def pdf_of(draw: Draw) -> bytes:
    """Set the minutes of a draw that was held."""
    at = draw.drawn_at or draw.made_at
    return press.pdf(document(draw), timestamp=int(at.timestamp()))


def document(draw: Draw) -> dict[str, Any]:
    """Return the words of the minutes in the reader's language; the seed only once it is opened."""
    return {
        **press.frame(chinese=(get_language() or "").startswith("zh")),
        "masthead": "",
        "title": pgettext("draw", "Minutes of a random draw"),
        "number": draw.number,
        "issuer": draw.plan.authority_name,
        "day": _moment(draw.drawn_at),
        "facts": [[label, value] for label, value in _facts(draw) if value],
        "sections": [
            _commitment(draw),
            _strata(draw),
            _staff(draw),
            _result(draw),
            *([_replacements(draw)] if draw.replacements.exists() else []),
        ],
        "signature": [
            _("Drawn by: %(name)s") % {"name": draw.drawn_by_label},
            _("Declared void by: %(name)s") % {"name": voided_by(draw)}
            if draw.void_reason
            else _("Approved by: %(name)s") % {"name": draw.approved_by_label or "–"},
            _("Witnesses: %(names)s") % {"names": draw.witnesses or "–"},
        ],
    }


def voided_by(draw: Draw) -> str:
    """Return who declared a draw void; the audit trail alone keeps the name."""
    acts = AuditEvent.objects.filter(
        object_type=draw._meta.label_lower, object_id=str(draw.pk), action="draw.void"
    )
    return acts.values_list("actor_label", flat=True).first() or ""


def _facts(draw: Draw) -> Iterable[tuple[str, str]]:
    yield _("Number"), draw.number
    yield pgettext("draw", "Draw"), draw.title
    yield pgettext("plan", "Authority"), draw.plan.authority_name
    yield _("Plan"), f"{draw.plan} {draw.plan.document_no}".strip()
    yield _("Committed"), f"{_moment(draw.committed_at)} {draw.committed_by_label}"
    yield _("Drawn"), f"{_moment(draw.drawn_at)} {draw.drawn_by_label}"
    yield _("Public number"), draw.public_source
    yield _("Public number drawn"), draw.public_number
    yield _("State"), draw.get_state_display()
    yield _("Why it is void"), draw.void_reason


def _commitment(draw: Draw) -> dict[str, Any]:
    rows = [
        [_("Commitment (SHA-256)"), draw.commitment],
        [_("Commitment (SM3)"), draw.commitment_sm3],
        *(
            [name, files.sha256(text)]
            for name, text in (
                (files.POPULATION, draw.population),
                (files.STAFF, draw.staff),
                (files.PARAMETERS, draw.parameters),
                (files.RESULT, draw.result),
            )
        ),
        [_("Seed"), draw.opened_seed or _("sealed until it is opened")],
    ]
    return press.section(
        _("Commitment and files"),
        paragraphs=[
            _(
                "The files were frozen and the commitment was published before the draw; the result follows "
                "from them, the seed and the public number alone. The published script recomputes it."
            )
        ],
        tables=[_table([_("File or value"), _("Digest")], [3, 7], rows)],
    )


def _strata(draw: Draw) -> dict[str, Any]:
    terms = files.read_parameters(draw.parameters)
    rows = [
        [
            line.name,
            line.speciality,
            line.percent,
            str(line.drum),
            str(line.everybody),
            str(line.closed + line.recent),
            str(line.drawn + line.everybody),
        ]
        for line in counts(files.read_population(draw.population), terms.strata, terms.unit)
    ]
    head = [
        _("Stratum"),
        _("Speciality"),
        _("Base share"),
        _("In the draw"),
        _("Full coverage"),
        _("Out"),
        _("To be inspected"),
    ]
    return press.section(_("Population by stratum"), tables=[_table(head, [4, 4, 2, 2, 2, 2, 2], rows)])


def _staff(draw: Draw) -> dict[str, Any]:
    able = len(files.read_staff(draw.staff))
    words = [_("%(count)s inspectors and experts could be matched.") % {"count": able}]
    if draw.unfit:
        out = "；".join(f"{code}（{Unfit(why).label}）" for code, why in sorted(draw.unfit.items()))
        words.append(_("Not matched: %(who)s") % {"who": out})
    return press.section(_("Inspectors and experts"), paragraphs=words)


def _result(draw: Draw) -> dict[str, Any]:
    crew = DrawnStaff.objects.select_related("inspector__officer", "expert")
    found = draw.objects_drawn.select_related("subject", "instead_of__subject").prefetch_related(
        Prefetch("staff", queryset=crew.order_by("-role", "place", "pk"))
    )
    head = [_("Stratum"), pgettext("draw", "Place"), pgettext("draw", "Body"), _("Who goes")]
    rows = [[row.stratum, _place(row), _body(row), _who(row)] for row in found]
    return press.section(
        pgettext("draw", "Result"),
        paragraphs=[_("The draw is void: no inspection follows from this result.")]
        if draw.void_reason
        else [],
        tables=[_table(head, [4, 2, 6, 6], rows)] if rows else [],
        none=_("Nobody was drawn."),
    )


def _body(row: DrawnObject) -> str:
    """Name a drawn body, and whom it stands in for or that it was replaced."""
    if row.replaced:
        return _with(row.subject.name, _("replaced"))
    if row.instead_of is None:
        return row.subject.name
    return _with(row.subject.name, _("instead of %(name)s") % {"name": row.instead_of.subject.name})


def _with(name: object, words: str) -> str:
    return f"{name}（{words}）"


def _place(row: DrawnObject) -> str:
    return pgettext("draw", "all") if row.mode == Mode.ALL else str(row.rank)


def _who(row: DrawnObject) -> str:
    if row.replaced:
        return "–"
    return "、".join(_named(who) for who in row.staff.all() if not who.replaced) or "–"


def _named(who: DrawnStaff) -> str:
    return _with(who, pgettext("pool", "expert")) if who.role == Role.EXPERT else str(who)


def _replacements(draw: Draw) -> dict[str, Any]:
    head = [pgettext("draw", "Body"), _("Ground"), _("Reasons"), _("Decision"), _("Instead")]
    rows = [
        [
            row.drawn_object.subject.name,
            row.get_ground_display(),
            row.words,
            f"{row.get_state_display()} {row.decided_by_label}".strip(),
            row.outcome,
        ]
        for row in draw.replacements.select_related("drawn_object__subject").order_by("pk")
    ]
    return press.section(_("Replacements"), tables=[_table(head, [4, 3, 4, 3, 6], rows)])


def _table(head: list[str], widths: list[int], rows: list[list[str]]) -> dict[str, Any]:
    numeric = [False] * len(head)
    return {"title": "", "head": head, "widths": widths, "numeric": numeric, "rows": rows}


def _moment(at: datetime | None) -> str:
    return localtime(at, CHINA).strftime("%Y-%m-%d %H:%M") if at else ""
