"""The published files of a draw: what anybody needs to recompute it, no more than its state allows."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from core.clock import CHINA
from supervision.draws import files, published
from supervision.draws.choices import ReplacementKind, ReplacementState
from supervision.models import Draw

SCRIPT = "recompute.py"
_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def script() -> bytes:
    """Return the script that recomputes a draw."""
    return Path(published.__file__).with_name(SCRIPT).read_bytes()


def bundle(draw: Draw) -> dict[str, bytes]:
    """Return the files that are public now, by name: opening and result only once the draw is opened."""
    found = {
        files.POPULATION: draw.population,
        files.STAFF: draw.staff,
        files.PARAMETERS: draw.parameters,
    }
    if draw.is_revealed:
        found[files.OPENING] = files.write_opening(
            number=draw.number,
            commitment=draw.commitment,
            secret=draw.opened_seed,
            public_number=draw.public_number,
        )
    if draw.is_revealed and draw.result:
        found[files.RESULT] = draw.result
        found[files.REPLACEMENTS] = replacements(draw)
    return {name: text.encode() for name, text in found.items() if text} | {SCRIPT: script()}


def replacements(draw: Draw) -> str:
    """Return what was replaced, and by what; why a person was, is told by the ground alone."""
    rows = draw.replacements.filter(state=ReplacementState.APPROVED).select_related(
        "drawn_object", "staff__inspector", "staff__expert"
    )
    return files.table(
        ("decided", "kind", "stratum", "code", "replaced", "instead", "ground", "reasons"),
        (
            (
                row.decided_at.astimezone(CHINA).date().isoformat() if row.decided_at else "",
                row.kind,
                row.drawn_object.stratum,
                row.drawn_object.code,
                _replaced(row.staff) if row.staff else row.drawn_object.code,
                row.outcome,
                row.ground,
                row.words if row.kind == ReplacementKind.OBJECT else "",
            )
            for row in rows.order_by("decided_at", "pk")
        ),
    )


def _replaced(staff: object) -> str:
    person = getattr(staff, "inspector", None) or getattr(staff, "expert", None)
    return str(getattr(person, "code", ""))


def as_zip(draw: Draw) -> bytes:
    """Return all public files in one archive, the same bytes whenever it is asked for."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in bundle(draw).items():
            archive.writestr(zipfile.ZipInfo(name, _SAME_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
