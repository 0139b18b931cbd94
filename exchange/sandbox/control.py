"""How the sandbox platform can be told to fail."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from exchange.sandbox.store import Store

MOST_SECONDS = 120


class Mode(TextChoices):
    """What the platform does with the next messages."""

    OK = "ok", _("works")
    DOWN = "down", _("is down (HTTP 503)")
    SLOW = "slow", _("stores, then answers late")
    DROP = "drop", _("stores, then breaks the connection off")
    REJECT = "reject", _("rejects every record")
    BAD_SIGNATURE = "bad_signature", _("signs its answers wrongly")


class Control:
    """The switches; kept in the platform's file, so that a restart keeps them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def mode(self) -> Mode:
        """The mode in force."""
        return Mode(self._store.setting("mode", Mode.OK))

    @property
    def seconds(self) -> float:
        """How late the answers come in the slow mode."""
        return float(self._store.setting("seconds", "5"))

    @property
    def unlinked(self) -> frozenset[str]:
        """Credit codes that the platform pretends not to know as subjects."""
        return frozenset(json.loads(self._store.setting("unlinked", "[]")))

    def set(
        self, *, mode: str | None = None, seconds: float | None = None, unlinked: Sequence[str] | None = None
    ) -> None:
        """Turn switches; those left out stay.

        Raises:
            ValueError: no such mode, or seconds out of range.
        """
        if seconds is not None and not 0 <= seconds <= MOST_SECONDS:
            raise ValueError("seconds")
        wanted = {
            "mode": Mode(mode).value if mode is not None else None,
            "seconds": str(seconds) if seconds is not None else None,
            "unlinked": json.dumps(sorted(map(str, unlinked))) if unlinked is not None else None,
        }
        with self._store.transaction():
            for name, value in wanted.items():
                if value is not None:
                    self._store.put("control", {"name": name, "value": value})
