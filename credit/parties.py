"""Who acts in a case of their own: a body through the portal, or an officer for what came in on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import Refusal

OWN = "own"
"""The permission of steps that belong to the party: hand in, take back. No post holds it."""


@dataclass(frozen=True, slots=True)
class Party:
    """A portal account acting for bodies: it may take the party's steps in their cases, and no other.

    Args:
        account: who is signed in; named in the audit trail.
        subject_ids: the bodies (or the person) it answers for.
    """

    account: Actor
    subject_ids: frozenset[int]

    @property
    def actor_id(self) -> str:
        return self.account.actor_id

    @property
    def label(self) -> str:
        return self.account.label

    def may(self, permission: str, division: str = "") -> bool:
        return permission == OWN

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class OnPaper:
    """An officer who takes the party's step at the counter, by the right to handle such cases.

    Args:
        officer: the officer; named in the audit trail.
        right: what the officer must hold in the division.
    """

    officer: Actor
    right: str

    @property
    def actor_id(self) -> str:
        return self.officer.actor_id

    @property
    def label(self) -> str:
        return self.officer.label

    def may(self, permission: str, division: str = "") -> bool:
        return self.officer.may(self.right if permission == OWN else permission, division)

    def prefixes(self, permission: str) -> tuple[str, ...]:
        return self.officer.prefixes(self.right if permission == OWN else permission)


def must_be_own(subject_id: int, by: Actor) -> None:
    """Refuse a party's step in a case that is not its own.

    Raises:
        Refusal: the record is about somebody else.
    """
    if isinstance(by, Party) and subject_id not in by.subject_ids:
        raise Refusal(
            _("This record is not about the body you act for; choose one of your own records."), field="about"
        )
