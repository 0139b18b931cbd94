"""What tests of the credit file may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """Let sentences be said in English, whatever the catalogue translates."""
    with translation.override("en"):
        yield
