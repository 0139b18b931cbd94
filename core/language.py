"""The language in which words are kept, and the marks between words in that of the reader.

What enters a file is Chinese, whoever acts in which language.
"""

from __future__ import annotations

from collections.abc import Iterable

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


def listed(words: Iterable[object], *, sentences: bool = False) -> str:
    """Join words, or whole sentences, as whoever reads now is used to it."""
    marks = ("、", "；") if _chinese() else (", ", "; ")
    return marks[sentences].join(map(str, words))


def headed(head: object, words: object) -> str:
    """Put a head before words, with the colon of whoever reads now."""
    return f"{head}：{words}" if _chinese() else f"{head}: {words}"


def _chinese() -> bool:
    return (translation.get_language() or settings.LANGUAGE_CODE).startswith("zh")
