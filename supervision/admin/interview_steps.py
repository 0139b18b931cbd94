"""Steps of an interview that need no form of its own: dropping a proposal, calling off what was announced."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from credit.admin.case_pages import ReasonForm, StepPage
from supervision.interviews import services

STEPS = (
    StepPage(
        "drop",
        "drop",
        _("It is not held; the reason stays on this page."),
        _("Dropped."),
        lambda row, data, by: services.drop(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "call_off",
        "call_off",
        _(
            "It is not held. The bodies read in the portal that it is called off, with the reason in your "
            "words; tell those without an account by telephone."
        ),
        _("Called off; the bodies read it in the portal."),
        lambda row, data, by: services.call_off(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)
