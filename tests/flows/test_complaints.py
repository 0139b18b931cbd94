"""A complaint through the pages: brought by a citizen, handled by two officers, followed by its codes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, Reveal
from accounts.roles import AUDITOR
from core.models import AuditEvent, Deadline, OutboxEvent
from credit.models import ConductRecord
from supervision.models import Complaint, ComplaintReward, Inspection, Rectification
from tests import factories
from tests.flows.steps import signed_in, step
from tests.unit.supervision.complaints.complaint_rows import (
    CONTACT,
    NAME,
    NOTE,
    WORDS,
    circle,
    passphrase,
)

pytestmark = pytest.mark.django_db
CODE = re.compile(r'id="(tracking|pickup)">([A-Z0-9-]+)<')


@pytest.fixture(autouse=True)
def _on_a_monday(settings: Any) -> None:
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    cache.clear()
    factories.agency()


def brought(**fields: str) -> dict[str, str]:
    return {
        "nature": "report",
        "body_name": "内黄县青禾医院",
        "division": factories.COUNTY,
        "topic": "fees",
        "words": WORDS,
        "way": "anonymous",
        "submission": "one",
        **fields,
    }


def complain(**fields: str) -> Any:
    client = Client(headers={"accept-language": "en"})
    return client.post(reverse("supervision:complaint_new"), brought(**fields))


def codes_of(answer: Any) -> dict[str, str]:
    return dict(CODE.findall(answer.content.decode()))


def follow(codes: dict[str, str], **fields: str) -> Any:
    client = Client(headers={"accept-language": "en"})
    return client.post(reverse("supervision:complaint_follow"), {**codes, **fields})


def test_a_citizen_reports_two_officers_decide_and_the_reward_names_nobody() -> None:
    factories.institution()
    keepers = circle(3)
    answer = complain(
        way="named", informant_name=NAME, informant_contact=CONTACT, informant_note=NOTE, nature="report"
    )
    codes = codes_of(answer)
    assert set(codes) == {"tracking", "pickup"}
    assert answer.headers["Cache-Control"].find("no-store") >= 0
    row = Complaint.objects.get()
    assert row.named

    # The tracking code shows the state and nothing of the matter.
    shown = follow({"tracking": codes["tracking"]}).content.decode()
    assert "received, being looked at" in shown
    assert "2026-06-23" in shown
    for word in ("青禾", WORDS, NAME, CONTACT, row.number):
        assert word not in shown

    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    assert "内黄县青禾医院：" in clerk.get("/admin/").content.decode()
    case = step(clerk, row, "accept", procedure="petition", office="综合监督科", body="")
    assert WORDS in case
    assert "Two of the keepers" in case
    assert NAME not in case
    assert CONTACT not in case
    row.refresh_from_db()
    assert row.due_on == date(2026, 8, 7)
    step(clerk, row, "inspect", speciality="", grounds="检查收费公示与票据。")
    assert Inspection.objects.get().reason == "complaint"
    step(
        clerk,
        row,
        "propose",
        finding="upheld",
        facts="调取收费系统记录，有三个项目高于公示价格。",
        item_code="J35",
        problem="收费与公示不一致",
        rectify_by="2026-07-08",
    )
    assert reviewer.get(reverse("admin:supervision_complaint_propose", args=[row.pk])).status_code == 302
    done = step(reviewer, row, "decide")
    assert "Conduct record J35 entered." in done
    record = ConductRecord.objects.get()
    assert record.source == f"supervision.complaint:{row.guid}"
    assert Rectification.objects.get().due_on == date(2026, 7, 8)
    step(clerk, row, "reward", amount="500", grounds="提供的票据线索使三个项目得以查实。")
    step(clerk, row, "answer", words="经查属实，已责令整改并记入信用档案。")

    reward = ComplaintReward.objects.get()
    approved = step(reviewer, reward, "approve")
    assert NAME not in approved
    opened = follow(codes).content.decode()
    assert "经查属实" in opened
    assert "A reward of 500" in opened
    rated = follow(codes, act="rate", satisfaction="good").content.decode()
    assert "Your rating: satisfied" in rated
    other = signed_in(factories.clerk())
    wrong = other.post(
        reverse("admin:supervision_complaintreward_pay", args=[reward.pk]),
        {"pickup": "ABCD-EFGH", "voucher_no": "1"},
    ).content.decode()
    assert "does not belong to this report" in wrong
    paid = step(other, reward, "pay", pickup=codes["pickup"], voucher_no="支2026-11")
    assert "支2026-11" in paid
    assert "was paid out on 2026-06-08" in follow(codes).content.decode()
    assert not Deadline.objects.filter(object_type="supervision.complaint", closed_at__isnull=True).exists()
    assert not Deadline.objects.filter(kind="reward_decide", closed_at__isnull=True).exists()

    # Two keepers look together, once; the auditor sees it, the outbox and the trail know no name.
    first, second = (signed_in(who) for who in keepers[:2])
    asked = first.post(
        reverse("admin:supervision_informantlook_add"),
        {"number": row.number, "reason": "需与举报人核实票据原件。", "passphrase": passphrase(keepers[0])},
    ).content.decode()
    code = re.search(r">([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})<", asked)
    assert code is not None
    look = row.looks.get()
    address = reverse("admin:supervision_informantlook_change", args=[look.pk])
    assert (
        "Carry it out" in second.get(reverse("admin:supervision_informantkeeper_changelist")).content.decode()
    )
    seen = second.post(address, {"code": code[1], "passphrase": passphrase(keepers[1])}).content.decode()
    assert NAME in seen
    assert CONTACT in seen
    again = second.post(address, {"code": code[1], "passphrase": passphrase(keepers[1])})
    assert again.status_code == 302
    assert Reveal.objects.filter(field="informant").count() == 2
    auditor = signed_in(factories.officer(roles=(AUDITOR.code,)))
    assert "核实票据" in auditor.get(reverse("admin:accounts_reveal_changelist")).content.decode()
    told = "".join(map(str, OutboxEvent.objects.values_list("payload", flat=True)))
    told += "".join(map(str, AuditEvent.objects.values_list("after", "reason", "object_label")))
    assert "complaint" in told
    assert not any(word in told for word in (NAME, CONTACT, NOTE))


def test_without_keepers_the_public_form_takes_anonymous_reports_only() -> None:
    client = Client(headers={"accept-language": "en"})
    form = client.get(reverse("supervision:complaint_new")).content.decode()
    assert "Only anonymous reports are taken here at present" in form
    assert "informant_name" not in form
    assert complain(way="named", informant_name=NAME, informant_contact=CONTACT).status_code == 200
    assert Complaint.objects.get().named is False


def test_a_form_sent_twice_shows_its_codes_again_and_the_same_words_are_joined() -> None:
    once = complain(words="另外一件事情：候诊区没有公示投诉电话。")
    assert codes_of(complain(words="另外一件事情：候诊区没有公示投诉电话。")) == codes_of(once) != {}
    assert "with other words" in complain(words="又一件事情：窗口没有人值守。").content.decode()
    assert Complaint.objects.count() == 1
    second = complain(words="另外一件事情，候诊区没有公示投诉电话！", submission="two")
    assert "joined with it" in second.content.decode()
    first, joined = Complaint.objects.order_by("pk")
    assert (joined.state, joined.joined_to) == ("joined", first)
    shown = follow({"tracking": codes_of(second)["tracking"]}).content.decode()
    assert "Joined with an earlier one" in shown


def test_one_address_cannot_flood_but_another_still_complains() -> None:
    for place in range(3):
        assert (
            complain(words=f"第{place}次：大厅地面湿滑没有警示。", submission=str(place)).status_code == 200
        )
    flooded = complain(submission="more")
    assert flooded.status_code == 429
    assert WORDS in flooded.content.decode()  # nothing that was written is lost
    client = Client(REMOTE_ADDR="10.1.2.3")
    assert client.post(reverse("supervision:complaint_new"), brought(submission="else")).status_code == 200


def test_a_wrong_code_tells_nothing_and_is_soon_throttled() -> None:
    assert follow({"tracking": "ABCD-EFGH-JKLM-NPQR"}).status_code == 404
    assert "never 0, O, 1 or I" in follow({"tracking": "0000"}).content.decode()
    codes = codes_of(complain())
    assert (
        "does not belong" in follow({"tracking": codes["tracking"], "pickup": "ABCD-EFGH"}).content.decode()
    )
    assert [follow({"tracking": "ABCD-EFGH-JKLM-NPQR"}).status_code for _time in range(20)][-1] == 429


def test_a_reader_sees_the_state_and_not_the_words() -> None:
    complain()
    row = Complaint.objects.get()
    page = signed_in(factories.officer(roles=("reader",))).get(
        reverse("admin:supervision_complaint_change", args=[row.pk])
    )
    assert WORDS not in page.content.decode()
    assert "Only officers who handle or decide" in page.content.decode()


def test_an_officer_registers_a_call_and_gets_the_codes_once() -> None:
    officer = factories.clerk()
    officer.agency = Agency.objects.get()
    officer.save(update_fields=["agency"])
    clerk = signed_in(officer)
    form = clerk.get(reverse("admin:supervision_complaint_add")).content.decode()
    assert "only anonymous complaints are taken" in form
    answer = clerk.post(
        reverse("admin:supervision_complaint_add"),
        {
            "channel": "hotline",
            "nature": "complaint",
            "received_on": "2026-06-08",
            "body_name": "无名诊所",
            "division": factories.COUNTY,
            "topic": "unlicensed",
            "words": "街口一处没有挂牌的诊所在给人输液。",
        },
    ).content.decode()
    assert len(re.findall(r"<code[^>]*>[A-Z0-9-]{9,19}</code>", answer)) == 2
    row = Complaint.objects.get()
    assert row.subject_id is None
    assert row.about == "无名诊所"


def test_keepers_set_themselves_up_through_the_pages() -> None:
    first, second = (factories.officer(roles=("informant_keeper",)) for _place in range(2))
    for who in (first, second):
        client = signed_in(who)
        words = passphrase(who)
        form = {"place": factories.COUNTY, "passphrase": words, "again": words}
        bad = client.post(reverse("admin:supervision_informantkeeper_add"), {**form, "again": "else"})
        assert "two passphrases differ" in bad.content.decode()
        assert client.post(reverse("admin:supervision_informantkeeper_add"), form).status_code == 302
    page = client.get(reverse("admin:supervision_informantkeeper_changelist")).content.decode()
    assert "Fewer than two keys are in use" in page
    key = second.informant_keys.get()
    client.post(reverse("admin:supervision_informantkeeper_open_circle", args=[key.pk]))
    page = client.get(reverse("admin:supervision_informantkeeper_changelist")).content.decode()
    assert "Fewer than 3 keys are in use" in page
    public = Client(headers={"accept-language": "en"}).get(reverse("supervision:complaint_new"))
    assert "informant_name" in public.content.decode()
    assert (
        signed_in(factories.clerk()).get(reverse("admin:supervision_informantkeeper_changelist")).status_code
        == 403
    )
