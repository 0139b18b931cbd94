"""The conditions of a repair as a checklist with dates: a pure function over plain data.

Which conditions hold, since when and where, stands in the rule table `credit.repair_condition`; a row's code
names the test here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from core.models import Rule
from credit.choices import Polarity, RecordState
from credit.repair.choices import Condition


class Verdict(StrEnum):
    """Whether a condition is met; "open" is for the officer who checks to say."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an application on a day.

    Args:
        on: the day of the application or decision.
        record_state: a `RecordState`.
        polarity: a `Polarity`.
        class_name: class of dishonesty under the governing regime.
        earliest_on: first day on which repair may be applied for.
        duties_done_on: day on which the party says the duties were done.
        commitment_given: whether the commitment was given.
        barred_until: last day of a bar, None for none.
        own_rules: whether its kind ends by rules of its own, such as the cycle of demerit points.
        given: materials that were handed in.
        confirmed: conditions that the officer who checked has confirmed.
    """

    on: date
    record_state: str
    polarity: str
    class_name: str
    earliest_on: date
    duties_done_on: date | None = None
    commitment_given: bool = False
    barred_until: date | None = None
    own_rules: bool = False
    given: frozenset[str] = frozenset()
    confirmed: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist.

    Args:
        code: the condition.
        title: its official wording.
        verdict: met, unmet, open.
        words: how it stands, one sentence.
        from_on: the day from which it will be met, where that is a matter of time.
        basis: document and article.
        certain: whether the rule was read in the source.
        by: who can meet it: "rule", "party", "material", "check".
    """

    code: str
    title: str
    verdict: Verdict
    words: str
    from_on: date | None
    basis: str
    certain: bool
    by: str


Answer = tuple[Verdict, str, date | None]
Test = Callable[[Facts, Mapping[str, Any]], Answer | None]


def _standing(facts: Facts, _value: Mapping[str, Any]) -> Answer | None:
    if facts.polarity != Polarity.BAD:
        return Verdict.UNMET, _("Only a record of dishonesty can be repaired; this one is not."), None
    if facts.own_rules:
        words = _("Records of this kind end by rules of their own, such as a cycle; repair is not for them.")
        return Verdict.UNMET, words, None
    if facts.record_state in (RecordState.NORMAL, RecordState.DISPUTED):
        return Verdict.MET, _("The record is in force."), None
    label = RecordState(facts.record_state).label
    return (
        Verdict.UNMET,
        _("The record is “%(state)s” already; nothing is left to repair.") % {"state": label},
        None,
    )


def _period(facts: Facts, _value: Mapping[str, Any]) -> Answer | None:
    day = {"day": facts.earliest_on.isoformat()}
    if facts.on >= facts.earliest_on:
        return (
            Verdict.MET,
            _("The shortest period ended; repair may be applied for since %(day)s.") % day,
            None,
        )
    words = _("The shortest publicity period is not over; repair may be applied for from %(day)s.") % day
    return Verdict.UNMET, words, facts.earliest_on


def _performed(facts: Facts, _value: Mapping[str, Any]) -> Answer | None:
    if Condition.PERFORMED in facts.confirmed:
        return Verdict.MET, _("The authority has checked that the duties are done."), None
    if facts.duties_done_on is None:
        return Verdict.UNMET, _("Enter the day on which the duties of the decision were done."), None
    day = {"day": facts.duties_done_on.isoformat()}
    if facts.duties_done_on > facts.on:
        return Verdict.UNMET, _("The duties cannot have been done on %(day)s, which lies ahead.") % day, None
    return Verdict.OPEN, _("Declared as done on %(day)s; the authority will check it.") % day, None


def _commitment(facts: Facts, _value: Mapping[str, Any]) -> Answer | None:
    if facts.commitment_given:
        return Verdict.MET, _("The commitment was given."), None
    return Verdict.UNMET, _("Give the public commitment on truthfulness and liability."), None


def _bar(facts: Facts, _value: Mapping[str, Any]) -> Answer | None:
    if facts.barred_until is None or facts.barred_until < facts.on:
        return Verdict.MET, _("No bar on applications is running."), None
    again = facts.barred_until + timedelta(days=1)
    words = _("After false material no application is possible before %(day)s.") % {"day": again.isoformat()}
    return Verdict.UNMET, words, again


def _allowed(facts: Facts, value: Mapping[str, Any]) -> Answer | None:
    if facts.class_name in value.get("never", ()):
        words = _("Dishonesty of the class “%(name)s” is shown to its last day and cannot be repaired.")
        return Verdict.UNMET, words % {"name": facts.class_name}, None
    if Condition.ALLOWED in facts.confirmed:
        return Verdict.MET, _("The authority has checked that no rule forbids the repair."), None
    return Verdict.OPEN, _("The authority will check whether a law or a document forbids the repair."), None


def _training(facts: Facts, value: Mapping[str, Any]) -> Answer | None:
    if facts.class_name not in value.get("classes", ()):
        return None
    if value["material"] in facts.given:
        return Verdict.MET, _("The certificate of repair training was handed in."), None
    return Verdict.UNMET, _("Hand in the certificate of repair training."), None


TESTS: Mapping[str, Test] = {
    Condition.STANDING: _standing,
    Condition.PERIOD: _period,
    Condition.PERFORMED: _performed,
    Condition.COMMITMENT: _commitment,
    Condition.BAR: _bar,
    Condition.ALLOWED: _allowed,
    Condition.TRAINING: _training,
}
CONFIRMED_BY_CHECK = (Condition.PERFORMED, Condition.ALLOWED)
"""Conditions that only an officer can say are met."""


def checks(rules: Iterable[Rule], facts: Facts) -> list[Check]:
    """Judge every condition in force, in the order of the rule table; what does not apply is left out.

    Raises:
        ValueError: a rule names a condition that no test here knows.
    """
    lines = []
    for rule in sorted(rules, key=lambda row: int(row.value["order"])):
        answer = TESTS[Condition(rule.code)](facts, rule.value)
        if answer is None:
            continue
        verdict, words, from_on = answer
        lines.append(
            Check(
                code=rule.code,
                title=str(Condition(rule.code).label),
                verdict=verdict,
                words=words,
                from_on=from_on,
                basis=f"{rule.document} {rule.article}".strip(),
                certain=rule.certainty == Rule.Certainty.VERIFIED,
                by=str(rule.value["by"]),
            )
        )
    return lines
