"""Proposing a listing: whom, on which list, on which grounds; three pages that lead to one service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.admin_base import officer
from accounts.models import Officer
from accounts.permissions import P
from blacklist import selectors
from blacklist.admin.proposal_forms import Match, ProposalForm, matches
from blacklist.admin.scheme_words import name_of
from blacklist.listing import proposals
from blacklist.models import Listing, ListScheme
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.admin.points_forms import subject_named
from credit.admin.search import HELP
from credit.models import Subject


class WhomForm(forms.Form):
    """Whom the proposal concerns."""

    about = forms.CharField(
        label=gettext_lazy("Subject"), max_length=200, widget=UnfoldAdminTextInputWidget, help_text=HELP
    )


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """One list that is open to the subject.

    Args:
        met: how many grounds its records meet today.
        why_not: why it can list nobody, "" where it can.
    """

    scheme: ListScheme
    name: str
    met: int
    why_not: str
    url: str


class ProposesListings:
    """The page that enters a new listing."""

    def add_view(
        self: Any, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for what the address does not say yet: the subject, then the list, then the grounds."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        subject = _asked(Subject.objects.visible_to(by, P.LISTING_PROPOSE), request.GET.get("subject", ""))
        if subject is None:
            return _whom(self, request, by)
        offered = _open_to(subject)
        asked = request.GET.get("scheme", "")
        scheme = next((row for row in offered if str(row.pk) == asked), None)
        if scheme is None:
            context = {
                "subject": subject,
                "schemes": [_line(row, subject, request) for row in offered],
                "back": reverse("admin:credit_subject_change", args=[subject.pk]),
            }
            return self.page(
                request, "admin/blacklist/propose_scheme.html", context, title=_("Propose a listing")
            )
        return _propose(self, request, by, subject, scheme)


def proposal_address(subject: Subject, *, record: int | None = None) -> str:
    """Return the address at which a listing of a subject is proposed, from a record where one is given."""
    more = f"&record={record}" if record else ""
    return f"{reverse('admin:blacklist_listing_add')}?subject={subject.pk}{more}"


def _whom(page: Any, request: HttpRequest, by: Officer) -> HttpResponse:
    form, refused = WhomForm(request.GET or None), ""
    if form.is_valid():
        try:
            subject = subject_named(
                form.cleaned_data["about"], Subject.objects.visible_to(by, P.LISTING_PROPOSE)
            )
        except Refusal as refusal:
            refused = str(refusal)
        else:
            return HttpResponseRedirect(proposal_address(subject))
    context = {"form": form, "refused": refused, "back": page.list_url()}
    answer: HttpResponse = page.page(
        request, "admin/blacklist/propose_whom.html", context, title=_("Propose a listing")
    )
    return answer


def _open_to(subject: Subject) -> list[ListScheme]:
    """Return the lists in force in the subject's place that are open to such a subject."""
    return [
        row
        for row in selectors.schemes_for(today(), subject.division_code)
        if (row.for_persons if subject.is_person else row.for_bodies)
    ]


def _line(scheme: ListScheme, subject: Subject, request: HttpRequest) -> SchemeLine:
    why_not = str(selectors.why_no_basis(scheme, today(), place=subject.division_code))
    met = sum(not row.why_not for row in matches(scheme, subject, today()))
    query = request.GET.copy()
    query["scheme"] = str(scheme.pk)
    return SchemeLine(scheme, name_of(scheme), met, why_not, f"?{query.urlencode()}")


def _propose(
    page: Any, request: HttpRequest, by: Officer, subject: Subject, scheme: ListScheme
) -> HttpResponse:
    found = matches(scheme, subject, today())
    first = _first(found, request.GET.get("record", ""))
    form = ProposalForm(
        request.POST or None,
        request.FILES or None,
        scheme=scheme,
        subject=subject,
        found=found,
        initial={
            "facts": _facts(found, first),
            "authority_name": by.agency.name if by.agency else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        with RefusalsIn(form):
            row = _enter(form, scheme, subject, by)
            messages.success(request, _("Proposed. Check the grounds, then serve the notice or publicise."))
            return HttpResponseRedirect(page.change_url(row))
    told = {name for _title, _hint, line in form.parts() for name in (field.name for field in line)}
    context = {
        "form": form,
        "fields": [field for field in form if field.name not in told and field.name != "grounds"],
        "parts": form.parts(),
        "found": found,
        "ticked": set(request.POST.getlist("grounds")) if request.method == "POST" else first,
        "subject": subject,
        "scheme_name": name_of(scheme),
        "back": proposal_address(subject),
    }
    answer: HttpResponse = page.page(
        request, "admin/blacklist/propose.html", context, title=_("Propose a listing")
    )
    return answer


def _enter(form: ProposalForm, scheme: ListScheme, subject: Subject, by: Officer) -> Listing:
    data = form.cleaned_data
    return proposals.propose(
        scheme=scheme,
        subject=subject,
        authority_name=data["authority_name"],
        division_code=subject.division_code,
        facts=data["facts"],
        grounds=form.chosen(),
        proposed_on=data["proposed_on"],
        by=by,
        evidence=data["evidence"],
        responsible=form.responsible(Subject.objects.visible_to(by, P.LISTING_PROPOSE)),
    )


def _first(found: list[Match], record: str) -> set[str]:
    """Return the boxes that are ticked at first: the record one came from, or everything that may stand."""
    possible = {row.code for row in found if not row.why_not}
    asked = {code for code in possible if code.endswith(f":{record}")} if record else set()
    return asked or possible


def _facts(found: list[Match], ticked: set[str]) -> str:
    """Begin the facts with what the records say, once each."""
    records = {
        row.ground.record.pk: row.ground.record for row in found if row.code in ticked and row.ground.record
    }
    return "\n".join(
        f"{record.happened_on.isoformat()} {record.title}"
        + (f"（{record.authority_name} {record.document_no}）" if record.document_no else "")
        for record in sorted(records.values(), key=lambda record: record.happened_on)
    )


def _asked(rows: Any, given: str) -> Any:
    return rows.filter(pk=int(given)).first() if given.isdecimal() else None
