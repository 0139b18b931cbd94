"""The supervisors' site: Unfold's, without listing on every page all tables, which no page shows."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin import sites
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite


class SupervisorsSite(UnfoldAdminSite):
    """Unfold's site; its sidebar is ours (`config.sidebar`), so the list of tables is seldom asked for."""

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the tables by application, drawn up when somebody looks: it takes 10 ms a page."""
        found = SimpleLazyObject(lambda: super(SupervisorsSite, self).get_app_list(request, app_label))
        return cast("list[Any]", found)


class ThemeConfig(AppConfig):
    """The theme, with our site in place of its own."""

    name = "unfold"

    def ready(self) -> None:
        """Put the site where `django.contrib.admin` is asked for it."""
        admin.site = sites.site = SupervisorsSite()
        import_module("accounts.theme").work_out_headings_once()  # it needs the settings of the theme
