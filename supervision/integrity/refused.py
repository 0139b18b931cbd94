"""A body that refuses to obey commits a breach: it is proposed in the act that notes the refusal."""

from __future__ import annotations

from core.actors import Actor, ByDecision
from core.clock import today
from supervision.integrity.breaches import NewBreach, propose
from supervision.integrity.choices import BreachSource
from supervision.matters.choices import MatterKind
from supervision.matters.refusals import on_refusal
from supervision.models import IntegrityBreach, Matter

KIND_OF = {
    MatterKind.JUDGMENT: "refused_judgment",
    MatterKind.AWARD: "refused_judgment",
    MatterKind.PROMISE: "broken_promise",
    MatterKind.CONTRACT: "broken_promise",
}


def key_of(matter: Matter) -> str:
    """Return the source key under which the breach of a matter is known."""
    return f"supervision.matter:{matter.guid}"


def matter_of(breach: IntegrityBreach) -> Matter | None:
    """Return the matter whose refusal the breach is, None where it was found otherwise."""
    table, _sign, guid = breach.source_key.partition(":")
    return Matter.objects.filter(guid=guid).first() if table == "supervision.matter" else None


@on_refusal
def propose_breach(matter: Matter, reason: str, by: Actor) -> IntegrityBreach:
    """Propose the breach; another officer confirms it."""
    return propose(
        NewBreach(
            subject_id=matter.subject_id or 0,
            office_id=matter.office_id,
            kind=KIND_OF[MatterKind(matter.kind)],
            title="",
            facts=f"{matter.get_kind_display()}《{matter.title}》：{reason}",
            happened_on=matter.refused_on or today(),
            source=BreachSource.MATTER,
            source_key=key_of(matter),
            document_no=matter.number,
        ),
        by=ByDecision(by),
    )
