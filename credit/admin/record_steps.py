"""Buttons of a conduct record's page: what is not possible has no button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.admin_base import attempt, go, officer
from accounts.dialogs import dialog
from accounts.models import Officer
from accounts.permissions import P
from credit import services
from credit.choices import Review
from credit.models import ConductRecord
from credit.rules.sources import entered_by_hand
from credit.rules.standing import ENDED
from credit.workflow import ENTRY

STEPS_OF_BUTTON = {"confirm": "confirm", "send_back": "return", "discard": "discard"}


class RecordSteps:
    """The steps of entry, correction and withdrawal."""

    actions_detail = ("confirm", "amend", "send_back", "correct", "discard", "withdraw")

    def get_actions_detail(self: Any, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        record = self.get_object(request, str(object_id))
        if record is None:
            return []
        shown = _possible(record, officer(request))
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act for act in self._get_base_actions_detail() if act.action_name.removeprefix(prefix) in shown
        ]

    @action(
        description=gettext_lazy("Confirm the record"),
        url_path="confirm",
        icon="check",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Confirm the record"),
            gettext_lazy(
                "You confirm as the second officer that subject, item, facts and dates agree with the "
                "document. From then on the record stands in the file and counts."
            ),
        ),
    )
    def confirm(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Confirm as the second officer."""
        return self._step(request, object_id, lambda row, by: services.confirm(row, by=by), _("Confirmed."))

    @action(
        description=gettext_lazy("Send back"),
        url_path="send-back",
        icon="undo",
        dialog=dialog(
            gettext_lazy("Send the record back"),
            gettext_lazy("The clerk corrects it and hands it in again."),
            reason=True,
        ),
    )
    def send_back(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Send back to the clerk, with the reason."""
        reason = form.cleaned_data["reason"]
        return self._step(
            request,
            object_id,
            lambda row, by: services.send_back(row, by=by, reason=reason),
            _("Sent back."),
        )

    @action(
        description=gettext_lazy("Discard"),
        url_path="discard",
        icon="delete",
        dialog=dialog(
            gettext_lazy("Discard the entry"),
            gettext_lazy("It never counts, and stays traceable."),
            reason=True,
        ),
    )
    def discard(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Give the entry up, with the reason."""
        reason = form.cleaned_data["reason"]
        return self._step(
            request,
            object_id,
            lambda row, by: services.discard(row, by=by, reason=reason),
            _("Discarded."),
        )

    @action(
        description=gettext_lazy("Withdraw"),
        url_path="withdraw",
        icon="block",
        variant=ActionVariant.DANGER,
        dialog=dialog(
            gettext_lazy("Withdraw the record"),
            gettext_lazy(
                "For a record that should never have been entered. It stops counting everywhere today; "
                "grades, lists and measures follow. This cannot be undone."
            ),
            reason=True,
        ),
    )
    def withdraw(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Withdraw the record, with the reason."""
        reason = form.cleaned_data["reason"]
        return self._step(
            request,
            object_id,
            lambda row, by: services.withdraw_record(row, by=by, reason=reason),
            _("Withdrawn."),
        )

    def _step(
        self: Any,
        request: HttpRequest,
        object_id: str,
        act: Callable[[ConductRecord, Officer], object],
        done: str,
    ) -> HttpResponse:
        record = self.seen_object(request, object_id)
        attempt(request, lambda: act(record, officer(request)), done)
        return go(request, self.change_url(record))


def _possible(record: ConductRecord, by: Officer) -> set[str]:
    steps = {step.name for step in ENTRY.available(record, by)}
    shown = {button for button, step in STEPS_OF_BUTTON.items() if step in steps}
    may_enter = by.may(P.RECORD_ENTER, record.division_code)
    if may_enter and record.review in (Review.WAITING, Review.RETURNED):
        shown.add("amend")
    live = record.confirmed_at is not None and record.state not in ENDED
    if may_enter and live:
        shown.add("correct")
    own = by.actor_id in (record.made_by, record.changed_by)
    if live and entered_by_hand(record.source) and not own and by.may(P.RECORD_REVIEW, record.division_code):
        shown.add("withdraw")
    return shown
