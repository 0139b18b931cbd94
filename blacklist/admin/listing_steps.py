"""The steps of a listing as pages, drawn from the table of the procedure; the services decide."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from blacklist import rules
from blacklist.admin import listing_forms as forms
from blacklist.choices import ListingState, ListKind
from blacklist.listing import cases, clocks, services
from blacklist.listing.workflow import LISTING
from blacklist.models import Listing, ListingObjection
from core.errors import Refusal
from credit.admin.case_pages import StepPage


def _burdens(row: Listing, _by: Officer) -> bool:
    return row.kind != ListKind.RED


def _is_red(row: Listing, _by: Officer) -> bool:
    return row.kind == ListKind.RED


def _alone(row: Listing, _by: Officer) -> bool:
    """A person listed with a body follows the body's own steps here."""
    return row.parent_id is None


def _may_be_decided(row: Listing, by: Officer) -> bool:
    return _alone(row, by) and _ready(row, (*rules.DUE_PROCESS, rules.upper_consents, rules.others_are_ready))


def _upper_may_be_asked(row: Listing, by: Officer) -> bool:
    return _alone(row, by) and _ready(
        row, (rules.upper_is_needed, *rules.DUE_PROCESS, rules.others_are_ready)
    )


def _something_was_said(row: Listing, _by: Officer) -> bool:
    return _ready(row, (rules.something_was_said, rules.asked_hearing_is_held))


def _publicity_is_over(row: Listing, _by: Officer) -> bool:
    return _ready(row, (rules.is_red, rules.window_is_over, rules.objections_are_handled))


def _may_enter(row: Listing, _by: Officer) -> bool:
    return _ready(row, (rules.decision_is_served, rules.body_is_listed, rules.term_is_not_over))


def _ready(row: Listing, needs: tuple[rules.Need, ...]) -> bool:
    case = cases.case_of(row)
    return not any(need(case) for need in needs)


def _under_publicity(row: Listing, by: Officer) -> bool:
    return row.state == ListingState.PUBLICISED and by.may(P.LISTING_PROPOSE, row.division_code)


def _objection_waits(row: Listing, by: Officer) -> bool:
    return _under_publicity(row, by) and row.objections.filter(finding="").exists()


def _breach_waits(row: Listing, by: Officer) -> bool:
    return by.may(P.LISTING_DECIDE, row.division_code) and clocks.breach_waits(row)


def _waiting(row: Listing) -> list[tuple[int, str]]:
    """Return the objections that wait for their answer, as choices."""
    rows = row.objections.filter(finding="").order_by("pk")
    return [(objection.pk, f"{objection.received_on} {objection.objector}") for objection in rows]


def _end(state: ListingState) -> Any:
    """Return the act that ends a listing in a state."""

    def act(row: Listing, data: dict[str, Any], by: Officer) -> object:
        return services.end_listings(
            [row], state, on=data["on"], by=by, reason=data["reason"], document_no=data["document_no"]
        )

    return act


def _answer_objection(row: Listing, data: dict[str, Any], by: Officer) -> object:
    objection = ListingObjection.objects.filter(listing=row, pk=data["objection"]).first()
    if objection is None:
        raise Refusal(_("Objection: choose one that waits for its answer."), field="objection")
    return services.handle_objection(objection, finding=data["finding"], reply=data["reply"], by=by)


STEPS = (
    StepPage(
        "check",
        "check",
        _("You checked that the legal basis holds and that record or document shows every ground."),
        _("Checked. Serve the notice next, or publicise a red listing."),
        lambda row, data, by: services.check(row, checked_on=data["on"], by=by),
        forms.CheckForm,
        offered=_alone,
    ),
    StepPage(
        "amend",
        "amend",
        _("Until it is checked a proposal may be changed; who changes it cannot decide it."),
        _("Changed."),
        lambda row, data, by: services.amend(row, facts=data["facts"], evidence=data["evidence"], by=by),
        forms.AmendForm,
        initial=lambda row: {"facts": row.facts},
        offered=_alone,
        plain=True,
    ),
    StepPage(
        "notify",
        "notify",
        _("Print the notice, serve it, and note here how. From the next working day the party may speak."),
        _("Noted. The window for statement and defence is open."),
        lambda row, data, by: services.serve_notice(
            row, notice_no=data["notice_no"], served_on=data["served_on"], how=data["how"], by=by
        ),
        forms.NoticeForm,
        offered=_burdens,
    ),
    StepPage(
        "publicise",
        "publicise",
        _("A red listing is publicised first; anybody may object until the last day."),
        _("Publicised; objections may come in."),
        lambda row, data, by: services.publicise(row, publicised_on=data["on"], by=by),
        forms.PublicityForm,
        offered=_is_red,
    ),
    StepPage(
        "receive_statement",
        "",
        _("For what came in on paper or was said at the counter. In the portal the party does it itself."),
        _("Taken in; it is weighed before anything is decided."),
        lambda row, data, by: services.receive_statement(
            row,
            on=data["on"],
            statement=data["statement"],
            claims_no_intent=data["claims_no_intent"],
            by=by,
            evidence=data["evidence"],
        ),
        forms.StatementForm,
        title=_("Take in a statement"),
        offered=lambda row, by: _party_may(row, by, "defend"),
        plain=True,
    ),
    StepPage(
        "ask_hearing",
        "",
        _("The party asked for a hearing, on paper or at the counter."),
        _("Noted. Set the hearing next."),
        lambda row, data, by: services.ask_hearing(row, on=data["on"], by=by),
        forms.AskHearingForm,
        title=_("Note that a hearing is asked for"),
        offered=lambda row, by: (
            row.hearing_until is not None
            and row.hearing_asked_on is None
            and _party_may(row, by, "ask_hearing")
        ),
        plain=True,
    ),
    StepPage(
        "order_hearing",
        "order_hearing",
        _("The party is told of day and place in time."),
        _("The hearing is set."),
        lambda row, data, by: services.order_hearing(
            row, set_for=data["set_for"], place=data["place"], by=by
        ),
        forms.SetHearingForm,
        offered=lambda row, _by: row.hearing_on is None,
        plain=True,
    ),
    StepPage(
        "hold_hearing",
        "hold_hearing",
        _("What was said, signed by those present."),
        _("The minutes are kept."),
        lambda row, data, by: services.hold_hearing(
            row, held_on=data["on"], minutes=data["minutes"], evidence=data["evidence"], by=by
        ),
        forms.MinutesForm,
        offered=lambda row, _by: row.hearing_set_for is not None and row.hearing_on is None,
    ),
    StepPage(
        "weigh",
        "weigh",
        _("What the party said is weighed before anything is decided; an accepted defence ends the matter."),
        _("Weighed."),
        lambda row, data, by: services.weigh(row, finding=data["finding"], reply=data["reply"], by=by),
        forms.WeighForm,
        offered=_something_was_said,
    ),
    StepPage(
        "receive_objection",
        "",
        _("Anybody may object while the red listing is publicised."),
        _("Taken in; it is answered before the listing is confirmed."),
        lambda row, data, by: services.receive_objection(
            row,
            on=data["received_on"],
            objector=data["objector"],
            words=data["words"],
            contact=data["contact"],
            by=by,
        ),
        forms.ObjectionForm,
        title=_("Take in an objection"),
        offered=_under_publicity,
        plain=True,
    ),
    StepPage(
        "answer_objection",
        "",
        _("A justified objection keeps the subject off the red list."),
        _("Answered."),
        _answer_objection,
        forms.ObjectionAnswerForm,
        title=_("Answer an objection"),
        initial=lambda row: {"waiting": _waiting(row)},
        offered=_objection_waits,
    ),
    StepPage(
        "conclude",
        "conclude",
        _("The publicity is over and every objection is answered."),
        _("Concluded; another officer decides."),
        lambda row, _data, by: services.conclude_publicity(row, by=by),
        offered=_publicity_is_over,
    ),
    StepPage(
        "ask_upper",
        "ask_upper",
        _("The rules of this list ask for the upper authority's consent before the decision."),
        _("Asked."),
        lambda row, data, by: services.ask_upper(
            row, upper_name=data["upper_name"], asked_on=data["on"], by=by
        ),
        forms.AskUpperForm,
        offered=_upper_may_be_asked,
    ),
    StepPage(
        "consent",
        "consent",
        _("You consent for the upper authority, or enter its written answer."),
        _("Noted."),
        lambda row, data, by: services.upper_consents(
            row, document_no=data["document_no"], answered_on=data["on"], evidence=data["evidence"], by=by
        ),
        forms.UpperAnswerForm,
        offered=_alone,
    ),
    StepPage(
        "upper_refuses",
        "upper_refuses",
        _("Without consent nobody is listed."),
        _("Noted; nobody is listed."),
        lambda row, data, by: services.upper_refuses(
            row,
            document_no=data["document_no"],
            answered_on=data["on"],
            reason=data["reason"],
            evidence=data["evidence"],
            by=by,
        ),
        forms.UpperRefusalForm,
        offered=_alone,
        plain=True,
    ),
    StepPage(
        "decide",
        "decide",
        _("You decide as the second officer. It counts once the decision is served and entered."),
        _("Decided. Serve the decision next."),
        lambda row, data, by: services.decide(
            row, decision_no=data["decision_no"], decided_on=data["decided_on"], by=by
        ),
        forms.DecideForm,
        offered=_may_be_decided,
    ),
    StepPage(
        "drop",
        "drop",
        _("Nobody is listed; case and reason stay readable to officers."),
        _("Decided: nobody is listed."),
        lambda row, data, by: services.decide_not_to_list(row, reason=data["reason"], by=by),
        forms.DropForm,
        plain=True,
    ),
    StepPage(
        "take_back",
        "take_back",
        _("Nobody was told yet; the proposal stays readable to officers."),
        _("Taken back."),
        lambda row, data, by: services.take_back(row, reason=data["reason"], by=by),
        forms.DropForm,
        offered=_alone,
        plain=True,
    ),
    StepPage(
        "serve_decision",
        "serve_decision",
        _("The decision and the ways off the list reach the party together."),
        _("Noted. Enter the listing on the list next."),
        lambda row, data, by: services.serve_decision(
            row, served_on=data["served_on"], repair_told_on=data["repair_told_on"], by=by
        ),
        forms.ServeDecisionForm,
        offered=lambda row, _by: row.decision_served_on is None,
    ),
    StepPage(
        "enter",
        "enter",
        _("From today it counts and is published as the scheme says: grade, public site, platforms."),
        _("On the list; what follows was done."),
        lambda row, _data, by: services.enter_on_list(row, by=by),
        offered=_may_enter,
    ),
    StepPage(
        "let_stand",
        "",
        _("You looked at the breach and the red listing stands; the task is done."),
        _("Noted; the red listing stands."),
        lambda row, data, by: services.let_stand(row, reason=data["reason"], by=by),
        forms.DropForm,
        title=_("Let the red listing stand"),
        offered=_breach_waits,
        plain=True,
    ),
    StepPage(
        "lose",
        "lose",
        _("The red listing ends, and with it every incentive, at once and everywhere."),
        _("Ended after the breach."),
        _end(ListingState.LOST),
        forms.EndForm,
        offered=_is_red,
        plain=True,
    ),
    StepPage(
        "revoke",
        "revoke",
        _("For a listing that should not have been, or whose basis has fallen. All it caused ends at once."),
        _("Revoked; all it caused has ended."),
        _end(ListingState.REVOKED),
        forms.EndForm,
        plain=True,
    ),
    StepPage(
        "court",
        "court",
        _("A court has ended the listing. All it caused ends at once."),
        _("Ended; all it caused has ended."),
        _end(ListingState.COURT),
        forms.EndForm,
        plain=True,
    ),
    StepPage(
        "revoke_decision",
        "revoke_decision",
        _("The decision never takes effect."),
        _("Revoked."),
        _end(ListingState.REVOKED),
        forms.EndForm,
        plain=True,
    ),
    StepPage(
        "court_on_decision",
        "court_on_decision",
        _("A court has ended the decision before it took effect."),
        _("Noted."),
        _end(ListingState.COURT),
        forms.EndForm,
        plain=True,
    ),
)


def _party_may(row: Listing, by: Officer, step: str) -> bool:
    """Tell whether the office may take the party's step at the counter now."""
    return row.state in LISTING.transitions[step].sources and by.may(P.LISTING_PROPOSE, row.division_code)
