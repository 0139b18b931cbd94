"""Who acts: every service takes `by`, an officer or a named worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Somebody who may act. Officers implement it, and so do workers."""

    @property
    def actor_id(self) -> str:
        """Stable text for the audit trail, such as ``officer:12`` or ``worker:publish_due``."""

    @property
    def label(self) -> str:
        """What a person reads in the audit trail."""

    def may(self, permission: str, division: str = "") -> bool:
        """Tell whether this actor holds the permission for a division code ("" = anywhere)."""

    def prefixes(self, permission: str) -> tuple[str, ...]:
        """Division-code prefixes in which the actor holds the permission; ("",) means everywhere."""


@dataclass(frozen=True, slots=True)
class SystemActor:
    """A worker or a command: may do everything, and is named in the audit trail."""

    name: str

    @property
    def actor_id(self) -> str:
        return f"worker:{self.name}"

    @property
    def label(self) -> str:
        return self.name

    def may(self, permission: str, division: str = "") -> bool:
        return True

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return ("",)


@dataclass(frozen=True, slots=True)
class ByDecision:
    """Whoever decided, carrying out what follows: named in the audit trail, asked for no further right.

    Only for steps inside the transaction of an act whose procedure has asked for the right to it.
    """

    actor: Actor

    @property
    def actor_id(self) -> str:
        return self.actor.actor_id

    @property
    def label(self) -> str:
        return self.actor.label

    def may(self, permission: str, division: str = "") -> bool:
        return True

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return ("",)
