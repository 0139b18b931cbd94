"""Objections: marked at once, decided by another officer, carried out everywhere by one act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Officer
from accounts.permissions import P
from core import evidence, outbox
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from credit.choices import RecordState
from credit.models import ConductRecord, Objection, RecordEvent
from credit.objection import clocks, services, showing
from credit.objection.choices import Channel, ObjectionState
from credit.objection.targets import about_record
from credit.objection.workflow import OBJECTION
from credit.parties import OnPaper, Party
from disclosure.choices import DecisionState, PublicState
from disclosure.models import Penalty, PublicEntry
from disclosure.services import decisions, publishing
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "罚款金额写错，决定书上是三万元，请更正。"


@pytest.fixture(autouse=True)
def _on_a_monday_in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    with translation.override("en"):
        yield


@pytest.fixture
def penalty() -> Penalty:
    """A published penalty of the county hospital."""
    row = factories.penalty(by=factories.clerk())
    decisions.approve(row, by=factories.reviewer())
    publishing.publish_due(on=date(2026, 6, 8))
    row.refresh_from_db()
    return row


def record_of(penalty: Penalty) -> ConductRecord:
    return ConductRecord.objects.get(source=f"disclosure.penalty:{penalty.guid}")


def party_of(penalty: Penalty) -> Party:
    account = Officer.objects.create_user("hospital", password="invented-password")
    return Party(account, frozenset({penalty.subject_id}))


def filed(penalty: Penalty, by: Any = None, **fields: Any) -> Objection:
    given = {"ground": "content", "claim": WORDS, "about": about_record(record_of(penalty)), **fields}
    return services.file_objection(subject_id=penalty.subject_id, by=by or party_of(penalty), **given)


def operations() -> list[tuple[str, str]]:
    rows = OutboxEvent.objects.filter(topic__startswith="disclosure.penalty.").order_by("pk")
    return [(row.topic.rpartition(".")[2], row.payload["operation"]) for row in rows]


def test_an_objection_marks_record_entry_and_platforms_at_once(penalty: Penalty):
    objection = filed(penalty)
    record, entry = record_of(penalty), PublicEntry.objects.get()
    assert (record.state, record.disputed_from) == (RecordState.DISPUTED, date(2026, 6, 8))
    assert entry.disputed_since == objection.marked_on == date(2026, 6, 8)
    assert operations() == [("published", "I"), ("corrected", "U")]
    told = OutboxEvent.objects.get(topic="disclosure.penalty.corrected").payload
    assert told["fields"]["BZ"] == "异议处理中"
    assert told["revision"] == 2
    assert RecordEvent.objects.get().kind == "disputed"


def test_the_clock_is_that_of_the_place_and_grows_when_the_provider_is_asked(penalty: Penalty):
    clerk = factories.clerk()
    objection = filed(penalty)
    running = Deadline.objects.filter(closed_at__isnull=True, object_type="credit.objection")
    assert list(running.values_list("kind", "due_on")) == [("objection", date(2026, 6, 11))]
    services.pass_on(objection, provider_name="县市场监督管理局", by=clerk)
    assert dict(running.values_list("kind", "due_on")) == {
        "objection": date(2026, 6, 17),
        "objection_provider": date(2026, 6, 11),
    }
    assert set(running.values_list("basis", flat=True)) == {"河南省社会信用条例 第四十一条"}


@pytest.mark.parametrize(
    ("place", "own", "in_all", "certain"),
    [
        ("410527", 3, 7, True),
        ("370102", 3, 7, True),
        ("310101", 5, 7, True),
        ("330106", 5, 5, True),
        ("440304", 1, 3, True),
        ("220102", 3, 7, False),
    ],
)
def test_each_place_has_its_own_periods(place: str, own: int, in_all: int, certain: bool):
    clock = clocks.clock_of(on=date(2026, 6, 8), place=place)
    assert (clock.own, clock.with_provider, clock.certain) == (own, in_all, certain)


def test_zhejiang_extends_once_with_approval_and_henan_never(penalty: Penalty):
    objection = filed(penalty)
    reviewer = factories.reviewer()
    with pytest.raises(Refusal, match="know no extension"):
        services.extend(objection, reason="案情复杂，需要核查", by=reviewer)
    Objection.objects.update(division_code="330106")
    chief = factories.officer(roles=("reviewer",), prefix="33")
    objection.refresh_from_db()
    assert services.extend(objection, reason="案情复杂，需要核查", by=chief).extended_by_days == 15
    assert clocks.due(objection.__class__.objects.get()).on == date(2026, 7, 7)
    with pytest.raises(Refusal, match="extended once"):
        services.extend(objection, reason="再次延长", by=chief)


def test_time_of_expert_review_is_not_counted_in_henan(penalty: Penalty, settings: Any):
    clerk, objection = factories.clerk(), filed(penalty)
    services.pause(objection, reason="送检验机构检测", by=clerk)
    assert not Deadline.objects.filter(closed_at__isnull=True, object_type="credit.objection").exists()
    settings.CHENGYI_TODAY = date(2026, 6, 15)
    services.resume(objection, by=clerk)
    assert clocks.due(objection).on == date(2026, 6, 18)


def proposed(penalty: Penalty, clerk: Officer, **fields: Any) -> Objection:
    objection = filed(penalty)
    given = {"finding": "upheld", "remedy": "withdraw", "reasoning": "经核查，该记录不属于该单位。", **fields}
    return services.propose(objection, by=clerk, **given)


def test_an_upheld_objection_withdraws_the_record_everywhere_by_one_act(penalty: Penalty):
    objection = services.decide(proposed(penalty, factories.clerk()), by=factories.reviewer())
    penalty.refresh_from_db()
    record, entry = record_of(penalty), PublicEntry.objects.get()
    assert (record.state, record.withdrawn_on) == (RecordState.WITHDRAWN, date(2026, 6, 8))
    assert (entry.state, entry.disputed_since) == (PublicState.WITHDRAWN, None)
    assert entry.withdrawn_reason == "经核查，该记录不属于该单位。"
    assert penalty.state == DecisionState.ANNULLED
    assert operations()[-1] == ("withdrawn", "R")
    assert (objection.state, showing.told_how(objection)) == (ObjectionState.TOLD, "in the portal")
    assert objection.effects
    assert not Deadline.objects.filter(closed_at__isnull=True, object_type="credit.objection").exists()


def test_an_upheld_correction_replaces_record_entry_and_tells_the_platforms(penalty: Penalty):
    correction = {"title": "未按规定公示执业许可证", "count": 2}
    objection = proposed(
        penalty, factories.clerk(), finding="partly", remedy="correct", correction=correction
    )
    services.decide(objection, by=factories.reviewer())
    old, new = ConductRecord.objects.order_by("pk")
    assert (old.state, new.state, new.supersedes_id) == (RecordState.SUPERSEDED, RecordState.NORMAL, old.pk)
    assert (new.title, new.count, new.document_no) == ("未按规定公示执业许可证", 2, old.document_no)
    entry = PublicEntry.objects.get()
    assert (entry.title, entry.disputed_since, entry.state) == (new.title, None, PublicState.SHOWN)
    assert operations()[-1] == ("corrected", "U")
    last = OutboxEvent.objects.filter(topic="disclosure.penalty.corrected").last()
    assert last is not None
    assert last.payload["fields"]["CF_WFXW"] == new.title
    assert "BZ" not in last.payload["fields"]
    assert [(one.before, one.after) for one in showing.corrections(objection)] == [
        (old.title, new.title),
        ("1", "2"),
    ]


def test_a_rejected_objection_takes_the_mark_away(penalty: Penalty):
    objection = proposed(
        penalty,
        factories.clerk(),
        finding="rejected",
        remedy="none",
        reasoning="经核查，决定书内容与公示一致。",
    )
    services.decide(objection, by=factories.reviewer())
    record = record_of(penalty)
    assert (record.state, record.disputed_until) == (RecordState.NORMAL, date(2026, 6, 8))
    assert PublicEntry.objects.get().disputed_since is None
    assert operations() == [("published", "I"), ("corrected", "U"), ("corrected", "U")]


def test_taking_an_objection_back_unmarks(penalty: Penalty):
    party = party_of(penalty)
    services.take_back(filed(penalty, by=party), by=party)
    assert record_of(penalty).state == RecordState.NORMAL


def test_whoever_proposed_does_not_decide(penalty: Penalty):
    both = factories.officer(roles=("clerk", "reviewer"))
    objection = proposed(penalty, both)
    with pytest.raises(Refusal, match="second officer"):
        services.decide(objection, by=both)
    assert record_of(penalty).state == RecordState.DISPUTED


def test_a_decision_whose_effect_fails_changes_nothing(penalty: Penalty, monkeypatch: pytest.MonkeyPatch):
    objection = proposed(penalty, factories.clerk())

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("disclosure.services.standing.clocks.stop", broken)
    with pytest.raises(RuntimeError):
        services.decide(objection, by=factories.reviewer())
    assert Objection.objects.get().state == ObjectionState.PROPOSED
    assert record_of(penalty).state == RecordState.DISPUTED
    assert PublicEntry.objects.get().state == PublicState.SHOWN
    assert operations()[-1] == ("corrected", "U")


def test_nobody_objects_to_the_record_of_another(penalty: Penalty):
    other = factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    account = Officer.objects.create_user("clinic")
    about = about_record(record_of(penalty))
    for by in (Party(account, frozenset({other.pk})), OnPaper(factories.clerk(), P.OBJECTION_HANDLE)):
        with pytest.raises(Refusal, match="own records"):
            services.file_objection(subject_id=other.pk, about=about, ground="content", claim=WORDS, by=by)
    with pytest.raises(Refusal, match="body you act for"):
        filed(penalty, by=Party(account, frozenset({other.pk})))
    assert not Objection.objects.exists()
    assert record_of(penalty).state == RecordState.NORMAL


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"claim": "不对"}, "at least ten characters"),
        ({"ground": "weather"}, "from the list"),
        ({"received_on": date(2026, 6, 9)}, "cannot lie ahead"),
        ({"about": "credit.conductrecord:999999"}, "own records"),
        ({"about": "disclosure.permit:nothing"}, "own records"),
    ],
)
def test_a_bad_objection_is_refused_with_a_sentence_and_leaves_nothing(
    penalty: Penalty, fields: dict[str, Any], sentence: str
):
    with pytest.raises(Refusal, match=sentence):
        filed(penalty, **fields)
    assert not Objection.objects.exists()
    assert record_of(penalty).state == RecordState.NORMAL


def test_one_objection_at_a_time(penalty: Penalty):
    party = party_of(penalty)
    first = filed(penalty, by=party)
    with pytest.raises(Refusal, match="open already"):
        filed(penalty, by=party)
    assert Objection.objects.get() == first
    assert RecordEvent.objects.count() == 1


def test_the_database_holds_one_open_objection_and_a_finding_with_each_decision(penalty: Penalty):
    first = filed(penalty)
    with pytest.raises(IntegrityError, match="one_open_objection|UNIQUE"), transaction.atomic():
        Objection.objects.bulk_create([Objection(**{**vars_of(first), "pk": None})])
    with pytest.raises(IntegrityError, match="a_decided_objection_has_a_finding"), transaction.atomic():
        Objection.objects.update(state="decided")


def vars_of(row: Objection) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def test_a_withdrawn_record_leaves_nothing_to_object_to(penalty: Penalty):
    publishing.annul(penalty, by=factories.reviewer(), reason="经行政复议，原处罚决定被撤销")
    with pytest.raises(Refusal, match="withdrawn or replaced already"):
        filed(penalty)


def test_a_bad_evidence_file_refuses_the_whole_objection(penalty: Penalty):
    with pytest.raises(Refusal, match="empty"):
        filed(penalty, files=[SimpleUploadedFile("证据.pdf", b"")])
    assert not Objection.objects.exists()


def test_an_officer_files_what_came_on_paper_and_tells_the_party(penalty: Penalty):
    clerk = factories.clerk()
    objection = filed(
        penalty, by=OnPaper(clerk, P.OBJECTION_HANDLE), channel=Channel.PAPER, received_on=date(2026, 6, 5)
    )
    services.propose(
        objection,
        finding="rejected",
        remedy="none",
        reasoning="经核查，公示内容与决定书一致。",
        by=factories.clerk(),
    )
    decided = services.decide(objection, by=factories.reviewer())
    assert decided.state == ObjectionState.DECIDED
    assert Deadline.objects.filter(closed_at__isnull=True, kind="objection").exists()
    told = services.tell(decided, how="书面送达", by=clerk)
    assert told.state == ObjectionState.TOLD
    assert AuditEvent.objects.filter(object_type="credit.objection").count() == 4


def test_a_permit_is_objected_to_as_well():
    permit = factories.permit(by=factories.clerk())
    decisions.approve(permit, by=factories.reviewer())
    publishing.publish_due(on=date(2026, 6, 8))
    account = Officer.objects.create_user("hospital")
    objection = services.file_objection(
        subject_id=permit.subject_id,
        about=f"disclosure.permit:{permit.guid}",
        ground="not_ours",
        claim=WORDS,
        by=Party(account, frozenset({permit.subject_id})),
    )
    assert PublicEntry.objects.get().disputed_since == date(2026, 6, 8)
    services.propose(
        objection,
        finding="upheld",
        remedy="withdraw",
        reasoning="许可对象确系另一单位。",
        by=factories.clerk(),
    )
    services.decide(objection, by=factories.reviewer())
    assert PublicEntry.objects.get().state == PublicState.WITHDRAWN


def test_personal_numbers_do_not_enter_the_words(penalty: Penalty):
    objection = filed(penalty, claim=f"当事人{factories.PERSON_ID}与本单位无关，请核实。")
    assert factories.PERSON_ID not in objection.claim


def test_every_other_pair_of_state_and_step_is_refused(penalty: Penalty):
    objection = filed(penalty)
    decided = {"decided_on": date(2026, 6, 8), "finding": "rejected", "remedy": "none"}
    everything = factories.officer(is_superuser=True)
    pairs = [
        (state, step.name)
        for step in OBJECTION.transitions.values()
        for state in ObjectionState.values
        if state not in step.sources
    ]
    assert len(pairs) > 50
    for state, name in pairs:
        Objection.objects.update(state=state, **decided)
        with pytest.raises(Refusal, match="is not possible"):
            OBJECTION.apply(objection, name, by=everything, reason="因为如此")
        assert Objection.objects.get().state == state


def test_what_is_heard_about_an_objection_can_be_dispatched(penalty: Penalty):
    filed(penalty)
    assert outbox.dispatch_all() > 0
    assert evidence.of(services.about(Objection.objects.get())).count() == 0
