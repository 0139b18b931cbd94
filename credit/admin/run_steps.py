"""Buttons that have everybody graded, or try it, on the page of a standard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from accounts.admin_base import go, officer
from accounts.dialogs import dialog
from accounts.permissions import P
from core.clock import today
from core.errors import Refusal
from credit.admin.run_forms import DayDialog
from credit.grading import orders
from credit.models import GradeRun, Standard

RUN_BUTTONS = ("grade_everybody", "trial_run")


def run_buttons(standard: Standard, reader: Any) -> set[str]:
    """Return which of the buttons an officer may press on a standard's page."""
    if not reader.may(P.GRADE_RUN, standard.place):
        return set()
    holds = Standard.objects.in_force(today()).filter(pk=standard.pk).exists()
    return set(RUN_BUTTONS) if holds else {"trial_run"}


def run_url(run: GradeRun) -> str:
    """Return the page of a run, which shows its progress."""
    return reverse("admin:credit_graderun_change", args=[run.pk])


class RunSteps:
    """The buttons; the page they lead to shows how far the run is."""

    @action(
        description=gettext_lazy("Grade everybody"),
        url_path="grade-everybody",
        icon="play_arrow",
        dialog=dialog(
            gettext_lazy("Grade everybody"),
            gettext_lazy(
                "Every subject of this standard is graded anew, as of today, by a worker. "
                "A grade that stays the same is not rewritten."
            ),
        ),
    )
    def grade_everybody(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Have everybody graded under this standard."""
        standard = self.seen_object(request, object_id)
        return _ordered(
            request, lambda: orders.order_run(standard, by=officer(request)), self.change_url(standard)
        )

    @action(
        description=gettext_lazy("Trial run"),
        url_path="trial-run",
        icon="science",
        dialog=dialog(
            gettext_lazy("Trial run"),
            gettext_lazy("A worker computes what everybody's grades of a day would be. No grade is written."),
            form=DayDialog,
        ),
    )
    def trial_run(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Try what everybody's grades of another day would be."""
        standard = self.seen_object(request, object_id)
        as_of = form.cleaned_data["as_of"]
        return _ordered(
            request,
            lambda: orders.order_trial(standard, as_of=as_of, by=officer(request)),
            self.change_url(standard),
        )


def _ordered(request: HttpRequest, order: Any, back: str) -> HttpResponse:
    """Order a run and go to its page; a refusal is said where the officer came from."""
    try:
        return go(request, run_url(order()))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return go(request, back)
