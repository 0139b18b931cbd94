"""Buttons of a standard's page, drawn from its workflow, and its pages: preview, comparison, print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.admin_base import attempt, go, officer
from accounts.dialogs import dialog
from accounts.permissions import P
from core.clock import today
from core.errors import Refusal
from credit.admin.run_steps import run_buttons
from credit.admin.standard_forms import EndDialog, NewVersionDialog
from credit.consequences import book, titles
from credit.models import Standard
from credit.rules.terms import Scale, StandardState
from credit.standards import adoption, drafting
from credit.standards.comparison import differences
from credit.standards.draft import draft_of, fingerprint
from credit.standards.preview import MOST_MOVERS, preview
from credit.standards.printing import printed
from credit.standards.workflow import STANDARD

STEP_OF_BUTTON = {"try_out": "try_out", "rework": "rework", "adopt": "adopt", "end": "end"}
PAGES = ("preview", "compare", "print_out")
LANGUAGES = {"zh-hans": "中文", "en": "English"}


class StandardSteps:
    """The steps of a standard's life as buttons, and the pages to judge it by."""

    actions_detail = (
        "try_out",
        "adopt",
        "preview",
        "grade_everybody",
        "new_version",
        {
            "title": gettext_lazy("Other steps"),
            "icon": "more_horiz",
            "items": ("trial_run", "compare", "print_out", "rework", "end"),
        },
    )

    def get_actions_detail(self: Any, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now; the pages are for every reader."""
        standard = self.get_object(request, str(object_id))
        if standard is None:
            return []
        possible = {step.name for step in STANDARD.available(standard, officer(request))}
        if standard.effective_until is not None:
            possible.discard("end")
        shown = {name for name, step in STEP_OF_BUTTON.items() if step in possible} | set(PAGES)
        shown |= run_buttons(standard, officer(request))
        if officer(request).may(P.STANDARD_EDIT):
            shown.add("new_version")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act for act in self._get_base_actions_detail() if act.action_name.removeprefix(prefix) in shown
        ]

    @action(
        description=gettext_lazy("Try on real subjects"),
        url_path="try-out",
        icon="science",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Try on real subjects"),
            gettext_lazy(
                "The draft is closed for changes and shows who would move. No grade is written. "
                "It can be opened again."
            ),
        ),
    )
    def try_out(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Close a draft and try it."""
        standard = self.seen_object(request, object_id)
        done = attempt(
            request, lambda: adoption.try_out(standard, by=officer(request)), _("It is being tried.")
        )
        return go(request, self.page_url("preview", standard) if done else self.change_url(standard))

    @action(
        description=gettext_lazy("Back to draft"),
        url_path="rework",
        icon="undo",
        dialog=dialog(
            gettext_lazy("Back to draft"), gettext_lazy("It can be changed again, and must be tried anew.")
        ),
    )
    def rework(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Open a tried standard again."""
        standard = self.seen_object(request, object_id)
        attempt(request, lambda: adoption.rework(standard, by=officer(request)), _("It is a draft again."))
        return go(request, self.change_url(standard))

    @action(
        description=gettext_lazy("Adopt"),
        url_path="adopt",
        icon="gavel",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Adopt"),
            gettext_lazy(
                "You confirm as the second officer that this standard is the one that the document sets. "
                "The version that holds now ends on the day before. An adopted standard is not changed "
                "any more."
            ),
        ),
    )
    def adopt(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Adopt as the second officer, what is on the page and nothing else."""
        standard = self.seen_object(request, object_id)

        def act() -> None:
            if (shown := request.GET.get("seen", "")) and shown != fingerprint(draft_of(standard)):
                raise Refusal(
                    _("The standard was changed after you opened the page. Read it again, then adopt it.")
                )
            adoption.adopt(standard, by=officer(request))

        attempt(request, act, _("Adopted. The grades follow on its first day."))
        return go(request, self.change_url(standard))

    @action(
        description=gettext_lazy("Set the last day"),
        url_path="end",
        icon="event_busy",
        dialog=dialog(
            gettext_lazy("Set the last day"),
            gettext_lazy("From the day after on no version of this standard holds, until one is adopted."),
            form=EndDialog,
        ),
    )
    def end(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Set the last day of an adopted standard."""
        standard = self.seen_object(request, object_id)
        last_day, reason = form.cleaned_data["last_day"], form.cleaned_data["reason"]
        attempt(
            request,
            lambda: adoption.end(standard, last_day=last_day, reason=reason, by=officer(request)),
            _("The last day is set."),
        )
        return go(request, self.change_url(standard))

    @action(
        description=gettext_lazy("New version"),
        url_path="new-version",
        icon="content_copy",
        dialog=dialog(
            gettext_lazy("New version"),
            gettext_lazy("A draft with everything this version holds, to be changed, tried and adopted."),
            form=NewVersionDialog,
        ),
    )
    def new_version(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Copy a standard into a new draft."""
        standard = self.seen_object(request, object_id)
        wanted = form.cleaned_data
        made: list[Standard] = []

        def act() -> None:
            made.append(
                drafting.new_version(
                    standard,
                    version=wanted["version"],
                    effective_from=wanted["effective_from"],
                    place=wanted["place"] or None,
                    by=officer(request),
                )
            )

        attempt(request, act, _("The draft is ready to be changed."))
        return go(request, self.change_url(made[0] if made else standard))

    @action(description=gettext_lazy("Who would move"), url_path="preview", icon="groups")
    def preview(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show who would move from which grade to which, as of today; nothing is written."""
        standard = self.seen_object(request, object_id)
        shown = preview(standard, as_of=today(), prefixes=officer(request).prefixes(P.GRADE_VIEW))
        labels = [band.label for band in standard.bands.order_by("-minimum")]
        if standard.scale == Scale.ACTIONS:
            labels = [*reversed([*labels, ""])]
        befores = list(dict.fromkeys(row.before for row in shown.movements if row.before is not None))
        order = {label: place for place, label in enumerate(labels)}
        befores.sort(key=lambda label: order.get(label, len(order)))
        ungraded: list[str | None] = [None] if any(row.before is None for row in shown.movements) else []
        matrix = [
            (before, [(after, shown.count(before, after)) for after in labels])
            for before in [*befores, *ungraded]
        ]
        context = {
            "original": standard,
            "shown": shown,
            "holds": Standard.objects.in_force(today()).filter(pk=standard.pk).exists(),
            "labels": labels,
            "matrix": matrix,
            "most_movers": MOST_MOVERS,
            "may_open": officer(request).may(P.FILE_VIEW),
        }
        title = _("Who would move under %(standard)s") % {"standard": standard}
        return self.page(request, "admin/credit/standard_preview.html", context, title=title)

    @action(description=gettext_lazy("Compare versions"), url_path="compare", icon="difference")
    def compare(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what this version says differently from another of the same code."""
        standard = self.seen_object(request, object_id)
        others = list(
            Standard.objects.filter(code=standard.code).exclude(pk=standard.pk).order_by("-effective_from")
        )
        chosen = _chosen(request.GET.get("with", ""), standard, others)
        old, new = sorted((chosen or standard, standard), key=lambda row: (row.effective_from, row.pk))
        context = {
            "original": standard,
            "others": others,
            "other": chosen,
            "old": old,
            "new": new,
            "differences": differences(draft_of(old), draft_of(new), titles=titles()) if chosen else [],
        }
        title = _("Compare %(standard)s") % {"standard": standard}
        return self.page(request, "admin/credit/standard_compare.html", context, title=title)

    @action(description=gettext_lazy("Print"), url_path="print", icon="print")
    def print_out(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the standard as a document for paper, in Chinese or English."""
        standard = self.seen_object(request, object_id)
        language = request.GET.get("in", translation.get_language() or "zh-hans")
        language = language if language in LANGUAGES else "zh-hans"
        with translation.override(language):
            paper = printed(draft_of(standard), book(), on=max(standard.effective_from, today()))
            context = {
                "standard": standard,
                "paper": paper,
                "language": language,
                "languages": LANGUAGES,
                "today": today(),
                "draft": standard.state in (StandardState.DRAFT, StandardState.TRIED),
            }
            answer = TemplateResponse(request, "admin/credit/standard_print.html", context)
            return answer.render()

    def page_url(self: Any, page: str, standard: Standard) -> str:
        """Return the address of one of the pages of a standard."""
        return self.change_url(standard).removesuffix("change/") + f"{page}/"


def _chosen(wanted: str, standard: Standard, others: list[Standard]) -> Standard | None:
    """Return the version asked for; else the one it was drafted from, else the one before."""
    if wanted.isdigit():
        return next((row for row in others if row.pk == int(wanted)), None)
    earlier = [row for row in others if row.effective_from <= standard.effective_from]
    from_it = [row for row in others if row.pk == standard.copied_from_id]
    return next(iter([*from_it, *earlier, *others]), None)
