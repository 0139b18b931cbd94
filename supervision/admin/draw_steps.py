"""Steps of plans, draws and replacements as pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.language import in_kept_words
from credit.admin.case_pages import ReasonForm, StepPage
from supervision.admin import draw_forms as forms
from supervision.draws import copying, planning, replacing, services
from supervision.draws.choices import HOLDS, DrawState, Mode, PlanState
from supervision.draws.rules import settings
from supervision.inspections.drawn import still_open
from supervision.models import Draw, Plan


def keeps_draft(row: Plan, by: Officer) -> bool:
    """Tell whether an officer may change the lines of a plan now."""
    return row.state == PlanState.DRAFT and by.may(P.INSPECTION_PLAN, row.division_code)


def _draws(row: Plan, by: Officer) -> bool:
    may = row.state == PlanState.APPROVED and by.may(P.INSPECTION_PLAN, row.division_code)
    return may and services.undrawn(row).exists()


def _first_values(row: Plan) -> dict[str, Any]:
    rules = settings(today(), row.division_code)
    held = row.draws.exclude(state__in=[DrawState.DROPPED, DrawState.VOID]).count()
    with in_kept_words():
        title = gettext("Random inspection %(year)s, draw %(n)s") % {"year": row.year, "n": held + 1}
    return {
        "plan": row,
        "title": title,
        "draw_on": today() + timedelta(days=1),
        "public_source": rules.suggested_source if rules.wants_public_number else "",
    }


def _earlier(row: Plan) -> Plan | None:
    return copying.sources(row).first()


def _copies(row: Plan, by: Officer) -> bool:
    """Offer an earlier plan while the draft is empty; later it would only repeat."""
    return keeps_draft(row, by) and not row.lines.exists() and _earlier(row) is not None


def _what_comes_over(row: Plan) -> str:
    """Say beforehand what of the latest earlier plan comes over and what does not."""
    earlier = _earlier(row)
    return copying.outlook(row, earlier).in_words(earlier) if earlier is not None else ""


PLAN_STEPS = (
    StepPage(
        "take_over",
        "",
        _("The lines come into the draft as they stood; change what shall be different, then submit."),
        _("Taken over. What was left out stands above the lines."),
        lambda row, data, by: copying.take_over(row, data["source"], by=by),
        forms.TakeOverForm,
        title=_("Take over the lines of an earlier plan"),
        initial=lambda row: {"plan": row, "source": _earlier(row)},
        offered=_copies,
        stake=_what_comes_over,
    ),
    StepPage(
        "add_line",
        "",
        _("What is inspected at which bodies, in which share, and how often."),
        _("Line added."),
        lambda row, data, by: planning.add_line(row, forms.new_line(data), by=by),
        forms.LineForm,
        title=_("Add a line"),
        initial=lambda row: {"plan": row},
        offered=keeps_draft,
    ),
    StepPage(
        "remove_line",
        "",
        _("The line is taken out of the draft."),
        _("Line removed."),
        lambda row, data, by: planning.remove_line(data["line"], by=by),
        forms.RemoveLineForm,
        title=_("Take a line out"),
        initial=lambda row: {"plan": row},
        offered=lambda row, by: keeps_draft(row, by) and row.lines.exists(),
        plain=True,
    ),
    StepPage(
        "submit",
        "submit",
        _(
            "The plan goes to the second officer, who finds it in the task box. Until the decision it is not "
            "changed, unless you take it back."
        ),
        _("Submitted. The second officer has it in the task box."),
        lambda row, _data, by: planning.submit(row, by=by),
        offered=lambda row, _by: row.lines.exists(),
    ),
    StepPage(
        "approve",
        "approve",
        _("You approve as the second officer. The plan is public from now on and can no longer be changed."),
        _("Approved and published."),
        lambda row, data, by: planning.approve(row, by=by, document_no=data["document_no"]),
        forms.ApprovePlanForm,
        initial=lambda row: {"document_no": row.document_no},
    ),
    StepPage(
        "return",
        "return",
        _("The drafter finds the plan and your reason in the task box, and submits it again."),
        _("Returned to the drafter."),
        lambda row, data, by: planning.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "take_back",
        "take_back",
        _("The plan becomes a draft again, and the task of the second officer is taken away."),
        _("Taken back. Change it, then submit it again."),
        lambda row, _data, by: planning.take_back(row, by=by),
        plain=True,
    ),
    StepPage(
        "start_draw",
        "",
        _("Nothing is frozen yet: the next page shows the population before you commit to it."),
        _("Prepared. Look at the population, then freeze it and commit the seed."),
        lambda row, data, by: services.start_draw(
            plan=row,
            lines=list(data["lines"]),
            title=data["title"],
            draw_on=data["draw_on"],
            public_source=data["public_source"],
            by=by,
        ),
        forms.StartDrawForm,
        title=_("Prepare a draw"),
        initial=_first_values,
        offered=_draws,
        then=lambda draw: reverse("admin:supervision_draw_change", args=[draw.pk]),
    ),
    StepPage(
        "close",
        "close",
        _("No further draw rests on it; draws that were held go on."),
        pgettext_lazy("plan", "Closed."),
        lambda row, data, by: planning.close(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "drop",
        "drop",
        _("The draft is given up."),
        pgettext_lazy("plan", "Dropped."),
        lambda row, _data, by: planning.drop(row, by=by),
        plain=True,
    ),
)


def _asks(row: Draw, by: Officer) -> bool:
    return row.state in HOLDS and by.may(P.INSPECTION_PLAN, row.division_code)


DRAW_STEPS = (
    StepPage(
        "commit",
        "commit",
        _(
            "Population, inspectors and parameters are frozen as shown, the machine makes a seed that nobody "
            "sees, and the commitment is published. From now on the draw can no longer disappear."
        ),
        _("Committed and published. The draw is held on the day announced."),
        lambda row, _data, by: services.commit(row, by=by),
    ),
    StepPage(
        "hold",
        "hold",
        _("The result follows from the frozen files, the sealed seed and the public number; it is final."),
        _("Drawn. It waits for the second officer."),
        lambda row, data, by: services.hold(
            row, public_number=data["public_number"], witnesses=data["witnesses"], by=by
        ),
        forms.HoldForm,
        initial=lambda row: {"source": row.public_source},
        offered=lambda row, _by: row.draw_on <= today(),
    ),
    StepPage(
        "approve",
        "approve",
        _("You approve as the second officer. The inspections are opened for the inspectors drawn."),
        _("Approved; the inspections are opened."),
        lambda row, _data, by: services.approve(row, by=by),
    ),
    StepPage(
        "open",
        "open",
        _("Seed and result are published, with everything that is needed to recompute the draw."),
        _("Opened: anybody can recompute the draw now."),
        lambda row, _data, by: services.open_draw(row, by=by),
    ),
    StepPage(
        "replace_object",
        "",
        _("The next body of the order comes instead; nobody chooses it. Another officer decides."),
        _("Asked; it waits for the second officer."),
        lambda row, data, by: replacing.ask_object(
            data["drawn"], ground=data["ground"], words=data["words"], by=by
        ),
        forms.ReplaceObjectForm,
        title=_("Ask to replace a body"),
        initial=lambda row: {"draw": row},
        offered=lambda row, by: _asks(row, by) and still_open(row).filter(mode=Mode.DRAW).exists(),
        plain=True,
    ),
    StepPage(
        "replace_staff",
        "",
        _("The published rule says who goes instead; nobody chooses it. Another officer decides."),
        _("Asked; it waits for the second officer."),
        lambda row, data, by: replacing.ask_staff(
            data["who"], ground=data["ground"], words=data["words"], by=by
        ),
        forms.ReplaceStaffForm,
        title=_("Ask to replace an inspector or expert"),
        initial=lambda row: {"draw": row},
        offered=lambda row, by: _asks(row, by) and still_open(row).exists(),
        plain=True,
    ),
    StepPage(
        "void",
        "void",
        _("The draw stays public for ever, with seed, files and your reason. A new draw needs a new number."),
        _("Void, and published as such."),
        lambda row, data, by: services.void(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "drop",
        "drop",
        _("The draft is given up; nobody outside has seen it."),
        pgettext_lazy("plan", "Dropped."),
        lambda row, _data, by: services.drop(row, by=by),
        plain=True,
    ),
)
REPLACEMENT_STEPS = (
    StepPage(
        "approve",
        "approve",
        _("You decide as the second officer. The next one takes the place, and the inspection follows."),
        _("Approved and replaced."),
        lambda row, _data, by: replacing.approve(row, by=by),
    ),
    StepPage(
        "refuse",
        "refuse",
        pgettext_lazy("replacement", "The draw stands as it is."),
        pgettext_lazy("replacement", "Refused."),
        lambda row, data, by: replacing.refuse(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)
