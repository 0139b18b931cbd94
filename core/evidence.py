"""Evidence files: checked, kept sealed outside the web root, handed out in frames, every look on record."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core import audit, ruletables, vault
from core.actors import Actor
from core.clock import today
from core.crypto import SealBrokenError, sm3
from core.errors import Refusal
from core.evidence_content import TYPES, FileType, recognise
from core.masking import redact
from core.models import EvidenceFile

SHELF = "evidence"
FIELD = "evidence"
"""Name of the form field that the refusals are about."""
_MIB = 1 << 20
_LONGEST_STEM = 100


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """What is accepted in a place today, from the rule table `core.evidence`.

    Args:
        mib: largest file in MiB.
        files: most files about one thing.
        types: codes of accepted types (`core.evidence_content.TYPES`).
    """

    mib: int
    files: int
    types: tuple[str, ...]

    @property
    def suffixes(self) -> str:
        """The accepted endings, for a browser's file dialog."""
        return ",".join(ending for code in self.types if code in TYPES for ending in TYPES[code].suffixes)


def limits(division_code: str = "") -> EvidenceLimits:
    """Return what is accepted in a place today.

    Raises:
        Refusal: the rule table has no such rule.
    """
    table, day = ruletables.book("core.evidence"), today()
    told = {
        code: table.value(code, on=day, place=division_code) for code in ("most_mib", "most_files", "types")
    }
    return EvidenceLimits(int(told["most_mib"]), int(told["most_files"]), tuple(told["types"]))


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its name as shown, its real type, its SM3 digest."""

    name: str
    found: FileType
    digest: str


def check(upload: BinaryIO | Any, allowed: EvidenceLimits) -> Checked:
    """Look at a file and keep nothing; the upload stands at its beginning afterwards.

    Raises:
        Refusal: empty, too large, of another type, disguised, locked, broken, with macros.
    """
    name = shown_name(str(getattr(upload, "name", "") or ""))
    size = upload.seek(0, 2)
    upload.seek(0)
    if not size:
        raise Refusal(_("“%(file)s” is empty; choose the right file.") % {"file": name}, field=FIELD)
    if size > allowed.mib * _MIB:
        raise Refusal(
            _("“%(file)s” is larger than %(most)s MiB; make it smaller or split it.")
            % {"file": name, "most": allowed.mib},
            field=FIELD,
        )
    data = bytes(upload.read())
    upload.seek(0)
    found = recognise(data, PurePath(name).suffix.lower(), name=name, allowed=allowed.types)
    return Checked(name, found, sm3(data))


def keep(
    upload: BinaryIO | Any,
    *,
    about: str,
    division_code: str,
    by: Actor,
    kind: str = "",
    party: str = "",
) -> EvidenceFile:
    """Check a file and keep it. The same content about the same thing is kept once.

    Args:
        upload: the file, seekable, with a `name`.
        about: what it belongs to, such as ``credit.objection:12``.
        division_code: where it may be read by officers.
        by: who brings it.
        kind: what it proves, in words.
        party: who may read it besides officers, such as ``credit.subject:12``; "" nobody.

    Raises:
        Refusal: empty, too large, too many, of another type, disguised, locked, broken, with macros.
    """
    allowed = limits(division_code)
    checked = check(upload, allowed)
    here = EvidenceFile.objects.filter(about=about)
    if known := here.filter(digest=checked.digest).first():
        return known
    if here.count() >= allowed.files:
        raise Refusal(
            _("No more than %(most)s files are kept about one matter; put several pages into one PDF.")
            % {"most": allowed.files},
            field=FIELD,
        )
    stored, size, digest = vault.keep(upload, SHELF)
    row = EvidenceFile(
        about=about,
        party=party,
        kind=kind[:60],
        name=checked.name,
        media_type=checked.found.media,
        size=size,
        digest=digest,
        stored_as=stored,
        by_id=by.actor_id,
        by_label=by.label[:100],
        division_code=division_code,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            changes = {"about": ("", about), "kind": ("", kind), "digest": ("", digest)}
            audit.record(row, "evidencefile.keep", by=by, changes=changes)
    except IntegrityError:  # the same file came twice at the same moment
        vault.discard(stored, SHELF)
        return here.get(digest=digest)
    return row


def keep_all(
    uploads: Iterable[Any], *, about: str, division_code: str, by: Actor, kind: str = "", party: str = ""
) -> list[EvidenceFile]:
    """Keep several files, all or none.

    Raises:
        Refusal: one of them is refused.
    """
    offered = list(uploads)
    if not offered:
        return []
    allowed = limits(division_code)
    for upload in offered:
        check(upload, allowed)
    with transaction.atomic():
        return [
            keep(upload, about=about, division_code=division_code, by=by, kind=kind, party=party)
            for upload in offered
        ]


def of(about: str) -> QuerySet[EvidenceFile]:
    """Return the files about one thing, oldest first."""
    return EvidenceFile.objects.filter(about=about).order_by("pk")


def of_many(abouts: Iterable[str]) -> dict[str, list[EvidenceFile]]:
    """Return the files about several things in one query."""
    found: dict[str, list[EvidenceFile]] = defaultdict(list)
    for row in EvidenceFile.objects.filter(about__in=set(abouts)).order_by("pk"):
        found[row.about].append(row)
    return dict(found)


def download(row: EvidenceFile, *, by: Actor, reason: str = "") -> StreamingHttpResponse:
    """Hand a file out in frames, always as an attachment, and write who took it.

    The caller has checked that the reader may have it. The first frame is opened before the answer starts, so
    that a file that is gone or altered is told in words.

    Raises:
        Refusal: the kept file is gone or was altered.
    """
    try:
        stream = vault.open_kept(row.stored_as, SHELF)
        whole = stream.seek(0, 2) == row.size
        stream.seek(0)
        first = stream.read(vault.FRAME)
    except (FileNotFoundError, SealBrokenError) as error:
        raise _lost(row) from error
    if not whole:
        stream.close()
        raise _lost(row)
    with transaction.atomic():
        audit.record(row, "evidencefile.fetch", by=by, reason=reason, changes={"about": (None, row.about)})
    return StreamingHttpResponse(
        _frames(stream, first),
        headers={
            "Content-Type": row.media_type,
            "Content-Length": str(row.size),
            "Content-Disposition": content_disposition_header(True, row.name) or "attachment",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def sweep() -> int:
    """Delete kept files that no row names: an act that was rolled back leaves its file behind.

    Files of the last day are left alone, because their row may still be on its way.

    Returns:
        How many files went.
    """
    gone = 0
    for name in vault.kept_before(SHELF, days=1):
        if not EvidenceFile.objects.filter(stored_as=name).exists():
            vault.discard(name, SHELF)
            gone += 1
    return gone


def shown_name(raw: str) -> str:
    """Return a file's name as it is kept: without folders, control characters and personal numbers."""
    bare = PurePath(raw.replace("\\", "/")).name
    clean = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C").strip()
    path = PurePath(redact(clean) or _("file"))
    return path.stem[:_LONGEST_STEM] + path.suffix[:10]


def _frames(stream: BinaryIO, first: bytes) -> Iterator[bytes]:
    with stream:
        frame = first
        while frame:
            yield frame
            frame = stream.read(vault.FRAME)


def _lost(row: EvidenceFile) -> Refusal:
    return Refusal(
        _("The kept file “%(file)s” cannot be opened any more; tell the administrator.") % {"file": row.name}
    )
