"""Rows for the tests of draws: a county with public places, inspectors of two offices, an approved plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import override_settings

from accounts.models import Officer
from accounts.roles import INSPECTOR
from core.clock import today
from credit.models import Subject
from supervision.choices import Speciality
from supervision.draws import libraries, planning, replacing, services
from supervision.draws.choices import ReplacementGround
from supervision.draws.planning import NewLine
from supervision.models import Draw, InspectionItem, Inspector, Plan
from tests import factories

LOTTERY = "福彩3D当日开奖号码"


@dataclass(slots=True)
class Desk:
    """Who plans, who approves, and the plan."""

    clerk: Officer
    reviewer: Officer
    plan: Plan
    inspectors: list[Inspector]


def item(code: str = "GG-T1", speciality: str = Speciality.PUBLIC_PLACE, **fields: Any) -> InspectionItem:
    """Enter an inspection item."""
    given = {
        "title": "公共场所卫生检查",
        "effective_from": date(2020, 1, 1),
        "document": "公共场所卫生管理条例",
        "article": "第十条",
        **fields,
    }
    return InspectionItem.objects.create(code=code, speciality=speciality, **given)


def places(number: int, *, category: str = "公共场所", state: str = "active") -> list[Subject]:
    """Make bodies of a category with credit codes of their own."""
    found = []
    for index in range(number):
        subject = Subject.objects.create(
            identity=f"R:{category}{state}{index:04d}",
            kind="organisation",
            name=f"内黄县{category}{index:03d}号",
            name_norm=f"内黄县{category}{index:03d}号",
            division_code=factories.COUNTY,
            state=state,
        )
        factories.institution(subject, category=category)
        found.append(subject)
    return found


def inspectors(clerk: Officer, number: int = 4) -> list[Inspector]:
    """Enter inspectors of two offices."""
    offices = [factories.agency(name=f"内黄县卫生健康委员会{name}") for name in ("监督一科", "监督二科")]
    return [
        libraries.enter_inspector(
            officer=factories.officer(roles=(INSPECTOR.code,)),
            code=f"P{index:02d}",
            certificate_no=f"豫E-{index:03d}",
            certificate_valid_to=None,
            specialities=[Speciality.PUBLIC_PLACE],
            office=offices[index % 2],
            division_code=factories.COUNTY,
            by=clerk,
        )
        for index in range(number)
    ]


def desk(*lines: NewLine, staff: int = 4) -> Desk:
    """Approve a plan with one line of public places, or the lines given."""
    clerk, reviewer = factories.clerk(), factories.reviewer()
    plan = planned(clerk, reviewer, *(lines or (public_places(),)))
    return Desk(clerk, reviewer, plan, inspectors(clerk, staff))


def planned(clerk: Officer, reviewer: Officer, *lines: NewLine, year: int = 0) -> Plan:
    """Approve a plan of this year, or of the year given."""
    plan = planning.start_plan(
        year=year or today().year,
        title="年度双随机抽查计划",
        authority_name=factories.AUTHORITY,
        division_code=factories.COUNTY,
        by=clerk,
    )
    for line in lines:
        planning.add_line(plan, line, by=clerk)
    return planning.approve(planning.submit(plan, by=clerk), by=reviewer)


def public_places(**fields: Any) -> NewLine:
    """Describe a line: a fifth of the public places."""
    given: dict[str, Any] = {"ratio": 2000, "rounds": 3, **fields}
    known = InspectionItem.objects.filter(code="GG-T1").first() or item()
    return NewLine(Speciality.PUBLIC_PLACE, [known], ["公共场所"], **given)


def started(desk: Desk, *, source: str = LOTTERY) -> Draw:
    """Prepare a draw for tomorrow."""
    return services.start_draw(
        plan=desk.plan,
        lines=list(desk.plan.lines.all()),
        title="第一次抽查",
        draw_on=today() + timedelta(days=1),
        public_source=source,
        by=desk.clerk,
    )


def committed(desk: Desk) -> Draw:
    """Freeze and commit a draw for tomorrow."""
    return services.commit(started(desk), by=desk.clerk)


def drawn(desk: Desk) -> Draw:
    """Hold a draw on its day."""
    row = committed(desk)
    with on(row.draw_on):
        return services.hold(row, public_number="7 3 5", by=desk.clerk, witnesses="县纪委监委驻委纪检组")


def approved(desk: Desk) -> Draw:
    """Hold and approve a draw."""
    row = drawn(desk)
    with on(row.draw_on):
        return services.approve(row, by=desk.reviewer)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let a day be today."""
    with override_settings(CHENGYI_TODAY=day):
        yield


def everything(clerk: Officer, reviewer: Officer) -> dict[str, Any]:
    """Return one row of each model that has a page, by the model's label."""
    bodies = places(5)
    plan = planned(clerk, reviewer, public_places())
    own = Desk(clerk, reviewer, plan, inspectors(clerk, 4))
    draw = services.open_draw(approved(own), by=clerk)
    body = draw.objects_drawn.first()
    assert body is not None
    return {
        "supervision.plan": plan,
        "supervision.draw": draw,
        "supervision.replacement": replacing.ask_object(
            body, ground=ReplacementGround.CLOSED, words="已停业，正在注销", by=clerk
        ),
        "supervision.inspector": own.inspectors[0],
        "supervision.expert": libraries.enter_expert(
            code="E01",
            name="邵清和",
            specialities=[Speciality.PUBLIC_PLACE],
            division_code=factories.COUNTY,
            employer_subject=bodies[0],
            by=clerk,
        ),
        "supervision.inspectionitem": plan.lines.get().items.get(),
    }
