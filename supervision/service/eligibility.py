"""Who may enjoy or offer a benefit: a rule over standing grades and lists, with its reasons in words.

Only bodies and practitioners in our files are looked at. There is no function here that takes a patient.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from blacklist.choices import ListingState, ListKind
from blacklist.models import Listing
from core.language import in_kept_words, listed
from credit.consequences import nearest
from credit.models import Grade, ListedPeriod, Standard, Subject
from credit.rules.terms import Scale
from supervision.models import ApprovalItem, Benefit
from supervision.service.choices import Audience, BenefitKind


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule reads of a subject on a day.

    Args:
        labels: its standing grades.
        red: red lists on which it stands, by name.
        serious: whether it stands on a serious-dishonesty list.
    """

    labels: tuple[str, ...]
    red: tuple[str, ...]
    serious: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a subject is eligible, and why, in one sentence."""

    eligible: bool
    ground: str


@dataclass(frozen=True, slots=True)
class Channel:
    """The green channel of an approval: the benefit that opens it, and why."""

    benefit: Benefit
    ground: str


def standings(subject_ids: Sequence[int], on: date) -> dict[int, Standing]:
    """Return how subjects stand on a day; three queries, whatever the number."""
    labels: dict[int, list[str]] = defaultdict(list)
    # Standards that lead to actions by points give no grades.
    standards = Standard.objects.in_force(on).filter(scale=Scale.GRADES)
    grades = Grade.objects.filter(subject_id__in=subject_ids, standard__in=standards)
    for grade in nearest(grades.select_related("standard").order_by("standard__code", "pk")):
        labels[grade.subject_id].append(grade.label)
    red: dict[int, list[str]] = defaultdict(list)
    listed = Listing.objects.filter(
        subject_id__in=subject_ids, state=ListingState.LISTED, scheme__kind=ListKind.RED
    )
    for subject_id, name in listed.values_list("subject_id", "scheme__name"):
        red[subject_id].append(name)
    periods = ListedPeriod.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), subject_id__in=subject_ids, since__lte=on
    )
    serious = set(periods.values_list("subject_id", flat=True))
    return {pk: Standing(tuple(labels[pk]), tuple(red[pk]), pk in serious) for pk in subject_ids}


def judge(benefit: Benefit, standing: Standing) -> Verdict:
    """Apply the rule of a benefit to how a subject stands."""
    if benefit.barred_if_listed and standing.serious:
        return Verdict(False, _("on a serious-dishonesty list"))
    if not benefit.labels and not benefit.red_list_counts:
        return Verdict(True, _("open to all that stand on no serious-dishonesty list"))
    if benefit.red_list_counts and standing.red:
        return Verdict(True, _("on the red list “%(name)s”") % {"name": standing.red[0]})
    held = next((label for label in standing.labels if label in benefit.labels), None)
    if held is not None:
        return Verdict(True, _("grade %(label)s") % {"label": held})
    wanted = listed(benefit.labels) or "–"
    have = listed(filter(None, standing.labels)) or _("none")
    return Verdict(
        False, _("needs the grade %(wanted)s; the grade held is %(have)s") % {"wanted": wanted, "have": have}
    )


def ground_kept(benefit: Benefit, standing: Standing) -> str:
    """Return the ground as it is stored: in the language of the house, whoever acts."""
    with in_kept_words():
        return judge(benefit, standing).ground[:200]


def verdict(benefit: Benefit, subject: Subject, *, on: date) -> Verdict:
    """Tell whether one subject is eligible on a day."""
    return judge(benefit, standings([subject.pk], on)[subject.pk])


def in_force(*, on: date, place: str, audiences: Iterable[str] = Audience.values) -> list[Benefit]:
    """Return the benefits of a place on a day: of each code the one of the nearest place."""
    places = [place[:length] for length in range(len(place) + 1)]
    rows = Benefit.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        place__in=places,
        valid_from__lte=on,
        audience__in=list(audiences),
    )
    found: dict[str, Benefit] = {}
    for row in sorted(rows, key=lambda row: len(row.place)):
        found[row.code] = row
    return sorted(found.values(), key=lambda row: (row.audience, row.code))


def green_channel(item: ApprovalItem, subject: Subject | None, *, place: str, on: date) -> Channel | None:
    """Return the green channel that is open to an applicant for an item, None where none is."""
    if subject is None or item.green_days is None:
        return None
    audience = Audience.PERSON if subject.is_person else Audience.BODY
    wanted = [
        row for row in in_force(on=on, place=place, audiences=[audience]) if row.kind == BenefitKind.APPROVAL
    ]
    if not wanted:
        return None
    standing = standings([subject.pk], on)[subject.pk]
    for benefit in wanted:
        if judge(benefit, standing).eligible:
            return Channel(benefit, ground_kept(benefit, standing))
    return None


def in_words(benefit: Benefit) -> str:
    """Return the rule of a benefit as a sentence."""
    parts = []
    if benefit.labels:
        parts.append(_("grade %(labels)s") % {"labels": listed(benefit.labels)})
    if benefit.red_list_counts:
        parts.append(_("on a red list"))
    words = _(" or ").join(parts) or _("everybody")
    if benefit.barred_if_listed:
        return _("%(words)s; never while on a serious-dishonesty list") % {"words": words}
    return words
