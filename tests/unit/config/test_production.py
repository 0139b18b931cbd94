"""What only an installation outside the demonstration needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import storages


def test_static_files_may_be_read_by_another_user_than_who_collected_them():
    """The image collects them as root and serves them as a user of its own; uploads stay private."""
    asked: Any = settings.STORAGES["staticfiles"]
    options = asked["OPTIONS"]
    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (0o644, 0o755)
    uploads = storages["default"]
    assert (uploads.file_permissions_mode, uploads.directory_permissions_mode) == (0o600, 0o700)
