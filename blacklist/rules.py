"""What each step of a listing asks for, as pure functions over plain data.

The workflow's guards, the pages' hints and the model check read this one table (`NEEDS`). Nothing here knows
a database or a clock: `Case.day` is the day on which somebody acts.

Sources: 国办发〔2020〕49号 (basis, notice, statement, decision, service, exit), 河南省社会信用条例 articles
28 and 35, 国办发〔2025〕22号 (the way to repair is told with the decision). Days are data of the scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from blacklist.choices import StatementFinding

Words = str | Promise
LEAST_WORDS = 10
ACCEPTED = (StatementFinding.ACCEPTED, StatementFinding.NO_INTENT)


@dataclass(frozen=True, slots=True)
class Case:
    """A listing as its rules see it.

    Args:
        day: the day on which somebody acts.
        red: whether it is a red list, which is publicised instead of notified.
        no_basis: why no basis of the scheme holds today, "" where one does.
        bad_grounds: what is wrong with the grounds today, "" where they stand.
        upper_needed: whether the upper authority must consent.
        wilfulness: whether want of intent keeps a party off the list.
        statement_until, hearing_until, publicised_until: last days of the windows by the calendar of today.
        open_objections, upheld_objections: of a red listing under publicity.
        parent_decided: of a person listed with a body: whether the body's listing is decided.
        with_others: why a responsible person's part is not ready, "" where all are.
    """

    day: date
    red: bool = False
    no_basis: Words = ""
    bad_grounds: Words = ""
    upper_needed: bool = False
    wilfulness: bool = False
    proposed_on: date | None = None
    checked_on: date | None = None
    notice_no: str = ""
    notice_served_on: date | None = None
    notice_how: str = ""
    statement_until: date | None = None
    hearing_until: date | None = None
    statement_on: date | None = None
    statement: str = ""
    finding: str = ""
    reply: str = ""
    hearing_asked_on: date | None = None
    hearing_set_for: date | None = None
    hearing_first_day: date | None = None
    hearing_on: date | None = None
    hearing_minutes: str = ""
    publicised_on: date | None = None
    publicised_until: date | None = None
    open_objections: int = 0
    upheld_objections: int = 0
    upper_answered_on: date | None = None
    upper_document_no: str = ""
    decision_no: str = ""
    decided_on: date | None = None
    decision_served_on: date | None = None
    repair_told_on: date | None = None
    listed_on: date | None = None
    ends_on: date | None = None
    child: bool = False
    parent_decided: bool = False
    parent_listed: bool = False
    with_others: Words = ""


Need = Callable[[Case], "Words | None"]


def basis_holds(case: Case) -> Words | None:
    """A list without a basis in force lists nobody (国办发〔2020〕49号)."""
    return case.no_basis or None


def grounds_stand(case: Case) -> Words | None:
    """Every ground is a criterion of the scheme, shown by a record that counts or by a document."""
    return case.bad_grounds or None


def check_is_dated(case: Case) -> Words | None:
    """The check lies between the proposal and today."""
    return _dated(case.checked_on, case.proposed_on, case.day, _("Checked on"))


def burdens(case: Case) -> Words | None:
    """Only a list that burdens is notified."""
    if case.red:
        return _("A red list is publicised before the decision, not notified; use “publicise”.")
    return None


def is_red(case: Case) -> Words | None:
    """Only a red list is publicised before the decision."""
    return None if case.red else _("Only a red list is publicised first; this one needs a written notice.")


def notice_is_served(case: Case) -> Words | None:
    """The written notice has its number, its day and how it reached the party."""
    if not case.notice_no.strip():
        return _("Notice number: the notice needs its number before it is served.")
    if not case.notice_how.strip():
        return _("How it was served: say how the notice reached the party, such as by hand or by post.")
    return _dated(case.notice_served_on, case.checked_on, case.day, _("Notice served on"))


def window_is_over(case: Case) -> Words | None:
    """The last day for statement and defence, or for objections, has passed."""
    start = case.publicised_on if case.red else case.notice_served_on
    until = case.publicised_until if case.red else case.statement_until
    if start is None or until is None or not start < until:
        return (
            _("The list was not publicised yet; nobody is confirmed without it.")
            if case.red
            else _("No notice was served yet; nobody is listed without it.")
        )
    if case.day <= until:
        sentence = (
            _("Objections may be made until %(day)s; go on after that day.")
            if case.red
            else _("The party may speak until %(day)s; go on after that day.")
        )
        return sentence % {"day": until.isoformat()}
    if case.decided_on is not None and case.decided_on <= until:
        return _("Decided on: the decision cannot lie before the end of the window, %(day)s.") % {
            "day": until.isoformat()
        }
    return None


def statement_is_dated(case: Case) -> Words | None:
    """A statement has words and came after the notice; one that comes late is taken in all the same."""
    if not case.statement.strip():
        return _("Statement and defence: write down what the party says.")
    return _dated(case.statement_on, case.notice_served_on, case.day, _("Statement received on"))


def hearing_is_asked_in_time(case: Case) -> Words | None:
    """A hearing may be asked for within the days of the scheme, where it knows hearings."""
    if case.hearing_until is None:
        return _("The rules of this list know no hearing; hand in a statement and defence instead.")
    if case.hearing_asked_on is not None and case.hearing_asked_on > case.hearing_until:
        return _("A hearing could be asked for until %(day)s; hand in a statement instead.") % {
            "day": case.hearing_until.isoformat()
        }
    return _dated(case.hearing_asked_on, case.notice_served_on, case.day, _("Hearing asked for on"))


def hearing_is_announced(case: Case) -> Words | None:
    """The party is told of day and place early enough (行政处罚法 article 64 by analogy)."""
    if case.hearing_set_for is None:
        return _("Hearing set for: enter the day of the hearing.")
    if case.hearing_first_day is not None and case.hearing_set_for < case.hearing_first_day:
        return _("Hearing set for: the party must be told in time; %(day)s is the first day possible.") % {
            "day": case.hearing_first_day.isoformat()
        }
    return None


def hearing_is_minuted(case: Case) -> Words | None:
    """A hearing that was held has its day and its minutes."""
    if len(case.hearing_minutes.strip()) < LEAST_WORDS:
        return _("Minutes: write down what was said at the hearing (at least ten characters).")
    return _dated(case.hearing_on, case.hearing_set_for, case.day, _("Hearing held on"))


def asked_hearing_is_held(case: Case) -> Words | None:
    """A hearing that was asked for, or ordered, is held before anything is decided."""
    if (case.hearing_asked_on or case.hearing_set_for) and case.hearing_on is None:
        return _("A hearing was asked for or ordered; hold it first.")
    return None


def statement_is_weighed(case: Case) -> Words | None:
    """What the party said has a finding and a reply in words."""
    if case.statement_on is None and case.hearing_on is None:
        return None
    if not case.finding:
        return _("What was found about the statement: choose one; a statement is weighed before a decision.")
    if len(case.reply.strip()) < LEAST_WORDS:
        return _("Reply to the statement: give the reasons in words (at least ten characters).")
    return None


def something_was_said(case: Case) -> Words | None:
    """There is a statement or a hearing to weigh."""
    if case.statement_on is None and case.hearing_on is None:
        return _("The party has said nothing yet; there is nothing to weigh.")
    return None


def finding_fits_the_list(case: Case) -> Words | None:
    """Want of intent is a defence only where the rules of the list say so."""
    if case.finding == StatementFinding.NO_INTENT and not case.wilfulness:
        return _("The rules of this list do not ask for intent; choose “accepted” or “not accepted”.")
    return None


def defence_is_not_accepted(case: Case) -> Words | None:
    """Whose defence was accepted is not listed."""
    if case.finding in ACCEPTED:
        return _("The defence was accepted; nobody is listed against it: decide not to list.")
    return None


def publicity_is_dated(case: Case) -> Words | None:
    """The publicity begins between the check and today."""
    return _dated(case.publicised_on, case.checked_on, case.day, _("Publicised on"))


def objections_are_handled(case: Case) -> Words | None:
    """Every objection has been looked into (河南省社会信用条例 article 28)."""
    if case.open_objections:
        return _("An objection waits for its answer; handle every objection first.")
    return None


def no_objection_was_right(case: Case) -> Words | None:
    """A red listing against which an objection was right is not confirmed."""
    if case.upheld_objections:
        return _("An objection was found justified; decide not to list.")
    return None


def upper_is_needed(case: Case) -> Words | None:
    """The upper authority is asked only where the scheme says so."""
    return (
        None if case.upper_needed else _("The rules of this list ask for no consent of an upper authority.")
    )


def upper_has_answered(case: Case) -> Words | None:
    """The answer of the upper authority has its day and document."""
    if not case.upper_document_no.strip():
        return _("Upper authority's document: enter the number of its answer.")
    return _dated(case.upper_answered_on, case.checked_on, case.day, _("Upper authority answered on"))


def upper_consents(case: Case) -> Words | None:
    """Where the scheme asks for consent there is one."""
    if case.upper_needed and (case.upper_answered_on is None or not case.upper_document_no):
        return _("This list needs the consent of the upper authority; ask for it first.")
    return None


def decision_is_complete(case: Case) -> Words | None:
    """The decision has its number and its day."""
    if not case.decision_no.strip():
        return _("Decision number: enter the number of the written decision.")
    return _dated(case.decided_on, case.upper_answered_on or case.checked_on, case.day, _("Decided on"))


def body_is_decided(case: Case) -> Words | None:
    """A person is listed with a body only in the act that lists the body."""
    if case.child and not case.parent_decided:
        return _("This person is listed together with the body; decide the body's listing.")
    return None


def body_is_listed(case: Case) -> Words | None:
    """A person enters the list after the body."""
    if case.child and not case.parent_listed:
        return _("This person is listed together with the body; enter the body on the list first.")
    return None


def others_are_ready(case: Case) -> Words | None:
    """Every responsible person has had notice, window and answer too."""
    return case.with_others or None


def decision_is_served(case: Case) -> Words | None:
    """The decision reached the party, and with it the way to repair (两书同达, 国办发〔2025〕22号)."""
    if sentence := _dated(case.decision_served_on, case.decided_on, case.day, _("Decision served on")):
        return sentence
    if case.repair_told_on is None:
        return _("Tell the party of the ways off the list together with the decision, and say so here.")
    return _dated(case.repair_told_on, case.decided_on, case.day, _("Told of the way to repair on"))


def term_is_not_over(case: Case) -> Words | None:
    """Nobody enters a list whose term for him is over."""
    if case.ends_on is not None and case.ends_on < case.day:
        return _("The term ended on %(day)s; revoke the decision instead.") % {
            "day": case.ends_on.isoformat()
        }
    return None


def term_is_over(case: Case) -> Words | None:
    """A listing leaves by term only after the last day of it."""
    if case.ends_on is None or case.day <= case.ends_on:
        return _("The term is not over yet; it ends on %(day)s.") % {"day": case.ends_on or "–"}
    return None


def _dated(day: date | None, not_before: date | None, today: date, field: Words) -> Words | None:
    if day is None:
        return _("%(field)s: enter the day.") % {"field": field}
    if day > today:
        return _("%(field)s: the day lies in the future; enter the day on which it happened.") % {
            "field": field
        }
    if not_before is None or day < not_before:
        return _("%(field)s: the day cannot lie before %(day)s, the step before it.") % {
            "field": field,
            "day": not_before or "–",
        }
    return None


DUE_PROCESS: tuple[Need, ...] = (
    basis_holds,
    grounds_stand,
    window_is_over,
    asked_hearing_is_held,
    statement_is_weighed,
    defence_is_not_accepted,
    objections_are_handled,
    no_objection_was_right,
)
"""What must be so before an upper authority is asked, and again on the day of the decision."""

NEEDS: Mapping[str, tuple[Need, ...]] = {
    "amend": (),
    "check": (check_is_dated, basis_holds, grounds_stand),
    "notify": (burdens, basis_holds, grounds_stand, notice_is_served),
    "publicise": (is_red, basis_holds, grounds_stand, publicity_is_dated),
    "defend": (statement_is_dated,),
    "ask_hearing": (hearing_is_asked_in_time,),
    "order_hearing": (hearing_is_announced,),
    "hold_hearing": (hearing_is_minuted,),
    "weigh": (something_was_said, asked_hearing_is_held, statement_is_weighed, finding_fits_the_list),
    "conclude": (is_red, window_is_over, objections_are_handled),
    "ask_upper": (upper_is_needed, *DUE_PROCESS, others_are_ready),
    "consent": (upper_has_answered,),
    "upper_refuses": (upper_has_answered,),
    "decide": (*DUE_PROCESS, upper_consents, decision_is_complete, body_is_decided, others_are_ready),
    "drop": (),
    "take_back": (),
    "serve_decision": (decision_is_served,),
    "enter": (
        window_is_over,
        basis_holds,
        grounds_stand,
        decision_is_served,
        body_is_listed,
        term_is_not_over,
    ),
    "expire": (term_is_over,),
    "repair": (),
    "revoke": (),
    "court": (),
    "lose": (is_red,),
    "revoke_decision": (),
    "court_on_decision": (),
}
"""Step → what it asks for; the workflow has a guard from here for every step of its table."""


def refusal(step: str, case: Case) -> Words | None:
    """Return the first need of a step that is not met, None where the step may go ahead."""
    return next((sentence for need in NEEDS[step] if (sentence := need(case))), None)
