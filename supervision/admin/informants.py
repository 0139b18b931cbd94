"""Pages of the keepers of informants: their keys, and what two of them do together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.admin_base import ScopedAdmin, attempt, officer
from accounts.models import Officer
from accounts.permissions import P
from core.errors import Refusal, RefusalsIn
from supervision.admin.informant_forms import (
    ChangeForm,
    ConfirmForm,
    LookForm,
    NewKeyForm,
    PassphraseForm,
    place_name,
)
from supervision.complaints import keepers, looks
from supervision.complaints.choices import KeeperState, LookKind, LookState
from supervision.models import Complaint, InformantKeeper, InformantLook

MOST_LOOKS = 30


class KeeperPages(ScopedAdmin):
    """A page with a form whose refusals stand beside their fields, and which is stored nowhere."""

    view_right = P.INFORMANT_OPEN
    add_right = P.INFORMANT_OPEN
    scope_field = "prefix"

    def allowed(self, request: HttpRequest, right: P | None, obj: Any = None) -> bool:
        """Ask for the right in the keeper's own place; the whole country is a place too."""
        if right is None or not isinstance(request.user, Officer):
            return False
        prefixes = request.user.prefixes(right)
        return bool(prefixes) if obj is None else any(obj.prefix.startswith(place) for place in prefixes)

    def form_page(
        self,
        request: HttpRequest,
        form: forms.Form,
        act: Callable[[dict[str, Any]], HttpResponse],
        **words: str,
    ) -> HttpResponse:
        """Show or take a form; `act` answers the request."""
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                return _not_stored(act(form.cleaned_data))
        context = {"form": form, "back": reverse("admin:supervision_informantkeeper_changelist"), **words}
        return _not_stored(self.page(request, "admin/credit/act.html", context, title=words["heading"]))

    def code_page(self, request: HttpRequest, look: InformantLook, code: str) -> HttpResponse:
        """Show the code for the second keeper, this once."""
        context = {"look": look, "code": code}
        return self.page(request, "admin/supervision/keeper_code.html", context, title=str(look))


def _not_stored(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _to_keepers() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:supervision_informantkeeper_changelist"))


@admin.register(InformantKeeper)
class InformantKeeperAdmin(KeeperPages):
    """The keepers of the officer's places, on one page."""

    def get_urls(self) -> list[URLPattern]:
        """Add the keepers' own acts."""
        view, name = self.admin_site.admin_view, "supervision_informantkeeper"
        own = [
            path("<int:pk>/passphrase/", view(self.passphrase_view), name=f"{name}_passphrase"),
            path("<int:pk>/withdraw/", view(self.withdraw_view), name=f"{name}_withdraw"),
            path("<int:pk>/open-circle/", view(self.open_circle_view), name=f"{name}_open_circle"),
            path("<int:pk>/change-keys/", view(self.change_keys_view), name=f"{name}_change_keys"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show each place with its keys, what is due, and what waits for the officer."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        by = officer(request)
        looks.lapse_old()
        places = [_place(prefix, by) for prefix in by.prefixes(P.INFORMANT_OPEN)]
        done = InformantLook.objects.visible_to(by, P.INFORMANT_OPEN).select_related(
            "asked_by", "second", "complaint"
        )
        context = {
            "places": places,
            "waiting": looks.waiting_for(by),
            "looks": done[:MOST_LOOKS],
            "recommended": keepers.recommended(),
        }
        return self.page(request, "admin/supervision/keepers.html", context, title=_("Keepers of informants"))

    @method_decorator(sensitive_variables())
    @method_decorator(sensitive_post_parameters())
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Make one's own key."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)

        def act(data: dict[str, Any]) -> HttpResponse:
            keepers.make_key(prefix=data["place"], passphrase=data["passphrase"], by=by)
            messages.success(request, _("Your key is made; it waits to be admitted."))
            return _to_keepers()

        return self.form_page(
            request,
            NewKeyForm(request.POST or None, prefixes=by.prefixes(P.INFORMANT_OPEN)),
            act,
            heading=_("Make my key"),
            intro=_(
                "The private key is kept under your passphrase; nobody else can open it, nor can the server."
            ),
            button=_("Make the key"),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A key is read on the page of its place."""
        self.seen_object(request, object_id)
        return _to_keepers()

    def _own(self, request: HttpRequest, pk: int) -> InformantKeeper:
        row: InformantKeeper = self.seen_object(request, str(pk))
        if row.officer_id != officer(request).pk:
            raise Http404
        return row

    @method_decorator(sensitive_variables())
    @method_decorator(sensitive_post_parameters())
    def passphrase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change one's own passphrase."""
        row, by = self._own(request, pk), officer(request)

        def act(data: dict[str, Any]) -> HttpResponse:
            keepers.change_passphrase(row, old=data["old"], new=data["passphrase"], by=by)
            messages.success(request, _("The passphrase is changed."))
            return _to_keepers()

        return self.form_page(
            request,
            PassphraseForm(request.POST or None),
            act,
            heading=_("Change my passphrase"),
            intro=_("Only the lock of your key changes; everything sealed stays as it is."),
            button=_("Change my passphrase"),
        )

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one's own waiting key back."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row, by = self._own(request, pk), officer(request)
        attempt(request, lambda: keepers.withdraw_key(row, by=by), _("The key is withdrawn."))
        return _to_keepers()

    def open_circle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the first keys of a place into use."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row, by = self._own(request, pk), officer(request)
        done = _("The keys are in use; from now on complainants may give their names.")
        attempt(request, lambda: keepers.open_circle(prefix=row.prefix, by=by), done)
        return _to_keepers()

    @method_decorator(sensitive_variables())
    @method_decorator(sensitive_post_parameters())
    def change_keys_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a change of keys as the first of two keepers."""
        row, by = self._own(request, pk), officer(request)

        def act(data: dict[str, Any]) -> HttpResponse:
            look, code = looks.ask_change(
                prefix=row.prefix,
                joining=list(data["joining"]),
                leaving=list(data["leaving"]),
                reason=data["reason"],
                passphrase=data["passphrase"],
                by=by,
            )
            return self.code_page(request, look, code)

        return self.form_page(
            request,
            ChangeForm(request.POST or None, prefix_code=row.prefix, own=row),
            act,
            heading=_("Change the keys"),
            intro=_(
                "Everything sealed in this place gets new keys. You and a second keeper who stays must do it "
                "together; tick nothing to seal everything anew to today's keepers."
            ),
            button=_("Ask the second keeper"),
        )


def _place(prefix: str, by: Officer) -> dict[str, Any]:
    rows = list(keepers.members(prefix).select_related("officer"))
    active = [row for row in rows if row.state == KeeperState.ACTIVE]
    own = next((row for row in rows if row.officer_id == by.pk and row.state == KeeperState.ACTIVE), None)
    waiting = next(
        (row for row in rows if row.officer_id == by.pk and row.state == KeeperState.WAITING), None
    )
    return {
        "prefix": place_name(prefix),
        "rows": rows,
        "active": len(active),
        "own": own,
        "own_waiting": waiting,
        "may_open": waiting is not None and not active and len(rows) > 1,
        "stale": keepers.stale(prefix),
        "few": 0 < len(active) < keepers.recommended(),
        "none": len(active) < 2,
    }


@admin.register(InformantLook)
class InformantLookAdmin(KeeperPages):
    """What two keepers do together: asked by one, carried out by the other."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Joint acts are listed on the keepers' page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _to_keepers()

    @method_decorator(sensitive_variables())
    @method_decorator(sensitive_post_parameters())
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask to look at an informant as the first of two keepers."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)

        def act(data: dict[str, Any]) -> HttpResponse:
            known = Complaint.objects.visible_to(by, P.INFORMANT_OPEN)
            complaint = known.filter(number=data["number"].strip()).first()
            if complaint is None:
                raise Refusal(_("Number: no complaint of your places has this number."), field="number")
            look, code = looks.ask_look(
                complaint=complaint, reason=data["reason"], passphrase=data["passphrase"], by=by
            )
            return self.code_page(request, look, code)

        return self.form_page(
            request,
            LookForm(request.POST or None, initial={"number": request.GET.get("number", "")}),
            act,
            heading=_("Ask to look at an informant"),
            intro=_(
                "A second keeper must carry it out within the time, and sees it once. Reason and both names "
                "stay on record."
            ),
            button=_("Ask the second keeper"),
        )

    @method_decorator(sensitive_variables())
    @method_decorator(sensitive_post_parameters())
    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Carry a request out as the second keeper."""
        look: InformantLook = self.seen_object(request, object_id)
        by = officer(request)
        if look.state != LookState.ASKED or look.asked_by.officer_id == by.pk:
            return _to_keepers()

        def act(data: dict[str, Any]) -> HttpResponse:
            if look.kind == LookKind.CHANGE:
                count = looks.carry_out_change(look, passphrase=data["passphrase"], code=data["code"], by=by)
                messages.success(request, _("The keys are changed; sealed anew: %(n)s.") % {"n": count})
                return _to_keepers()
            informant = looks.open_look(look, passphrase=data["passphrase"], code=data["code"], by=by)
            context = {"informant": informant, "look": look, "complaint": look.complaint}
            return self.page(
                request, "admin/supervision/informant_shown.html", context, title=_("Informant, shown once")
            )

        return self.form_page(
            request,
            ConfirmForm(request.POST or None),
            act,
            heading=str(look.get_kind_display()),
            intro=_intro(look),
            button=_("Open it, once") if look.kind == LookKind.LOOK else _("Change the keys"),
        )


def _intro(look: InformantLook) -> str:
    words = [_("Asked by %(who)s: %(reason)s") % {"who": look.asked_by.label, "reason": look.reason}]
    if look.complaint is not None:
        words.append(_("Complaint %(number)s.") % {"number": look.complaint.number})
    words += look.changes.get("says", [])
    if look.kind == LookKind.LOOK:
        words.append(_("The informant is shown once on this screen; see that nobody else reads it."))
    return " ".join(words)
