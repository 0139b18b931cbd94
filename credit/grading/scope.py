"""Whom a grading statement grades, and for which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit.choices import SubjectKind
from credit.grading.dialects import Dialect
from credit.rules.counting_back import PlaceRule
from credit.rules.terms import AppliesTo

KINDS: Mapping[str, tuple[str, ...]] = {
    AppliesTo.INSTITUTION: (SubjectKind.ORGANISATION.value, SubjectKind.INDIVIDUAL_BUSINESS.value),
    AppliesTo.PRACTITIONER: (SubjectKind.PERSON.value,),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and for which day a statement grades.

    Args:
        standard_id: the standard's row.
        applies_to: whom the standard grades.
        place: division prefix, "" for everywhere.
        as_of: the day for which grades are computed.
        subject_ids: only these subjects; None for everybody.
        after: of everybody, only those with a higher id (a slice of a run); None from the first.
        upto: of everybody, only those up to this id; None to the last.
        but_not: division prefixes within the place that have a version of the standard of their own.
        back: what places say on counting a cycle back from the end of verification, the nearest first.
    """

    standard_id: int
    applies_to: str
    place: str
    as_of: date
    subject_ids: Sequence[int] | None = None
    after: int | None = None
    upto: int | None = None
    but_not: Sequence[str] = ()
    back: Sequence[PlaceRule] = ()

    def params(self, dialect: Dialect) -> dict[str, Any]:
        """Return the named parameters of the tests below."""
        params: dict[str, Any] = {
            "standard": self.standard_id,
            "as_of": self.as_of,
            "place": f"{self.place}%",
            "after": self.after,
            "upto": self.upto,
        }
        params |= {f"nearer{number}": f"{place}%" for number, place in enumerate(self.but_not)}
        for number, rule in enumerate(self.back):
            params |= {f"back{number}": f"{rule.place}%", f"latest{number}": rule.latest}
        params |= {f"kind{number}": kind for number, kind in enumerate(KINDS[self.applies_to])}
        if self.subject_ids is not None:
            params["subjects"] = dialect.list_parameter(self.subject_ids)
        return params

    def whom(self, dialect: Dialect) -> str:
        """Return the test of a subject, table `s`."""
        kinds = ", ".join(f"%(kind{number})s" for number in range(len(KINDS[self.applies_to])))
        place = "AND s.division_code LIKE %(place)s" if self.place else ""
        nearer = "".join(
            f" AND s.division_code NOT LIKE %(nearer{number})s" for number in range(len(self.but_not))
        )
        return f"s.kind IN ({kinds}) {place}{nearer} {self.among('s.id', dialect)}"

    @property
    def counts_back(self) -> bool:
        """Whether cycles are counted back from the end of verification anywhere."""
        return any(rule.latest is not None for rule in self.back)

    def believed(self, day: str) -> str:
        """Return the test whether cycles of a subject, table `s`, may be counted back from a day."""
        cases, otherwise = [], "1 = 0"
        for number, rule in enumerate(self.back):
            test = "1 = 0" if rule.latest is None else f"{day} <= %(latest{number})s"
            if rule.place:
                cases.append(f"WHEN s.division_code LIKE %(back{number})s THEN {test}")
            else:
                otherwise = test
        return f"CASE {' '.join(cases)} ELSE {otherwise} END" if cases else otherwise

    def among(self, column: str, dialect: Dialect) -> str:
        """Return "AND …" that keeps the named subjects or the slice; nothing where that is everybody."""
        tests = []
        if self.subject_ids is not None:
            tests.append(dialect.one_of(column, "subjects"))
        if self.after is not None:
            tests.append(f"{column} > %(after)s")
        if self.upto is not None:
            tests.append(f"{column} <= %(upto)s")
        return "".join(f" AND {test}" for test in tests)
