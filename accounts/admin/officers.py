"""Officers, agencies and posts, kept by administrators inside their own jurisdiction."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.admin_base import KeptAdmin, attempt, go, officer
from accounts.dialogs import dialog
from accounts.models import Agency, Officer, Post, SecondFactor
from accounts.permissions import P
from accounts.roles import ROLES
from accounts.second_factor.services import reset
from core import audit
from core.language import listed
from core.scope import division_filter

admin.site.unregister(Group)


class OfficerCreationForm(UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        model = Officer
        fields = ("username", "name", "agency", "is_staff")


class OfficerChangeForm(UserChangeForm):
    """An account that exists."""

    class Meta(UserChangeForm.Meta):
        model = Officer
        fields = "__all__"


class PostForm(forms.ModelForm[Post]):
    """A post lies inside the jurisdiction of whoever gives it. `prefixes` is set by the inline."""

    prefixes: tuple[str, ...] = ()

    class Meta:
        model = Post
        fields = ("role", "prefix", "agency", "since", "until")

    def clean_prefix(self) -> str:
        """Refuse a jurisdiction wider than one's own."""
        prefix = str(self.cleaned_data.get("prefix") or "")
        if not any(prefix.startswith(own) for own in self.prefixes):
            raise forms.ValidationError(_("You may only give posts inside your own jurisdiction."))
        return prefix


class PostInline(TabularInline):
    """The posts of an officer. Nobody gives posts to themselves."""

    model = Post
    form = PostForm
    extra = 0
    fields = ("role", "prefix", "agency", "since", "until")
    can_delete = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Tell the form how far the administrator reaches."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.prefixes = officer(request).prefixes(P.OFFICER_EDIT)
        return formset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the agencies of one's own jurisdiction."""
        if db_field.name == "agency":
            kwargs["queryset"] = agencies(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Shown to whoever keeps officers."""
        return officer(request).may(P.OFFICER_EDIT)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Posts are given to others, not to oneself."""
        return officer(request).may(P.OFFICER_EDIT) and (obj is None or obj != request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Posts are changed by others, not by oneself."""
        return self.has_add_permission(request, obj)


def agencies(request: HttpRequest) -> QuerySet[Agency]:
    """Return the agencies in the administrator's jurisdiction."""
    reach = officer(request).prefixes(P.OFFICER_EDIT)
    return Agency.objects.filter(division_filter("division_code", reach)).order_by("division_code", "name")


@admin.register(Officer)
class OfficerAdmin(KeptAdmin, UserAdmin):  # type: ignore[misc]  # both refine the same admin class
    """Accounts of officers, and of the clerks of supervised bodies."""

    view_right = P.OFFICER_EDIT
    add_right = P.OFFICER_EDIT
    change_right = P.OFFICER_EDIT
    scope_field = "agency__division_code"

    form = OfficerChangeForm
    add_form = OfficerCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = (PostInline,)
    list_display = ("username", "name", "agency", "posts_held", "is_staff", "is_active", "last_login")
    list_display_links = ("username", "name")
    list_select_related = ("agency",)
    list_filter = ("is_staff", "is_active")
    search_fields = ("username__startswith", "name__startswith")
    search_help_text = gettext_lazy("Beginning of the user name or of the full name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "name", "email", "agency", "password")}),
        (gettext_lazy("Access"), {"fields": ("is_staff", "is_active", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name", "agency", "is_staff", "password1", "password2"),
            },
        ),
    )

    actions_detail = ("remove_second_factor",)

    @action(
        description=gettext_lazy("Remove the second factor"),
        url_path="remove-second-factor",
        icon="phonelink_erase",
        dialog=dialog(
            gettext_lazy("Remove the second factor"),
            gettext_lazy(
                "For an officer who lost the device: make sure who asks. They sign in by password alone "
                "until they set up another one."
            ),
            reason=True,
        ),
    )
    def remove_second_factor(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Remove the device of an officer who lost it."""
        account = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request,
            lambda: reset(account, by=officer(request), reason=reason),
            _("The second factor was removed."),
        )
        return go(request, self.change_url(account))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer it where there is one to remove."""
        account = self.get_object(request, str(object_id))
        if account is None or account == request.user or not self.has_change_permission(request, account):
            return []
        has = SecondFactor.objects.filter(user=account).exists()
        return super().get_actions_detail(request, object_id) if has else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Accounts of one's own jurisdiction; those without an agency belong to whoever keeps all places."""
        rows = super(KeptAdmin, self).get_queryset(request)
        asker = officer(request)
        reach = asker.prefixes(self.view_right)
        condition = Q() if "" in reach else division_filter("agency__division_code", reach)
        rows = rows.filter(condition) if asker.is_superuser else rows.filter(condition, is_superuser=False)
        return rows.prefetch_related("posts")

    def allowed(self, request: HttpRequest, right: P | None, obj: Any = None) -> bool:
        """An account without an agency belongs to whoever keeps all places."""
        if right is None or not isinstance(request.user, Officer):
            return False
        if obj is not None and getattr(obj, "agency_id", None) is None and obj.pk:
            return "" in officer(request).prefixes(right)
        return super().allowed(request, right, obj if obj is not None and obj.pk else None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes, or sets the password of, an account that reaches further than they do."""
        if not super().has_change_permission(request, obj):
            return False
        reach = officer(request).prefixes(P.OFFICER_EDIT)
        held = obj.posts.all() if obj is not None else []
        return all(any(post.prefix.startswith(own) for own in reach) for post in held)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the agencies of one's own jurisdiction."""
        if db_field.name == "agency":
            kwargs["queryset"] = agencies(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Whoever keeps one place must name an agency, else the account would leave the jurisdiction."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "agency" in form.base_fields:
            form.base_fields["agency"].required = "" not in officer(request).prefixes(P.OFFICER_EDIT)
        return form

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Write an audit row for each post given or changed."""
        super().save_formset(request, form, formset, change)
        for post in formset.new_objects:
            held = {"role": (None, post.role), "prefix": (None, post.prefix), "until": (None, post.until)}
            audit.record(post.officer, "officer.post_given", by=officer(request), changes=held)
        for post, names in formset.changed_objects:
            changes = {name: (None, getattr(post, name)) for name in names}
            audit.record(post.officer, "officer.post_changed", by=officer(request), changes=changes)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 - the name that the parent class gives
        """Set another's password; leaves an audit row."""
        account = self.get_object(request, id)
        if account is None or not self.has_change_permission(request, account):
            raise PermissionDenied
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            audit.record(account, "officer.password", by=officer(request))
        return response

    @display(description=gettext_lazy("posts"))
    def posts_held(self, obj: Officer) -> str:
        """Roles and jurisdictions in one line."""
        return listed(
            f"{ROLES[post.role].title}（{post.prefix or _('whole country')}）" for post in obj.posts.all()
        )


@admin.register(Agency)
class AgencyAdmin(KeptAdmin):
    """Agencies and their offices."""

    view_right = P.OFFICER_EDIT
    add_right = P.OFFICER_EDIT
    change_right = P.OFFICER_EDIT
    scope_field = "division_code"
    ordering = ("division_code", "name")
    list_display = ("name", "uscc", "division_code", "parent")
    list_display_links = ("name",)
    list_select_related = ("parent",)
    search_fields = ("name__startswith", "uscc__exact")
    fields = ("name", "uscc", "division_code", "parent", "demands_second_factor")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the agencies of one's own jurisdiction."""
        if db_field.name == "parent":
            kwargs["queryset"] = agencies(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Check the division of an agency against one's own jurisdiction."""
        asker = officer(request)

        class Form(forms.ModelForm[Agency]):
            def clean_division_code(form) -> str:  # noqa: N805 - `self` is the admin here
                code = str(form.cleaned_data.get("division_code") or "")
                if not re.fullmatch(r"[0-9]{6}", code):
                    raise forms.ValidationError(
                        _("Give all six digits of the division code (GB/T 2260), such as 220521.")
                    )
                if not asker.may(P.OFFICER_EDIT, code):
                    raise forms.ValidationError(_("This division lies outside your jurisdiction."))
                return code

        return super().get_form(request, obj, change=change, form=Form, **kwargs)
