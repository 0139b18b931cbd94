"""After a change: many changes of one subject within a short window cause one regrade."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from core import outbox
from credit import services, tasks
from credit.choices import SubjectKind
from credit.grading import due
from credit.models import (
    ConductRecord,
    DueRegrade,
    Grade,
    GradeChange,
    Licence,
    ListedPeriod,
    Standard,
    Subject,
)
from credit.rules.terms import CycleBasis, CycleKind

DAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _window(settings: Any, db: None) -> None:
    settings.CHENGYI_TODAY = DAY.isoformat()
    settings.REGRADE_WINDOW_SECONDS = 5
    Standard.objects.exclude(code="DEMO-INST").delete()


def subject() -> Subject:
    return Subject.objects.create(
        identity=f"U:{uuid.uuid4().hex}", kind=SubjectKind.ORGANISATION, name="某机构"
    )


def change(of: Subject, item: str = "I03") -> None:
    """Something happens to a subject, and the listeners hear of it."""
    with transaction.atomic():
        day = date(2026, 3, 1)
        ConductRecord.objects.create(
            subject=of, item_code=item, title="某行为", happened_on=day, final_on=day
        )
        services.announce([of.pk])
    outbox.dispatch_all()


def pass_the_window() -> None:
    DueRegrade.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_many_changes_within_the_window_cause_one_regrade():
    body = subject()
    due.regrade_due()
    change(body)
    first = DueRegrade.objects.get().due_at
    change(body)
    change(body, "V01")
    assert (tasks.regrade_due(), Grade.objects.count()) == (0, 0)
    assert DueRegrade.objects.get().due_at == first  # the window is not drawn out by further changes
    pass_the_window()
    assert tasks.regrade_due() == 1
    assert (Grade.objects.get().label, Grade.objects.get().points) == ("D", 10)
    assert (GradeChange.objects.count(), DueRegrade.objects.count()) == (1, 0)


def test_who_cannot_wait_has_it_graded_at_once():
    change(subject())
    assert (due.regrade_due(at_once=True), DueRegrade.objects.count()) == (1, 0)
    assert Grade.objects.get().points == 2


def test_a_change_after_the_regrade_is_noted_anew():
    body = subject()
    change(body)
    pass_the_window()
    tasks.regrade_due()
    change(body)
    pass_the_window()
    assert tasks.regrade_due() == 1
    assert Grade.objects.get().points == 4


def test_a_worker_that_dies_in_the_regrade_leaves_it_due(monkeypatch: pytest.MonkeyPatch):
    body = subject()
    change(body)
    pass_the_window()

    def die(_subject_ids: list[int]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(due, "regrade", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.regrade_due()
    assert DueRegrade.objects.count() == 1
    assert tasks.regrade_due() == 1


def test_without_a_window_a_change_is_graded_at_once(settings: Any):
    settings.REGRADE_WINDOW_SECONDS = 0
    change(subject())
    assert (Grade.objects.get().points, DueRegrade.objects.count()) == (2, 0)


def test_a_licence_day_starts_a_cycle(settings: Any):
    settings.REGRADE_WINDOW_SECONDS = 0
    Standard.objects.update(cycle_kind=CycleKind.FROM_LICENCE, cycle_months=24)
    body = subject()
    with transaction.atomic():
        day = Licence(subject=body, issued_on=date(2021, 6, 1), document_no="某卫医许1号")
        assert services.note_licences([day]) == 1
        assert services.note_licences([Licence(subject=body, issued_on=date(2021, 6, 1))]) == 0
    outbox.dispatch_all()
    grade = Grade.objects.get()
    assert (grade.cycle_start, grade.cycle_basis) == (date(2025, 6, 1), CycleBasis.LICENCE)


def test_a_serious_list_holds_the_grade_down_until_the_subject_leaves_it(settings: Any):
    settings.REGRADE_WINDOW_SECONDS = 0
    body = subject()
    with transaction.atomic():
        services.note_listed(subject_id=body.pk, since=DAY, source="invented.listing:1", title="某名单")
        services.note_listed(subject_id=body.pk, since=DAY, source="invented.listing:1")
    outbox.dispatch_all()
    assert (Grade.objects.get().label, Grade.objects.get().listed) == ("D", True)
    with transaction.atomic():
        assert services.note_unlisted("invented.listing:1", on=DAY) == 1
        assert services.note_unlisted("invented.listing:1", on=DAY) == 0
    outbox.dispatch_all()
    assert (Grade.objects.get().label, Grade.objects.get().listed) == ("A", False)
    assert ListedPeriod.objects.count() == 1
