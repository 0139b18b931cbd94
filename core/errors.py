"""The one way Chengyi says no: a sentence that a clerk understands."""

from __future__ import annotations

from types import TracebackType

from django.forms import BaseForm
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


class RefusalsIn:
    """Within it, a refusal is written beside the field it names, or above the form: the page is shown again.

    Args:
        form: a form that has been validated.
    """

    def __init__(self, form: BaseForm) -> None:
        self._form = form

    def __enter__(self) -> None: ...

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Refusal):
            return False
        self._form.add_error(error.field if error.field in self._form.fields else None, str(error))
        return True
