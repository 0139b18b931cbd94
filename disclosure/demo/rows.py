"""The rows of the demonstration county's workbooks, made from a fixed seed and relative to today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.demo import AGENCY_NAME, COUNTY, COUNTY_NAME
from disclosure.demo import numbers, words
from disclosure.rules.publicity import add_months

Row = dict[str, Any]
SEED = 20261122


@dataclass(slots=True)
class Body:
    """An invented supervised body."""

    name: str
    uscc: str
    kind: words.BodyKind
    head: str
    head_id: str
    licence_no: str
    row: Row = field(default_factory=dict)

    @property
    def party_kind(self) -> str:
        return "个体工商户" if self.kind.individual else "法人及非法人组织"


@dataclass(slots=True)
class Person:
    """An invented practitioner."""

    name: str
    id_number: str
    certificate: str
    category: str
    place: Body


class County:
    """Everything that is in the county's drawers on a given day."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.rng = Random(SEED)  # noqa: S311 - invented data, no secret
        self.authority = numbers.uscc(self.rng, "11", COUNTY)
        self.bodies = list(self._bodies())
        self.people = list(self._people())
        self._serial: dict[str, int] = {}

    def _name(self) -> str:
        return self.rng.choice(words.SURNAMES) + "".join(
            self.rng.sample(words.GIVEN, self.rng.choice((1, 2, 2, 2)))
        )

    def _born(self, youngest: int = 24, oldest: int = 58) -> date:
        return self.today - timedelta(days=self.rng.randint(youngest * 366, oldest * 365))

    def _bodies(self) -> Iterator[Body]:
        for kind in words.BODIES:
            for index in range(kind.number):
                yield self._body(kind, index)

    def _body(self, kind: words.BodyKind, index: int) -> Body:
        suffix: str | int = index // len(words.TOWNS) + 1
        if kind.category == "诊所":
            suffix = words.CLINIC_KINDS[index % len(words.CLINIC_KINDS)]
        elif kind.category == "公共场所":
            suffix = words.PLACE_KINDS[index % len(words.PLACE_KINDS)]
        shop = words.SHOP[index % len(words.SHOP)] + (
            "" if index < len(words.SHOP) else words.STREETS[index % 8][:2]
        )
        name = kind.pattern.format(c=COUNTY_NAME, t=words.TOWNS[index % len(words.TOWNS)], s=shop, n=suffix)
        code = numbers.uscc(self.rng, kind.prefix, COUNTY)
        medical = bool(kind.departments)
        licence = f"{code[8:17]}{COUNTY}17A1001" if medical else ""
        body = Body(
            name, code, kind, self._name(), numbers.resident_id(self.rng, COUNTY, self._born(30)), licence
        )
        body.row = {
            "机构名称": name,
            "统一社会信用代码": code,
            "机构类别": kind.category,
            "级别等次": kind.level,
            "经营性质": kind.ownership,
            "执业许可证登记号": licence,
            "法定代表人": body.head,
            "从业人员数": self.rng.randint(2, 40) if kind.number > 4 else self.rng.randint(60, 560),
            "诊疗科目": kind.departments,
            "地址": f"{COUNTY_NAME}{self.rng.choice(words.STREETS)}{self.rng.randint(1, 260)}号",
            "行政区划代码": COUNTY,
            "许可有效期至": self.today + timedelta(days=self.rng.randint(-20, 1500)),
            "校验有效期至": self.today + timedelta(days=self.rng.randint(-15, 700)) if medical else None,
            "量化分级": self.rng.choice("AABBBC") if kind.quantified else "",
        }
        return body

    def _people(self) -> Iterator[Person]:
        medical = [body for body in self.bodies if body.kind.departments]
        for index in range(260):
            category, _class, _scope, _titles = words.STAFF[index % len(words.STAFF)]
            born = self._born()
            number = f"{self.rng.randint(110000000000000, 219999999999999)}"
            if category == "注册护士":
                number = f"{self.rng.randint(2005, 2024)}22{index:06d}"
            elif category not in ("执业医师", "执业助理医师"):
                number = ""
            yield Person(
                self._name(),
                numbers.resident_id(self.rng, COUNTY, born),
                number,
                category,
                medical[index % len(medical)],
            )

    def institutions(self) -> list[Row]:
        """Rows of the institutions' workbook."""
        return [body.row for body in self.bodies]

    def practitioners(self) -> list[Row]:
        """Rows of the practitioners' workbook."""
        rows = []
        for index, person in enumerate(self.people):
            category, practice, scope, titles = words.STAFF[index % len(words.STAFF)]
            rows.append(
                {
                    "姓名": person.name,
                    "证件类型": "身份证",
                    "证件号码": person.id_number,
                    "人员类别": category,
                    "执业证书编码": person.certificate,
                    "执业类别": practice,
                    "执业范围": scope,
                    "职称": self.rng.choice(titles),
                    "执业机构统一社会信用代码": person.place.uscc,
                    "注册日期": self.today - timedelta(days=self.rng.randint(200, 2600)),
                }
            )
        return rows

    def practices(self) -> list[Row]:
        """Rows of the places of practice: one each, and an earlier place for some."""
        rows = []
        for index, person in enumerate(self.people):
            started = self.today - timedelta(days=self.rng.randint(100, 1400))
            if index % 9 == 0:
                other = self.people[(index + 7) % len(self.people)].place
                rows.append(
                    self._practice(
                        person, other, started - timedelta(days=700), started - timedelta(days=1), "首次注册"
                    )
                )
            rows.append(
                self._practice(
                    person, person.place, started, None, "变更注册" if index % 9 == 0 else "首次注册"
                )
            )
        return rows

    def _practice(self, person: Person, place: Body, start: date, end: date | None, change: str) -> Row:
        return {
            "姓名": person.name,
            "证件类型": "身份证",
            "证件号码": person.id_number,
            "执业证书编码": person.certificate,
            "执业机构统一社会信用代码": place.uscc,
            "执业机构名称": place.name,
            "开始日期": start,
            "结束日期": end,
            "是否主要执业机构": "是",
            "变更类型": change,
        }

    def _document_no(self, series: str, on: date) -> str:
        key = f"{series}{on.year}"
        self._serial[key] = self._serial.get(key, 0) + 1
        return f"青卫{series}〔{on.year}〕{self._serial[key]}号"

    def _authority(self) -> Row:
        return {
            "数据来源单位": AGENCY_NAME,
            "数据来源单位统一社会信用代码": self.authority,
        }

    def penalties(self, number: int, *, oldest_days: int, newest_days: int) -> list[Row]:
        """Rows of penalties on bodies, decided between two numbers of days ago, oldest first."""
        rows = []
        for on in self._days(number, oldest_days, newest_days):
            violation = self.rng.choice(words.BODY_VIOLATIONS)
            body = self._offender(violation)
            rows.append(
                {
                    "行政相对人名称": body.name,
                    "行政相对人类别": body.party_kind,
                    "行政相对人代码_1（统一社会信用代码）": body.uscc,
                    "法定代表人": body.head,
                    "法定代表人证件类型": "身份证",
                    "法定代表人证件号码": body.head_id,
                    **self._penalty(violation, on),
                }
            )
        return rows

    def _offender(self, violation: words.Violation) -> Body:
        """Few bodies are behind most decisions, as in life."""
        bodies = [body for body in self.bodies if body.kind.category in violation.categories]
        known = bodies[:: max(1, len(bodies) // 6)]
        return self.rng.choice(known if self.rng.random() < 0.7 else bodies)

    def person_penalties(self, number: int, *, oldest_days: int, newest_days: int) -> list[Row]:
        """Rows of penalties on practitioners."""
        doctors = [person for person in self.people if person.category.startswith("执业")]
        return [
            {
                "行政相对人名称": person.name,
                "行政相对人类别": "自然人",
                "自然人证件类型": "身份证",
                "自然人证件号码": person.id_number,
                **self._penalty(self.rng.choice(words.PERSON_VIOLATIONS), on),
            }
            for on, person in zip(
                self._days(number, oldest_days, newest_days), self.rng.sample(doctors, number), strict=True
            )
        ]

    def _days(self, number: int, oldest: int, newest: int) -> list[date]:
        # More of the recent than of the long ago.
        ages = (newest + int((oldest - newest) * self.rng.random() ** 1.7) for _ in range(number))
        days = (self.today - timedelta(days=age) for age in ages)
        return sorted(day - timedelta(days=max(0, day.weekday() - 4)) for day in days)

    def _penalty(self, violation: words.Violation, on: date) -> Row:
        low, high = violation.fine
        fine = round(self.rng.uniform(low, high), 2) if high else None
        parts = ["给予警告"] if "警告" in violation.kinds else []
        if fine:
            parts.append(f"罚款人民币{round(fine * 10000)}元")
        taken = round(self.rng.uniform(0.05, 2.4), 2) if "没收违法所得" in violation.kinds else None
        if taken:
            parts.append(f"没收违法所得人民币{round(taken * 10000)}元")
        if "责令停产停业" in violation.kinds:
            parts.append("责令停业整顿")
        return {
            "行政处罚决定书文号": self._document_no(f"{violation.series}罚", on),
            "违法行为类型": violation.violation,
            "违法事实": violation.facts,
            "处罚依据": f"依据{violation.basis}",
            "处罚类别": "；".join(violation.kinds),
            "处罚内容": f"{'；'.join(parts)}，并责令改正违法行为。",
            "罚款金额（万元）": fine,
            "没收违法所得、没收非法财物的金额（万元）": taken,
            "处罚决定日期": f"{on:%Y/%m/%d}",
            "处罚有效期": f"{add_months(on, 36):%Y/%m/%d}",
            "处罚机关": AGENCY_NAME,
            "处罚机关统一社会信用代码": self.authority,
            **self._authority(),
        }

    def permits(self, number: int, *, oldest_days: int, newest_days: int) -> list[Row]:
        """Rows of permits of bodies: registrations, changes, verifications, hygiene permits."""
        rows = []
        for on in self._days(number, oldest_days, newest_days):
            body = self.rng.choice(self.bodies)
            title, certificate, kind, content, series, months = self._permit_words(body)
            rows.append(
                {
                    "行政相对人名称": body.name,
                    "行政相对人类别": body.party_kind,
                    "行政相对人代码_1（统一社会信用代码）": body.uscc,
                    "法定代表人": body.head,
                    "行政许可决定文书名称": title,
                    "行政许可决定文书号": self._document_no(series, on),
                    "许可类别": kind,
                    "许可证书名称": certificate,
                    "许可编号": body.licence_no,
                    "许可内容": content,
                    "许可决定日期": on,
                    "有效期自": on,
                    "有效期至": add_months(on, months) - timedelta(days=1),
                    "许可机关": AGENCY_NAME,
                    "许可机关统一社会信用代码": self.authority,
                    "当前状态": "1",
                    **self._authority(),
                }
            )
        return rows

    def _permit_words(self, body: Body) -> tuple[str, str, str, str, str, int]:
        if not body.kind.departments:
            return "准予公共场所卫生许可决定书", "公共场所卫生许可证", "普通", "准予延续卫生许可", "公许", 48
        if self.rng.random() < 0.55:
            return "医疗机构校验合格决定书", "医疗机构执业许可证", "登记", "准予校验合格", "医校", 12
        change = self.rng.choice(
            ("准予变更主要负责人", "准予变更诊疗科目", "准予变更床位数", "准予变更执业地址")
        )
        return "准予医疗机构变更登记决定书", "医疗机构执业许可证", "登记", change, "医许", 60
