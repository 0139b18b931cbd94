"""Taking complaints in: from the public form, from the counter and telephone, from workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, evidence, outbox, ruletables
from core.actors import Actor
from core.clock import today
from core.crypto import sm3
from core.errors import Refusal
from core.masking import redact
from core.photographs import bare
from core.search import normalise
from credit.models import Subject
from credit.parties import OWN
from supervision.complaints import clocks, codes, informants
from supervision.complaints.choices import OPEN_STATES, Channel, ComplaintState, Nature, Topic
from supervision.complaints.informants import Informant
from supervision.complaints.keepers import TABLE, circle
from supervision.models import Complaint

RECEIVED = "supervision.complaint.received"
LEAST_WORDS, MOST_WORDS = 10, 4000


@dataclass(frozen=True, slots=True)
class Complainant:
    """Whoever complains on the public site: may do the complainant's steps and no other, and has no name."""

    @property
    def actor_id(self) -> str:
        return "public"

    @property
    def label(self) -> str:
        return _("complainant")

    def may(self, permission: str, division: str = "") -> bool:
        return permission == OWN

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What is brought.

    Args:
        body_name: the body as the complainant names it: name or credit code.
        words: what is complained about.
        division_code: where, for a body that is not on file.
        subject_id: the body's file where it is known.
        informant: who brings it; sealed at once.
        submission: the form's own token, "" for none.
        number: of the paper register, "" makes one.
    """

    body_name: str
    words: str
    division_code: str
    topic: str = Topic.OTHER
    nature: str = Nature.COMPLAINT
    channel: str = Channel.SITE
    subject_id: int | None = None
    received_on: date | None = None
    happened_on: date | None = None
    informant: Informant = field(default_factory=Informant)
    submission: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Filed:
    """A complaint that was taken in, with the two codes that are shown this once."""

    complaint: Complaint
    tracking: str
    pickup: str


def file_complaint(new: NewComplaint, *, by: Actor, files: Iterable[Any] = ()) -> Filed:
    """Take a complaint in. The same words about the same body are joined with the earlier one.

    Args:
        new: what is brought.
        by: an officer, or `Complainant` on the public site.
        files: evidence, uploads; names and a camera's marks are taken off, for they may tell who took them.

    Raises:
        Refusal: no right, something is missing, a bad file, a name though there are no keepers.
    """
    row = build(new, by=by)
    sealed = None
    if new.informant:
        sealed = informants.seal(new.informant, circle(row.division_code))
    tracking, pickup = _codes(new)
    row.named = sealed is not None
    row.tracking = codes.tracking_digest(tracking)
    row.pickup = codes.pickup_digest(row.tracking, pickup)
    try:
        with transaction.atomic():
            store(row, by=by)
            if sealed is not None:
                informants.store(row, sealed)
            evidence.keep_all(
                _nameless(files),
                about=about(row),
                division_code=row.division_code,
                by=by,
                kind=_("brought by the complainant"),
            )
    except IntegrityError:  # a_form_sent_twice_is_one_complaint
        before = filed_before(new)
        if before is None:
            raise
        return before
    return Filed(row, tracking, pickup)


def filed_before(new: NewComplaint) -> Filed | None:
    """Return the complaint that this very form brought already, with its codes; None for a new one.

    Raises:
        Refusal: the form was sent before with other words; what was said then stands.
    """
    if not new.submission:
        return None
    row = Complaint.objects.filter(submission=sm3(new.submission)).first()
    if row is None:
        return None
    said = fingerprint(redact(new.words.strip())), normalise(redact(new.body_name.strip())[:200])
    if said != (row.fingerprint, normalise(row.body_name)):
        raise Refusal(
            _("This form was taken in already with other words. Open the form anew for another matter.")
        )
    return Filed(row, *_codes(new))


def _codes(new: NewComplaint) -> tuple[str, str]:
    return codes.codes_of_form(new.submission) if new.submission else (codes.new_code(), codes.new_pickup())


def about(row: Complaint) -> str:
    """Return the name under which a complaint's evidence is kept."""
    return f"supervision.complaint:{row.pk}"


def build(new: NewComplaint, *, by: Actor) -> Complaint:
    """Build (not save) a complaint from what is brought.

    Raises:
        Refusal: no right, or something is missing or cannot be; in one sentence with the field.
    """
    subject = Subject.objects.get(pk=new.subject_id) if new.subject_id else named(new.body_name)
    division = subject.division_code if subject is not None else new.division_code
    _check(new, division)
    if not (by.may(P.COMPLAINT_HANDLE, division) or (new.channel == Channel.SITE and by.may(OWN, division))):
        raise Refusal(_("You do not hold the right to register complaints of this division."))
    words = redact(new.words.strip())
    return Complaint(
        number=new.number.strip(),
        nature=new.nature,
        channel=new.channel,
        topic=new.topic,
        subject=subject,
        body_name=redact(new.body_name.strip())[:200],
        division_code=division,
        words=words,
        received_on=new.received_on or today(),
        happened_on=new.happened_on,
        fingerprint=fingerprint(words),
        submission=sm3(new.submission) if new.submission else "",
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )


def _check(new: NewComplaint, division: str) -> None:
    if not new.body_name.strip():
        raise Refusal(_("Body: write the name as it stands on the sign or the bill."), field="body_name")
    if not division:
        raise Refusal(_("Place: choose where the body is."), field="division")
    check_words(new.words)
    for name, day in (("received_on", new.received_on), ("happened_on", new.happened_on)):
        if day is not None and day > today():
            raise Refusal(_("The day cannot lie ahead; check the date."), field=name)
    if new.topic not in Topic.values:
        raise Refusal(_("Choose what it is about from the list."), field="topic")


def check_words(words: str) -> None:
    """Refuse words that are too few to look into, or too many.

    Raises:
        Refusal: how many are asked for.
    """
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Refusal(
            _("What happened: between %(least)s and %(most)s characters; say when, where and what.")
            % {"least": LEAST_WORDS, "most": MOST_WORDS},
            field="words",
        )


def named(words: str) -> Subject | None:
    """Return the one body of this name or credit code, None where none or several are meant."""
    clean = normalise(words)
    if not clean:
        return None
    bodies = Subject.objects.exclude(identity__startswith="P:")
    found = bodies.filter(identity=f"U:{clean}").first()
    if found is not None:
        return found
    alike = list(bodies.filter(name_norm=clean)[:2])
    return alike[0] if len(alike) == 1 else None


def fingerprint(words: str) -> str:
    """Return the digest of the words in one form: width, case, blanks and punctuation do not matter."""
    return sm3("".join(sign for sign in normalise(words) if sign.isalnum()))


def store(row: Complaint, *, by: Actor) -> None:
    """Save a new complaint with number, joining, mark of a wave, clock, audit, outbox; in a transaction."""
    first = same_matter(row)
    if first is not None:
        row.state, row.joined_to = ComplaintState.JOINED, first
    row.wave = _is_wave(row)
    numbered = bool(row.number)
    row.number = row.number or str(row.guid)
    row.save(force_insert=True)
    if not numbered:
        row.number = f"TS{row.received_on:%Y%m%d}{row.pk:05d}"
        row.save(update_fields=["number"])
    if row.is_open:
        row.due_on = clocks.due(row).on
        row.save(update_fields=["due_on"])
        clocks.keep(row)
    audit.record(row, "complaint.receive", by=by, changes={"channel": (None, row.channel)})
    outbox.publish(
        RECEIVED,
        f"supervision.complaint:{row.guid}",
        {"complaint": row.pk, "subject": row.subject_id, "division_code": row.division_code},
    )


def same_matter(row: Complaint) -> Complaint | None:
    """Return the open complaint with the same words about the same body, None where there is none."""
    days = int(ruletables.rule(TABLE, "duplicates", on=row.received_on, place=row.division_code)["days"])
    earlier = Complaint.objects.filter(
        fingerprint=row.fingerprint,
        joined_to__isnull=True,
        state__in=OPEN_STATES,
        received_on__gte=row.received_on - timedelta(days=days),
    ).exclude(pk=row.pk)
    if row.subject is not None:
        return earlier.filter(subject=row.subject).order_by("pk").first()
    name = normalise(row.body_name)
    unknown = earlier.filter(subject__isnull=True, division_code=row.division_code).order_by("pk")
    return next((one for one in unknown if normalise(one.body_name) == name), None)


def _is_wave(row: Complaint) -> bool:
    most = int(ruletables.rule(TABLE, "floods", on=row.received_on, place=row.division_code)["wave"])
    about_it = Complaint.objects.filter(subject=row.subject, received_on=row.received_on)
    return row.subject is not None and len(about_it.values_list("pk")[: most - 1]) >= most - 1


def _nameless(files: Iterable[Any]) -> list[Any]:
    """Return the uploads without names of their own and without what a camera writes into its pictures."""
    word = _("attachment")
    return [
        ContentFile(
            bare(bytes(upload.read())),
            name=f"{word}{number}{PurePath(str(upload.name)).suffix.lower()[:10]}",
        )
        for number, upload in enumerate(files, 1)
    ]
