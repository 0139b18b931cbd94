"""The language in which words are kept: what enters a file is Chinese, whoever acts in which language."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


def in_kept_words() -> translation.override:
    """Put what is said inside the block into the language of the files.

    Only the words themselves belong inside: a refusal is read by whoever acts, in their own language.
    """
    return translation.override(settings.LANGUAGE_CODE)


def in_house_language(words: str | Promise) -> str:
    """Return words that are stored in a record in the language of the house, whoever acts."""
    with in_kept_words():
        return str(words)
