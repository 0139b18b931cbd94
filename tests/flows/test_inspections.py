"""An inspection through the pages: given, done on the telephone, approved, read by public and body."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from credit.models import ConductRecord
from institutions.models import Membership
from supervision.inspections import papers
from supervision.models import Checklist, Inspection, InspectionLine, InspectionNotice, Rectification
from tests import factories
from tests.flows.steps import signed_in
from tests.unit.supervision.inspections import spot_rows

pytestmark = pytest.mark.django_db
FACTS = "机房门防护铅板破损"


def given(clerk: Officer, crew: tuple[Officer, Officer]) -> Inspection:
    """Give a task by hand, with the button pressed twice."""
    planner, url = signed_in(clerk), reverse("admin:supervision_inspection_add")
    asked = {
        "about": factories.HOSPITAL_USCC,
        "checklist": Checklist.objects.get(code="inspection_radiation").pk,
        "reason": "warning",
        "grounds": "近期风险提示",
        "inspectors": [officer.pk for officer in crew],
        "token": str(uuid4()),
    }
    for _time in range(2):
        assert planner.post(url, asked).status_code == 302
    return Inspection.objects.get()


def send(client: Client, row: Inspection, kind: str, **values: object) -> dict[str, object]:
    """Send one act as the telephone does, and the same act again because the answer was lost."""
    url = reverse("admin:supervision_inspection_send", args=[row.pk])
    act = {"kind": kind, "token": str(uuid4()), "done_at": "2026-06-01T02:00:00.000Z", **values}
    first = client.post(url, act)
    assert first.status_code == 200, first.content
    upload = values.get("file")
    if upload is None:
        again = client.post(url, act)
        assert again.status_code == 200
        assert again.json()["version"] == first.json()["version"]
    found: dict[str, object] = first.json()
    return found


def on_the_spot(row: Inspection, crew: tuple[Officer, Officer]) -> Client:
    """Do the whole inspection on the telephone up to the hand-in."""
    phones = [signed_in(officer) for officer in crew]
    for number, phone in enumerate(phones):
        send(phone, row, "joined", certificate=f"豫E-{number}")
    lead = phones[0]
    send(lead, row, "told", place="放射科", accompanied_by="科主任", base=0)
    items = spot_rows.items_of(row)
    for item in items[1:]:
        send(lead, row, "answered", item=item.pk, answer="ok", base=0)
    problem = {
        "answer": "problem",
        "facts": FACTS,
        "measure": "order",
        "due_on": "2026-12-31",
        "recorded": "1",
    }
    send(lead, row, "answered", item=items[0].pk, base=0, **problem)
    send(phones[1], row, "photo", item=items[0].pk, file=factories.png())
    send(lead, row, "closing", result="ordered", summary="已出具监督意见书", base=0)
    told = send(lead, row, "signed", signature="signed", signed_by="科主任", file=factories.png(), base=0)
    assert told["missing"] == []
    return lead


def test_an_inspection_from_the_task_to_the_public() -> None:
    body = factories.institution()
    crew, clerk, reviewer = spot_rows.inspectors(), factories.clerk(), factories.reviewer()
    row = given(clerk, crew)
    phone = on_the_spot(row, crew)
    page = phone.get(reverse("admin:supervision_inspection_field", args=[row.pk]))
    assert FACTS in page.content.decode()
    assert phone.post(reverse("admin:supervision_inspection_hand_in", args=[row.pk])).status_code == 302
    assert InspectionLine.objects.count() == len(spot_rows.items_of(row))
    assert len(papers.all_of(row, [1])) == 3

    desk = signed_in(reviewer)
    assert FACTS in desk.get(reverse("admin:supervision_inspection_change", args=[row.pk])).content.decode()
    desk.post(reverse("admin:supervision_inspection_approve", args=[row.pk]), {"publish": "on"})
    notice = InspectionNotice.objects.get()
    assert (ConductRecord.objects.get().facts, Rectification.objects.get().facts) == (FACTS, FACTS)

    public = Client()
    listed = public.get(
        reverse("supervision:inspections"), {"q": "青禾", "result": "ordered"}
    ).content.decode()
    assert body.subject.name in listed
    one = public.get(reverse("supervision:inspection", args=[notice.guid])).content.decode()
    assert spot_rows.items_of(row)[0].text in one
    by_code = public.get(reverse("supervision:inspections"), {"q": factories.HOSPITAL_USCC.lower()})
    assert [told.notice for told in by_code.context["rows"]] == [notice]
    address = reverse("supervision:inspection", args=[notice.guid])
    file = public.get(reverse("disclosure:subject", args=[factories.HOSPITAL_USCC])).content.decode()
    assert address in file, "a body is found by what was inspected at it, even where nothing else is public"
    table = public.get(reverse("supervision:inspections_download")).content.decode("utf-8-sig")
    assert factories.HOSPITAL_USCC in table
    for told in (listed, one, table):
        assert FACTS not in told

    member = Officer.objects.create_user("hospital")
    Membership.objects.create(user=member, institution=body)
    own = signed_in(member).get(reverse("portal:part", args=[body.pk, "inspections"])).content.decode()
    assert FACTS in own


def test_the_body_hears_nothing_before_the_inspection_is_over() -> None:
    body = factories.institution()
    crew = spot_rows.inspectors()
    spot_rows.begun(crew)
    member = Officer.objects.create_user("hospital")
    Membership.objects.create(user=member, institution=body)
    page = signed_in(member).get(reverse("portal:part", args=[body.pk, "inspections"])).content.decode()
    assert "放射卫生检查表" not in page


def test_only_its_inspectors_open_the_telephone_page() -> None:
    row = spot_rows.begun(spot_rows.inspectors())
    other = signed_in(factories.officer(roles=("inspector",)))
    assert other.get(reverse("admin:supervision_inspection_field", args=[row.pk])).status_code == 403
    assert other.post(reverse("admin:supervision_inspection_send", args=[row.pk])).status_code == 403
    assert row.crew.exclude(joined_at=None).count() == 2
