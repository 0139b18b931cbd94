"""Model fields of the kernel."""

from typing import Any

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from core.crypto import TOKEN, SealBrokenError, Sealed, unseal


class SealedAttribute(DeferredAttribute):
    """Turns whatever is assigned into a ``Sealed``, so that no instance carries a plain text."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SealedFormField(forms.CharField):
    """An input that never shows what is stored; left empty, the stored value stays."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}))
        kwargs.setdefault("help_text", _("Stored sealed and not shown; leave empty to keep it."))
        super().__init__(**kwargs)

    def has_changed(self, initial: object, data: object) -> bool:
        """Tell whether something was typed."""
        return bool(data)


class SealedField(models.TextField):
    """A text column that is encrypted in the database and a ``Sealed`` in Python.

    Assign a text or a ``Sealed``; read with ``.reveal()``. Bulk loads store ``core.crypto.seal(text)``. The
    column cannot be searched, sorted or unique: keep ``core.crypto.blind_index(text)`` beside it for that.

    Args:
        context: bound into the token; give it to ``seal`` as well when loading in bulk.
    """

    description = "Text sealed with SM4"
    descriptor_class = SealedAttribute
    _pyi_private_set_type: str | Sealed  # type: ignore[assignment]  # no str comes out of it
    _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Tell a migration the context."""
        name, path, args, kwargs = super().deconstruct()
        if self.context:
            kwargs["context"] = self.context
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse to be unique or indexed."""
        found = super().check(**kwargs)
        if self.unique or getattr(self, "db_index", False):
            told = "A sealed field cannot be unique or indexed: every sealing differs."
            found.append(checks.Error(told, hint="Index a blind_index column.", obj=self, id="core.E001"))
        return found

    def get_lookup(self, lookup_name: str) -> Any:
        """Know isnull only.

        Raises:
            FieldError: any other lookup; two sealings of one text differ, so it would find nothing.
        """
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is sealed and only knows the lookup isnull; look up its blind index instead"
            )
        return super().get_lookup(lookup_name)

    def to_python(self, value: object) -> Sealed | None:
        """Return a ``Sealed`` of a text, of a token that opens, or of another ``Sealed``; None stays None."""
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value if value.context == self.context else Sealed(value.reveal(), self.context)
        text = str(value)
        return Sealed.of_token(text, self.context) if self._opens(text) else Sealed(text, self.context)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Sealed | None:
        """Return the stored token unopened."""
        return None if value is None else Sealed.of_token(value, self.context)

    def get_prep_value(self, value: object) -> Any:
        """Return the token to store."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        sealed = self.to_python(value)
        return sealed.token if sealed else ""

    def value_to_string(self, obj: models.Model) -> str:
        """Return the token: dumps hold no plain text."""
        value: Any = self.value_from_object(obj)
        return value.token if value else ""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Take an empty ``Sealed`` for empty."""
        super().validate(value or (None if value is None else ""), model_instance)

    def save_form_data(self, instance: models.Model, data: object) -> None:
        """Keep what is stored where the form field was left empty."""
        if data:
            setattr(instance, self.attname, data)

    def formfield(self, **kwargs: Any) -> Any:
        """Return the form field that never shows the stored value, whatever widget an admin would choose."""
        return SealedFormField(label=self.verbose_name, required=False)

    def _opens(self, text: str) -> bool:
        if not TOKEN.fullmatch(text):
            return False
        try:
            unseal(text, self.context)
        except SealBrokenError:
            return False
        return True
