"""Buttons of a decision's page, drawn from the workflow's table: what is not possible has no button."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.admin_base import attempt, go, officer
from accounts.dialogs import dialog
from core.errors import Refusal
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from disclosure.services import decisions, publishing
from disclosure.workflow import workflow_of

STEPS_OF_BUTTON = {
    "hand_in": {"submit"},
    "approve": {"approve"},
    "send_back": {"send_back"},
    "publish_now": {"publish"},
    "annul": {"annul", "annul_unpublished"},
}
NOT_CONTENT = ("id", "state", "due_on", "due_provisional", "made_at")


def seen(decision: Penalty | Permit) -> str:
    """Return a digest of what a reviewer reads, so that an approval holds for that text only."""
    fields = [field for field in decision._meta.concrete_fields if field.name not in NOT_CONTENT]
    words = "\x1f".join(f"{field.name}={field.value_from_object(decision)}" for field in fields)
    return hashlib.sha256(words.encode()).hexdigest()


class DecisionButtons:
    """The steps of the procedure as buttons above a decision's form."""

    actions_detail = (
        "hand_in",
        "approve",
        "publish_now",
        "send_back",
        {
            "title": gettext_lazy("Other steps"),
            "icon": "more_horiz",
            "items": ("reveal_party", "reveal_representative", "annul"),
        },
    )

    def get_actions_detail(self: Any, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        obj = self.get_object(request, str(object_id))
        if obj is None:
            return []
        possible = {step.name for step in workflow_of(obj).available(obj, officer(request))}
        shown = {name for name, steps in STEPS_OF_BUTTON.items() if steps & possible}
        shown |= self.extra_buttons(request, obj)
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act for act in self._get_base_actions_detail() if act.action_name.removeprefix(prefix) in shown
        ]

    @action(
        description=gettext_lazy("Hand in for review"),
        url_path="hand-in",
        icon="send",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Hand in for review"), gettext_lazy("A second officer will review this decision.")
        ),
    )
    def hand_in(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Hand a draft in."""
        obj = self.seen_object(request, object_id)
        attempt(request, lambda: decisions.submit(obj, by=officer(request)), _("Handed in for review."))
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Approve"),
        url_path="approve",
        icon="check",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Approve"),
            gettext_lazy(
                "You confirm as the second officer that party, facts, basis and content agree "
                "with the document. A penalty becomes a conduct record of its subject; "
                "the decision goes to publication."
            ),
        ),
    )
    def approve(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Approve as the second officer, what is on the page and nothing else."""
        obj = self.seen_object(request, object_id)

        def act() -> None:
            if (shown := request.GET.get("seen", "")) and shown != seen(obj):
                raise Refusal(
                    _("The decision was changed after you opened the page. Read it again, then approve.")
                )
            decisions.approve(obj, by=officer(request))

        attempt(request, act, _("Approved. It will be published by the worker, or now by the button."))
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Send back"),
        url_path="send-back",
        icon="undo",
        dialog=dialog(
            gettext_lazy("Send back"),
            gettext_lazy("The clerk corrects it and hands it in again."),
            reason=True,
        ),
    )
    def send_back(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Send back to the clerk, with the reason."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request, lambda: decisions.send_back(obj, by=officer(request), reason=reason), _("Sent back.")
        )
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Publish now"),
        url_path="publish",
        icon="public",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Publish now"),
            gettext_lazy(
                "The public entry appears at once and the platforms are told. The rules may keep it back."
            ),
        ),
    )
    def publish_now(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Publish, or withhold with the reason."""
        obj = self.seen_object(request, object_id)
        result = publishing.publish_many(type(obj), [obj.pk], by=officer(request))
        obj.refresh_from_db()
        if result.published:
            messages.success(request, _("Published."))
        elif obj.state == DecisionState.WITHHELD:
            reason = obj.get_withheld_reason_display()
            messages.warning(request, _("Not published: %(reason)s.") % {"reason": reason})
        else:
            messages.error(
                request,
                _(
                    "“%(object)s” cannot be published in the state “%(state)s”, "
                    "or you do not hold the right to."
                )
                % {"object": obj.document_no, "state": obj.get_state_display()},
            )
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Annul"),
        url_path="annul",
        icon="block",
        variant=ActionVariant.DANGER,
        dialog=dialog(
            gettext_lazy("Annul"),
            gettext_lazy(
                "The public entry is withdrawn and says why, the conduct records stop counting, "
                "the platforms are told. This cannot be undone."
            ),
            reason=True,
        ),
    )
    def annul(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Annul, with the public reason."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: publishing.annul(obj, by=officer(request), reason=reason), _("Annulled."))
        return go(request, self.change_url(obj))
