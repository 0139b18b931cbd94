"""Runner for acceptance cases of scoring standards (`standards` and `cases` with events and their result)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from core.casebook import CaseFile, CaseResult, compare, register
from core.errors import Refusal
from credit.rules.phrases import plain
from credit.rules.scoring import Evaluation, EventData, Judged, Period, evaluate
from credit.rules.standard import StandardData
from credit.rules.standard_file import read_standard
from credit.rules.terms import Reason, Scale

WHY: Mapping[Reason, str] = {
    Reason.NOT_IN_STANDARD: "not in the standard",
    Reason.AFTER_AS_OF: "after the as-of day",
    Reason.NOT_CONFIRMED: "not confirmed",
    Reason.WITHDRAWN: "withdrawn",
    Reason.SUPERSEDED: "superseded",
    Reason.ANNULLED: "annulled",
    Reason.REPAIRED: "repaired",
    Reason.SHIELDED: "shielded",
    Reason.DISPUTED: "disputed",
    Reason.NOT_FINAL: "not final",
    Reason.BEFORE_CYCLE: "before the running cycle",
    Reason.SAME_ACT: "same act",
}
STATE_DAYS = (
    "withdrawn_on",
    "superseded_on",
    "annulled_on",
    "repaired_on",
    "disputed_from",
    "disputed_until",
    "shielded_from",
    "shielded_until",
)


def run(content: CaseFile) -> Iterator[CaseResult]:
    """Evaluate every case under its standard and compare what the case states."""
    try:
        standards = {data["code"]: read_standard(data) for data in content["standards"]}
    except Refusal as refusal:
        yield CaseResult("standards", "standards that can be used", str(refusal))
        return
    for number, case in enumerate(content["cases"], 1):
        yield compare(case.get("id", number), case["expected"], partial(_outcome, case, standards))


def event_of(data: Mapping[str, Any]) -> EventData:
    """Read one event of a case."""
    return EventData(
        key=data["event"],
        item=data["item"],
        happened_on=date.fromisoformat(data["date"]),
        final_on=_day(data, "final_on"),
        count=data.get("count", 1),
        act=data.get("act", ""),
        confirmed=data.get("confirmed", True),
        by_hand=data.get("by_hand", False),
        **{name: _day(data, name) for name in STATE_DAYS},
    )


def outcome(result: Evaluation, standard: StandardData) -> dict[str, Any]:
    """Return a result in the words of the case files."""
    told: dict[str, Any] = {
        "cycle_start": result.cycle.start.isoformat(),
        "cycle_end": result.cycle.end.isoformat(),
        "resets_on": result.cycle.resets_on.isoformat(),
        "points": plain(result.points),
        "counted": [line.event.key for line in result.lines if line.counts and not _is_bonus(line)],
        "ignored": [
            {"event": line.event.key, "why": WHY[line.reason]} for line in result.lines if not line.counts
        ],
    }
    if standard.scale == Scale.ACTIONS:
        return told | {"remaining": plain(max(result.score, Decimal(0))), "action": result.label or None}
    return told | {
        "bonus": plain(result.bonus),
        "score": plain(result.score),
        "grade": result.label,
        "veto": result.veto,
    }


def matches(content: CaseFile) -> bool:
    """Tell whether a case file is about scoring."""
    return "standards" in content and "cases" in content


def _outcome(case: Mapping[str, Any], standards: Mapping[str, StandardData]) -> dict[str, Any]:
    standard = standards[case["standard"]]
    result = evaluate(
        standard,
        [event_of(data) for data in case["events"]],
        as_of=date.fromisoformat(case["as_of"]),
        verified_on=[date.fromisoformat(day) for day in case.get("verified_on", ())],
        licensed_on=[date.fromisoformat(day) for day in case.get("licensed_on", ())],
        listed=[_period(data) for data in case.get("listed", ())],
    )
    told = outcome(result, standard)
    return {name: told[name] for name in told if name in case["expected"]} | {
        name: None for name in case["expected"] if name not in told
    }


def _period(data: Mapping[str, Any]) -> Period:
    return Period(date.fromisoformat(data["since"]), _day(data, "until"))


def _day(data: Mapping[str, Any], name: str) -> date | None:
    return date.fromisoformat(data[name]) if data.get(name) else None


def _is_bonus(line: Judged) -> bool:
    return line.criterion is not None and line.criterion.bonus


register("scoring", matches, run)
