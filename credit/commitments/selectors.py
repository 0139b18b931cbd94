"""Reads over commitments: what a body may sign, what the public sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import get_language

from core.clock import today
from core.masking import mask_name
from core.models import EvidenceFile
from credit.choices import SubjectKind
from credit.models import Commitment, CommitmentTemplate, Subject
from credit.models.commitments import CommitmentState, SigningWay
from credit.rules.terms import AppliesTo

SHOWN = (
    CommitmentState.PUBLISHED,
    CommitmentState.DOUBTED,  # a doubt is no finding: the public sees it as running
    CommitmentState.PERFORMED,
    CommitmentState.BREACHED,
)


def open_to(subject: Subject, *, on: date | None = None) -> list[CommitmentTemplate]:
    """Return the form letters that a subject may sign of its own accord."""
    who = AppliesTo.PRACTITIONER if subject.is_person else AppliesTo.INSTITUTION
    places = [subject.division_code[:length] for length in range(len(subject.division_code) + 1)]
    found = CommitmentTemplate.objects.filter(
        applies_to=who,
        self_service=True,
        in_use=True,
        place__in=places,
        texts__in_force_from__lte=on or today(),
    )
    nearest: dict[str, CommitmentTemplate] = {}
    for template in found.distinct().order_by("place"):
        nearest[template.code] = template
    return sorted(nearest.values(), key=lambda template: (template.kind, template.code))


def on_display() -> QuerySet[Commitment]:
    """Return the commitments that anybody may see today; those of natural persons never are."""
    return (
        Commitment.objects.filter(published_on__isnull=False, hidden_on__isnull=True, state__in=SHOWN)
        .exclude(subject__kind=SubjectKind.PERSON)
        .select_related("subject", "template", "version")
    )


def has_commitments(uscc: str) -> bool:
    """Tell whether a body has commitments on display."""
    return on_display().filter(subject__identity=f"U:{uscc}").exists()


def of_subject(subject: Subject, states: Sequence[str] = ()) -> QuerySet[Commitment]:
    """Return a subject's commitments, newest first."""
    rows = Commitment.objects.filter(subject=subject).select_related("template", "version")
    return (rows.filter(state__in=states) if states else rows).order_by("-pk")


def without_scan(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Keep the commitments that were signed on paper and of which no file is here."""
    source = Concat(Value("credit.commitment:"), Cast("pk", CharField()))
    files = EvidenceFile.objects.filter(about=OuterRef("source_text"))
    signed = rows.filter(way__in=(SigningWay.PAPER, SigningWay.REGISTER)).annotate(source_text=source)
    return signed.filter(~Exists(files))


def title_of(template: CommitmentTemplate) -> str:
    """Return a form letter's title in the reader's language."""
    chinese = (get_language() or "").startswith("zh")
    return template.title if chinese or not template.title_en else template.title_en


def public_signer(commitment: Commitment) -> str:
    """Return post and masked name of the signer, as the public may read them."""
    return f"{commitment.signer_post} {mask_name(commitment.signer_name)}".strip()
