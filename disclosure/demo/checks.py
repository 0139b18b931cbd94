"""Checks of the demonstration county: a tender with several bidders, and an appointment."""

from __future__ import annotations

from datetime import date
from itertools import islice

from opencc import OpenCC

from accounts.models import Officer
from blacklist.checks.choices import Purpose
from blacklist.checks.services import NewName, Terms, ask
from blacklist.choices import ListingState, ListKind
from blacklist.models import Listing
from credit.choices import SubjectKind
from credit.models import Subject
from credit.report.terms import Language


def tell(*, clerk: Officer, reviewer: Officer, day: date) -> None:
    """Check the bidders of a tender, one of them listed and written otherwise, and a doctor to be appointed.

    Args:
        clerk: checks the bidders.
        reviewer: checks the doctor.
        day: the day on which the demonstration is loaded.
    """
    listed = Listing.objects.filter(state=ListingState.LISTED, kind=ListKind.SERIOUS).select_related(
        "subject"
    )
    on_a_list = [row.subject for row in listed.order_by("pk") if not row.subject.is_person]
    others = Subject.objects.exclude(kind=SubjectKind.PERSON).exclude(
        pk__in=[subject.pk for subject in on_a_list]
    )
    bidders = [NewName(subject.name, subject.uscc) for subject in islice(others.order_by("-pk"), 2)]
    bidders += [NewName(str(OpenCC("s2t").convert(subject.name))) for subject in on_a_list[:1]]
    tender = f"青采〔{day.year}〕18号"
    ask(
        [*bidders, NewName("人民医院")],
        Terms(Purpose.TENDER, "口腔设备采购项目投标人资格审查", tender, language=Language.CHINESE),
        by=clerk,
    )
    doctor = Subject.objects.filter(kind=SubjectKind.PERSON).order_by("pk")[0]
    ask(
        [NewName(doctor.name, doctor.id_number.reveal() if doctor.id_number else "")],
        Terms(Purpose.APPOINTMENT, "拟任科室负责人", language=Language.CHINESE),
        by=reviewer,
    )
