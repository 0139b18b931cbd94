"""How long a penalty is shown, and whether at all: pure functions over plain data.

Three regimes follow each other (发改办财金〔2019〕527号; 国家发展改革委令2023年第58号 and 2025年第36号).
The class depends on kinds and procedure, several kinds in one decision take the longest, and the period
starts on the date of the document. All numbers come from the rule tables `publicity.regime`, `penalty.kind`
and `disclosure.setting`.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

# Order of severity among the class names of the rule tables; the unnamed class of R2023 stands alone.
SEVERITY = {"轻微": 0, "": 1, "一般": 1, "严重": 2}
SIMPLIFIED = "简易"
FINE = "罚款"
BY_AMOUNT = "按金额"


@dataclass(frozen=True, slots=True)
class Regime:
    """One publicity regime: its name, its days in force, its content (see `law/publicity_regimes.json`)."""

    code: str
    starts: date
    ends: date | None
    content: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything the evaluation needs from the rule tables, for one place.

    Args:
        regimes: all regimes, in order of their start.
        kinds: penalty kind → content of its rule row.
        settings: code → value of `disclosure.setting`.
    """

    regimes: tuple[Regime, ...]
    kinds: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One penalty as the rules see it.

    Args:
        party: "organisation", "person" or "minor".
        procedure: 普通 or 简易.
        kinds: kinds of penalty as in the decision.
        fine_wan: fine in 10,000 yuan, None when there is none.
        field_of_law: such as 卫生 or 食品.
        decided_on: date of the decision.
        annulled: whether it was annulled.
        repaired_on: day on which a repair was granted, None when none was.
    """

    party: str
    procedure: str
    kinds: tuple[str, ...]
    fine_wan: Decimal | None
    field_of_law: str
    decided_on: date
    annulled: bool = False
    repaired_on: date | None = None


@dataclass(frozen=True, slots=True)
class Publicity:
    """The answer: governing regime, class, whether shown on the day, and the two dates of the period."""

    regime: str
    class_name: str | None
    published: bool
    earliest_repair: date | None
    latest_end: date | None
    reason: str = ""


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def publicity(case: Case, *, as_of: date, policy: Policy) -> Publicity:
    """Tell whether and how long a penalty is shown.

    Args:
        case: the penalty.
        as_of: the day on which somebody looks.
        policy: the rules of the place.

    Returns:
        The governing regime's answer; with two candidate regimes the change-over policy decides (which regime
        governs a decision made before the change is not settled in the sources, so it is a setting).
    """
    at_decision = _regime_on(case.decided_on, policy)
    at_request = _regime_on(max(as_of, case.decided_on), policy)
    choice = policy.settings["change_over_policy"]
    if choice == "apply_at_decision" or at_decision.code == at_request.code:
        answer = _under(at_decision, case, as_of, policy)
    elif choice == "apply_at_request":
        answer = _under(at_request, case, as_of, policy)
    else:
        both = [_under(regime, case, as_of, policy) for regime in (at_decision, at_request)]
        answer = min(both, key=_leniency)
    return _with_party(answer, case, policy)


def _regime_on(day: date, policy: Policy) -> Regime:
    """The regime in force on a day; before the first one, the first (older decisions lapsed long ago)."""
    return next((regime for regime in policy.regimes if regime.holds_on(day)), policy.regimes[0])


def _leniency(answer: Publicity) -> tuple[bool, date, date]:
    """More lenient: not published beats published, then the earlier repair date, then the earlier end."""
    return answer.published, answer.earliest_repair or date.min, answer.latest_end or date.min


def _under(regime: Regime, case: Case, as_of: date, policy: Policy) -> Publicity:
    name = classify(regime, case, policy)
    period = dict(regime.content["classes"][name])
    long = regime.content.get("long_minimum")
    if long and case.field_of_law in long["fields"]:
        period["min_months"] = long["min_months"]
    label = name or None
    if period.get("minor") and not policy.settings["publish_minor_class"]:
        return Publicity(regime.code, label, False, None, None, "minor_class")
    earliest = add_months(case.decided_on, period["min_months"])
    latest = add_months(case.decided_on, period["max_months"])
    if not case.decided_on <= as_of <= latest:
        return Publicity(regime.code, label, False, earliest, latest, "period_over")
    return Publicity(regime.code, label, True, earliest, latest)


def _with_party(answer: Publicity, case: Case, policy: Policy) -> Publicity:
    """Apply what does not depend on the regime: annulled, repaired, minors never, persons by setting."""
    if case.annulled:
        return replace(answer, published=False, reason="annulled")
    if case.repaired_on is not None:
        return replace(answer, published=False, reason="repaired")
    if case.party == "minor":
        return replace(answer, published=False, reason="minor_person")
    if case.party == "person" and not policy.settings["publish_natural_persons"]:
        return replace(answer, published=False, reason="natural_person")
    return answer


def classify(regime: Regime, case: Case, policy: Policy) -> str:
    """Return the class of a penalty under a regime: the most serious of its kinds."""
    content = regime.content
    if content.get("classify_by_kind"):
        if case.procedure == SIMPLIFIED:
            return str(content["default_class"])
        names = [_class_of_kind(kind, case, policy) for kind in case.kinds]
        return max(names, key=SEVERITY.__getitem__, default=str(content["default_class"]))
    serious = content.get("serious_kinds_class")
    if serious and any(_content(kind, policy).get("class_2019") == serious for kind in case.kinds):
        return str(serious)
    return str(content["default_class"])


def _content(kind: str, policy: Policy) -> Mapping[str, Any]:
    return policy.kinds.get(kind, {})


def _class_of_kind(kind: str, case: Case, policy: Policy) -> str:
    name = str(_content(kind, policy).get("class_2026", "轻微"))
    return _class_of_fine(case, policy) if kind == FINE or name == BY_AMOUNT else name


def _class_of_fine(case: Case, policy: Policy) -> str:
    who = "organisation" if case.party == "organisation" else "person"
    fine = case.fine_wan or Decimal(0)
    if fine >= Decimal(str(policy.settings["huge_fine_wan"][who])):
        return "严重"
    if fine >= Decimal(str(policy.settings["large_fine_wan"][who])):
        return "一般"
    return str(policy.settings["small_fine_ordinary_procedure"])
