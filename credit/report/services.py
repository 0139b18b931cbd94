"""Issuing reports: to whoever asks an officer, to the subject itself, one or many with the same questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authorities import authority_of
from accounts.models import Officer
from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import find_personal_data
from credit.models import CreditReport, ReportBatch, Subject
from credit.report.content import digest, gather
from credit.report.document import document
from credit.report.press import pdf
from credit.report.terms import Audience, Language, Purpose, new_code


@dataclass(frozen=True, slots=True)
class Terms:
    """What a report is asked for with.

    Args:
        language: of the pages, one of `Language`.
        purpose: what it is for, one of `Purpose`.
        asker: who asked: the name of a body, an authority or a person.
        note: the purpose in words.
        authorisation: date or number of the subject's written agreement, "" where there is none.
    """

    language: str
    purpose: str
    asker: str
    note: str = ""
    authorisation: str = ""

    @property
    def audience(self) -> Audience:
        """How much may be told: authorities among themselves and the subject itself learn all that counts."""
        if self.purpose == Purpose.SUPERVISION:
            return Audience.WHOLE
        if not self.authorisation:
            return Audience.PUBLIC
        return Audience.WHOLE if self.purpose == Purpose.OWN_USE else Audience.AUTHORISED


def check(terms: Terms) -> Terms:
    """Return the terms with their texts trimmed.

    Raises:
        Refusal: language, purpose or asker is missing or wrong.
    """
    clean = Terms(
        terms.language, terms.purpose, terms.asker.strip(), terms.note.strip(), terms.authorisation.strip()
    )
    if clean.language not in Language.values:
        raise Refusal(_("Choose the language of the report."), field="language")
    if clean.purpose not in Purpose.values:
        raise Refusal(_("Choose what the report is for."), field="purpose")
    if len(clean.asker) < 2:
        raise Refusal(_("Write who asked for the report."), field="asker")
    if clean.purpose == Purpose.OTHER and len(clean.note) < 4:
        raise Refusal(
            _("Say in words what the report is for: the purpose is “another purpose”."), field="note"
        )
    for field in ("asker", "note", "authorisation"):
        if find_personal_data(getattr(clean, field)):
            raise Refusal(_("Leave personal numbers out: this text is printed in the report."), field=field)
    return clean


def refuse_subject(subject: Subject, terms: Terms, *, by: Actor) -> str:
    """Return why no report about a subject may be issued on these terms, "" where it may."""
    if not by.may(P.REPORT_ISSUE, subject.division_code):
        return _("You do not hold the right to issue credit reports in this division.")
    if subject.is_person and terms.audience == Audience.PUBLIC:
        return _(
            "A report about a person needs the person's written agreement: write its date or number under "
            "“authorisation”."
        )
    return ""


def issuer_of(by: Actor) -> str:
    """Return who issues, as printed: the agency and the officer."""
    agency = by.agency if isinstance(by, Officer) else None
    return f"{agency.name} {by.label}" if agency is not None else by.label


def issue(subject: Subject, terms: Terms, *, by: Actor) -> CreditReport:
    """Issue a report to whoever asked an officer for it.

    Raises:
        Refusal: no right, unclear terms, or a person's agreement is missing (个人信息保护法 art. 13).
    """
    asked = check(terms)
    if words := refuse_subject(subject, asked, by=by):
        raise Refusal(words, field="authorisation" if subject.is_person else "")
    return write([subject], asked, audience=asked.audience, by=by, issuer=issuer_of(by))[0]


def issue_to_owner(subject: Subject, language: str, *, by: Actor) -> CreditReport:
    """Issue a report to the subject itself; the caller has made sure that `by` answers for it.

    While the file says the same, the report of the day is handed out again.
    """
    terms = check(Terms(language, Purpose.OWN_USE, subject.name))
    own = CreditReport.objects.filter(
        subject=subject,
        language=terms.language,
        purpose=Purpose.OWN_USE,
        audience=Audience.WHOLE,
        asker=terms.asker,
        cut_off__gte=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    last = own.order_by("-pk").first()
    if last is not None:
        now = gather([subject], audience=Audience.WHOLE, on=today())[subject.pk]
        if digest(now) == last.digest:
            return last
    issuer = _("%(authority)s (asked for in the portal by %(name)s)") % {
        "authority": authority_of(subject.division_code, P.REPORT_ISSUE),
        "name": by.label,
    }
    return write([subject], terms, audience=Audience.WHOLE, by=by, issuer=issuer)[0]


def write(
    subjects: Sequence[Subject],
    terms: Terms,
    *,
    audience: Audience,
    by: Actor,
    issuer: str,
    batch: ReportBatch | None = None,
) -> list[CreditReport]:
    """Write the reports of these subjects with their audit rows, in one transaction.

    The number of questions to the database does not depend on how many subjects there are. Rights and terms
    are checked by the callers above.
    """
    cut_off = timezone.now()
    contents = gather(subjects, audience=audience, on=today())
    rows = [
        CreditReport(
            subject=subject,
            division_code=subject.division_code,
            language=terms.language,
            purpose=terms.purpose,
            purpose_note=terms.note,
            asker=terms.asker,
            authorisation=terms.authorisation,
            audience=audience,
            check_code=new_code(),
            cut_off=cut_off,
            content=contents[subject.pk],
            digest=digest(contents[subject.pk]),
            issued_by=by.actor_id,
            issued_by_label=by.label[:100],
            issuer=issuer[:320],
            batch=batch,
        )
        for subject in subjects
    ]
    with transaction.atomic():
        made = CreditReport.objects.bulk_create(rows, batch_size=100)
        audit.record_many(
            audit.event(row, "creditreport.issue", by=by, reason=f"{row.get_purpose_display()} · {row.asker}")
            for row in made
        )
    return made


def paper(report: CreditReport) -> bytes:
    """Return the report as a PDF, set from its snapshot: the same bytes whenever it is asked for."""
    return pdf(document(report), timestamp=int(report.cut_off.timestamp()))


def file_name(report: CreditReport) -> str:
    """Return the name of the report's file: its number, and nothing about the subject."""
    return f"{report.number}.pdf"
