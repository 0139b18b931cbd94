"""What only an installation outside the demonstration needs."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.checks import second_factor_roles_exist
from config.urls import handler500 as handler500
from config.urls import urlpatterns as all_pages


def away(_request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused")


def broken(_request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault of ours")


urlpatterns = [path("away/", away), path("broken/", broken), *all_pages]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_without_its_database_the_site_says_that_nothing_was_saved() -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/away/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "刚才提交的内容没有保存" in answer.content.decode()
    fault = client.get("/broken/")
    assert fault.status_code == 500
    assert "系统出错了" in fault.content.decode()


def test_static_files_may_be_read_by_another_user_than_who_collected_them():
    """The image collects them as root and serves them as a user of its own; uploads stay private."""
    asked: Any = settings.STORAGES["staticfiles"]
    options = asked["OPTIONS"]
    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (0o644, 0o755)
    uploads = storages["default"]
    assert (uploads.file_permissions_mode, uploads.directory_permissions_mode) == (0o600, 0o700)


def test_a_misspelt_role_of_the_second_factor_is_told_before_anything_starts(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["reviewer", "boss"]
    [told] = second_factor_roles_exist(None)
    assert "names no role of ours: boss." in told.msg
    settings.SECOND_FACTOR_ROLES = ["reviewer"]
    assert second_factor_roles_exist(None) == []
