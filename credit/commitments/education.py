"""Education in honesty before admission (准入前诚信教育; 吉卫监督发〔2021〕2号 十), noted per subject."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.language import in_house_language
from core.masking import find_personal_data
from credit.models import AdmissionEducation, Subject
from credit.models.commitments import EducationForm

PROOF = gettext_lazy("proof of admission education")


def about(row: AdmissionEducation) -> str:
    """Return how evidence names a note of education."""
    return f"credit.admissioneducation:{row.pk}"


def check_education(
    *, subject: Subject, held_on: date, occasion: str, participant: str, note: str, by: Actor
) -> None:
    """Check a note of education and store nothing.

    Raises:
        Refusal: no right, day in the future, occasion or participant missing, a personal number in a text.
    """
    if not by.may(P.COMMITMENT_KEEP, subject.division_code):
        raise Refusal(_("You do not hold the right to note education for this subject."))
    if held_on > today():
        raise Refusal(_("“Date” lies in the future; note it when it was held."), field="held_on")
    for field, label, value in (
        ("occasion", _("Occasion"), occasion),
        ("participant", _("Who took part"), participant),
    ):
        if not value.strip():
            raise Refusal(_("“%s” is empty; fill it in.") % label, field=field)
    if find_personal_data(f"{occasion} {participant} {note}"):
        raise Refusal(_("Leave out personal numbers; the name is enough."), field="participant")


def note_education(
    *,
    subject: Subject,
    held_on: date,
    form: EducationForm,
    occasion: str,
    participant: str,
    by: Actor,
    note: str = "",
    proof: Iterable[Any] = (),
) -> AdmissionEducation:
    """Note that somebody of a subject was taught about honesty before it was admitted.

    Raises:
        Refusal: no right, day in the future, occasion or participant missing, no proof.
    """
    check_education(
        subject=subject, held_on=held_on, occasion=occasion, participant=participant, note=note, by=by
    )
    files = list(proof)
    if not files:
        raise Refusal(
            _("“Evidence files” is empty: add the proof, such as the signed list."), field="evidence"
        )
    with transaction.atomic():
        row = AdmissionEducation.objects.create(
            subject=subject,
            division_code=subject.division_code,
            held_on=held_on,
            form=form,
            occasion=occasion.strip()[:120],
            participant=participant.strip()[:60],
            note=note.strip()[:255],
            made_by=by.actor_id,
            made_by_label=by.label[:100],
        )
        changes = {"held_on": (None, held_on), "form": ("", str(form)), "occasion": ("", occasion)}
        audit.record(row, "admissioneducation.note", by=by, changes=changes)
        evidence.keep_all(
            files,
            about=about(row),
            division_code=row.division_code,
            by=by,
            kind=in_house_language(PROOF),
            party=f"credit.subject:{subject.pk}",
        )
    return row
