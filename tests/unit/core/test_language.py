"""Marks between words, as whoever reads is used to them."""

from __future__ import annotations

from django.utils import translation

from core.language import headed, listed


def test_words_are_joined_as_the_reader_is_used_to() -> None:
    with translation.override("en"):
        assert listed(["PDF", 7]) == "PDF, 7"
        assert listed(["one", "two"], sentences=True) == "one; two"
        assert headed("grade", "A") == "grade: A"
    for language in ("zh-hans", None):
        with translation.override(language):
            assert listed(["PDF", 7]) == "PDF、7"
            assert listed(["one", "two"], sentences=True) == "one；two"
            assert headed("grade", "A") == "grade：A"
