"""The one way Chengyi says no: a sentence that a clerk understands."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """An act that is not allowed, said in one sentence.

    Args:
        message: the sentence, lazily translated: what is wrong and how to mend it.
        field: name of the form field it is about, or "" when it is about the act as a whole.
    """

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
