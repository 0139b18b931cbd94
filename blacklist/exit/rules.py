"""On what conditions a listing ends, and in how many days: a pure function over plain data.

信用修复管理办法 (国家发展改革委令2025年第36号): an entry is shown one to three years from the document that
establishes it; repair asks that the duties are done and a commitment is given. A scheme may ask for more
(`ListScheme.exit_rules`), such as training (吉卫监督发〔2021〕2号).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from blacklist.exit.choices import Need, Way
from credit.rules.cycles import add_months
from credit.rules.phrases import plain

PERIOD, BAR = "period", "bar"
WAITING = (PERIOD, BAR)
"""Conditions of repair that only time meets; the others the body, or the officer who checks, can meet."""


@dataclass(frozen=True, slots=True)
class ExitCase:
    """What is known of a listing and of the way out of it.

    Args:
        decided_on: day of the decision, from which the shortest period counts.
        ends_on: last day of the term, None where no term runs.
        rules: `ListScheme.exit_rules` of its version.
        after_months: shortest period where the rules name none.
        standing_grounds: how many of its grounds still stand.
        duties_done_on: day on which the body says that the duties were done.
        duties_confirmed: whether an officer has checked that.
        commitment_on: day on which the commitment was given.
        hours: hours of training that representatives have attended.
        hours_needed: hours of training that are asked for.
        barred_until: last day of a bar after false material, None for none.
    """

    decided_on: date
    ends_on: date | None
    rules: Mapping[str, Any]
    after_months: int
    standing_grounds: int
    duties_done_on: date | None = None
    duties_confirmed: bool = False
    commitment_on: date | None = None
    hours: Decimal = field(default=Decimal(0))
    hours_needed: Decimal = field(default=Decimal(0))
    barred_until: date | None = None

    @property
    def repair(self) -> Mapping[str, Any] | None:
        """The rules of repair, None where the scheme knows none."""
        found = self.rules.get("repair")
        return found if isinstance(found, Mapping) else ({} if found else None)

    @property
    def repair_from(self) -> date:
        """First day on which repair may be applied for."""
        months = (self.repair or {}).get("after_months", self.after_months)
        return add_months(self.decided_on, int(months))

    @property
    def needs(self) -> tuple[Need, ...]:
        """What must be done before repair, in the order of the list of needs."""
        wanted = set((self.repair or {}).get("needs", ()))
        return tuple(need for need in Need if need in wanted)


@dataclass(frozen=True, slots=True)
class ExitCondition:
    """One condition of leaving a list.

    Args:
        code: what it is: "term", "period", a `Need`, "bar", "revocation", "court".
        words: how it stands, one sentence.
        met: whether it is met; None where only an event, or an officer, can tell.
        days_left: calendar days until time meets it; None where it is no matter of time.
        way: the way off the list that it belongs to.
    """

    code: str
    words: str
    met: bool | None
    days_left: int | None
    way: Way


def conditions(case: ExitCase, day: date) -> list[ExitCondition]:
    """Return the conditions of each way off the list that the scheme knows, as they stand on a day."""
    found: list[ExitCondition] = []
    if case.rules.get("term"):
        found.append(_term(case, day))
    if case.repair is not None:
        found += _repair(case, day)
    if case.rules.get("revocation"):
        found.append(_revocation(case))
    if case.rules.get("court"):
        words = _("If a court annuls the decision, the listing ends with the judgment.")
        found.append(ExitCondition("court", words, None, None, Way.COURT))
    return found


def _term(case: ExitCase, day: date) -> ExitCondition:
    if case.ends_on is None:
        words = _("No end of the term is set.")
        return ExitCondition("term", words, None, None, Way.TERM)
    left = _days(day, case.ends_on + timedelta(days=1))
    words = _("The term ends on %(day)s; the listing then ends by itself.") % {"day": case.ends_on}
    return ExitCondition("term", words, not left, left, Way.TERM)


def _repair(case: ExitCase, day: date) -> Iterable[ExitCondition]:
    left = _days(day, case.repair_from)
    day_shown = {"day": case.repair_from}
    if left:
        words = _("Repair may be applied for from %(day)s.") % day_shown
    else:
        words = _("The shortest period is over; repair may be applied for since %(day)s.") % day_shown
    yield ExitCondition(PERIOD, words, not left, left, Way.REPAIR)
    for need in case.needs:
        met, words = _TELLS[need](case)
        yield ExitCondition(need, words, met, None, Way.REPAIR)
    if case.barred_until is not None:
        open_on = case.barred_until + timedelta(days=1)
        words = _("After false material no application is possible until %(day)s.") % {
            "day": case.barred_until
        }
        yield ExitCondition(BAR, words, day >= open_on, _days(day, open_on), Way.REPAIR)


def _duties(case: ExitCase) -> tuple[bool | None, str]:
    if case.duties_confirmed:
        return True, _("The authority has checked that the duties are done and the misconduct is corrected.")
    if case.duties_done_on is not None:
        words = _("According to the body the duties were done on %(day)s; the authority checks it.")
        return None, words % {"day": case.duties_done_on}
    return False, _("The duties of the decision must be done and the misconduct corrected.")


def _commitment(case: ExitCase) -> tuple[bool | None, str]:
    if case.commitment_on is not None:
        return True, _("The credit commitment was given on %(day)s.") % {"day": case.commitment_on}
    return False, _("A credit commitment must be given with the application.")


def _training(case: ExitCase) -> tuple[bool | None, str]:
    figures = {"has": plain(case.hours), "needed": plain(case.hours_needed)}
    if case.hours >= case.hours_needed:
        return True, _("Representatives have attended %(has)s of %(needed)s hours of training.") % figures
    words = _("Representatives must attend %(needed)s hours of training; %(has)s are on record.")
    return False, words % figures


_TELLS = {Need.DUTIES_DONE: _duties, Need.COMMITMENT: _commitment, Need.TRAINING: _training}


def _revocation(case: ExitCase) -> ExitCondition:
    if not case.standing_grounds:
        words = _("None of the grounds stands any more; the authority revokes the listing.")
        return ExitCondition("revocation", words, True, None, Way.REVOCATION)
    words = _("If the decisions it rests on are annulled or withdrawn, the listing is revoked.")
    return ExitCondition("revocation", words, None, None, Way.REVOCATION)


def _days(day: date, until: date) -> int:
    return max(0, (until - day).days)


def unmet(found: Iterable[ExitCondition], *, decided: bool) -> ExitCondition | None:
    """Return the first condition that stands against repair, None for none.

    Args:
        found: the conditions.
        decided: at the decision nothing may be open; at the application what an officer checks may be.
    """
    repair = [row for row in found if row.way == Way.REPAIR]
    return next((row for row in repair if row.met is False or (decided and not row.met)), None)
