"""Officers, the agencies they work for, and the posts that give them rights in a jurisdiction."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLES
from core.clock import today

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

prefix_validator = RegexValidator(
    r"^(\d{2}){0,3}$", _("Give the first 0, 2, 4 or 6 digits of a division code (GB/T 2260).")
)


class Agency(models.Model):
    """A health authority or one of its offices."""

    name = models.CharField(_("name"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    division_code = models.CharField(_("division code"), max_length=6, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("belongs to")
    )
    demands_second_factor = models.BooleanField(
        _("demands a second factor"),
        default=False,
        help_text=_("Its officers sign in with a one-time code beside the password."),
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.UniqueConstraint(fields=["name", "division_code"], name="one_agency_per_name_and_division")
        ]

    def __str__(self) -> str:
        return self.name


class OfficerManager(UserManager["Officer"]):
    """Creates officers; `create_superuser` makes the first administrator of an installation."""

    use_in_migrations = True


class Officer(AbstractBaseUser, PermissionsMixin):
    """Whoever signs in: an officer of an authority, or a clerk of a supervised body (portal only)."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("Somebody already has this user name; choose another.")},
    )
    name = models.CharField(_("full name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name=_("agency"))
    is_staff = models.BooleanField(
        _("supervisor"), default=False, help_text=_("May open the supervisors' door.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects = OfficerManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["email"]

    if TYPE_CHECKING:
        posts: RelatedManager[Post]

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def actor_id(self) -> str:
        return f"officer:{self.pk}"

    @property
    def label(self) -> str:
        return str(self)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def _granted(self) -> dict[str, tuple[str, ...]]:
        """Division prefixes by permission, from the posts held today (read once per request)."""
        granted: dict[str, set[str]] = {}
        for post in Post.objects.filter(officer=self).held_on():
            for permission in ROLES[post.role].permissions:
                granted.setdefault(permission.value, set()).add(post.prefix)
        return {permission: tuple(sorted(prefixes)) for permission, prefixes in granted.items()}

    def prefixes(self, permission: str) -> tuple[str, ...]:
        """Division prefixes in which this officer holds the permission; ("",) means everywhere."""
        if not self.is_active:
            return ()
        return ("",) if self.is_superuser else self._granted.get(str(permission), ())

    def may(self, permission: str, division: str = "") -> bool:
        """Tell whether the officer holds the permission in a division ("" = in any division at all)."""
        found = self.prefixes(permission)
        return bool(found) if not division else any(division.startswith(prefix) for prefix in found)


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by the day on which they are held."""

    def held_on(self) -> PostQuerySet:
        """Keep the posts held today."""
        day = today()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day), since__lte=day)


class Post(models.Model):
    """A role held over a division-code prefix, from one day to another."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="posts", verbose_name=_("officer"))
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.code, role.title) for role in ROLES.values()]
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name=_("agency"))
    prefix = models.CharField(
        _("jurisdiction"),
        max_length=6,
        blank=True,
        validators=[prefix_validator],
        help_text=_("division-code prefix; empty: whole country"),
    )
    since = models.DateField(_("since"), default=today)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="a_post_does_not_end_before_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.get_role_display()} {self.prefix}"


class Reveal(models.Model):
    """Who looked at which personal number, when and why. Rows are only ever added."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    officer_label = models.CharField(_("officer"), max_length=100)
    actor_id = models.CharField(_("actor number"), max_length=64)
    object_type = models.CharField(_("kind of object"), max_length=64)
    object_id = models.CharField(_("object number"), max_length=64)
    field = models.CharField(_("field"), max_length=64)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("look at a personal number")
        verbose_name_plural = _("looks at personal numbers")

    def __str__(self) -> str:
        return f"{self.officer_label} {self.object_type}:{self.object_id}"
