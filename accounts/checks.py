"""What the settings say about officers, checked before anything starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts.roles import ROLES


@register
def second_factor_roles_exist(app_configs: Any, **_options: Any) -> list[CheckMessage]:
    """A misspelt role would let its officers sign in without the code that was meant to be demanded."""
    unknown = [role for role in settings.SECOND_FACTOR_ROLES if role not in ROLES]
    if not unknown:
        return []
    sentence = f"SECOND_FACTOR_ROLES names no role of ours: {', '.join(unknown)}."
    return [Error(sentence, hint=f"Write codes of {', '.join(ROLES)}.", id="accounts.E001")]
