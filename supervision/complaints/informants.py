"""Taking in who informed: checked, sealed at once, forgotten. No other module handles it in plain."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from core.clock import today
from core.errors import Refusal
from supervision.complaints import keepers, sealing
from supervision.models import Complaint, InformantKeeper, InformantShare, SealedInformant

LONGEST = {"name": 60, "contact": 120, "note": 1000}


@dataclass(frozen=True, slots=True, repr=False)
class Informant:
    """Who informs, how to reach them, and what only the keepers may read. Never printed by accident."""

    name: str = ""
    contact: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return any((self.name.strip(), self.contact.strip(), self.note.strip()))

    def __repr__(self) -> str:
        return "<informant>"


@dataclass(frozen=True, slots=True)
class Sealed:
    """An informant sealed to the keepers of a place, not stored yet."""

    guid: uuid.UUID
    prefix: str
    package: sealing.Package

    def as_text(self) -> str:
        """Return it as text, for the stage of a workbook."""
        halves = [asdict(half) for half in self.package.halves]
        return json.dumps(
            {"guid": str(self.guid), "prefix": self.prefix, "box": self.package.box, "halves": halves}
        )

    @classmethod
    def from_text(cls, text: str) -> Sealed:
        """Return what `as_text` wrote."""
        kept = json.loads(text)
        halves = [sealing.Half(**half) for half in kept["halves"]]
        return cls(uuid.UUID(kept["guid"]), kept["prefix"], sealing.Package(kept["box"], halves))


def context_of(guid: uuid.UUID) -> str:
    """Return what sealed data and its shares are bound to."""
    return f"informant:{guid}"


def seal(informant: Informant, circle: Sequence[InformantKeeper]) -> Sealed:
    """Seal an informant to a circle of keepers.

    Raises:
        Refusal: there are not two keepers, or a part is too long.
    """
    if len(circle) < 2:
        raise no_keepers()
    given = {name: getattr(informant, name).strip() for name in LONGEST}
    for name, most in LONGEST.items():
        if len(given[name]) > most:
            raise Refusal(
                _("About yourself: no more than %(most)s characters here.") % {"most": most},
                field=f"informant_{name}",
            )
    guid = uuid.uuid4()
    package = sealing.seal(given, [(row.pk, row.public_key) for row in circle], context_of(guid))
    return Sealed(guid, circle[0].prefix, package)


def no_keepers() -> Refusal:
    """Return the sentence where nobody can keep an informant's name safe."""
    return Refusal(
        _(
            "Only anonymous reports are taken here until two keepers of informants are at work; "
            "leave out who you are."
        ),
        field="informant_name",
    )


def store(complaint: Complaint, sealed: Sealed) -> SealedInformant:
    """Store a sealed informant with its complaint (inside the caller's transaction)."""
    row = SealedInformant.objects.create(
        complaint=complaint,
        guid=sealed.guid,
        prefix=sealed.prefix,
        box=sealed.package.box,
        sealed_on=today(),
    )
    store_shares(row, sealed.package)
    return row


def store_shares(row: SealedInformant, package: sealing.Package) -> None:
    """Store the shares of a sealed informant's key."""
    InformantShare.objects.bulk_create(
        InformantShare(sealed=row, keeper_id=half.keeper, partner_id=half.partner, box=half.box)
        for half in package.halves
    )


def takes_names(division: str) -> bool:
    """Tell whether an informant of a division can be kept safe; else only anonymous reports are taken."""
    return bool(keepers.circle(division))
