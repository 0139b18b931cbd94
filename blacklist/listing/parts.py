"""What callers hand to the services of the lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from blacklist.choices import PartyRole
from blacklist.models import SchemeCriterion
from credit.models import ConductRecord, Subject


@dataclass(frozen=True, slots=True)
class NewGround:
    """One ground of a proposal.

    Args:
        criterion: of the scheme.
        record: the conduct record that shows it, or None where a document does.
        document_no, document_by, document_on: the document: a judgment, a decision of the police.
    """

    criterion: SchemeCriterion
    record: ConductRecord | None = None
    document_no: str = ""
    document_by: str = ""
    document_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewResponsible:
    """A person to be listed together with a body (河南省社会信用条例 article 35).

    Args:
        subject: the person.
        role: why: legal representative, head, controller, directly responsible.
        facts: what this person did or left undone; "" where the body's facts say it.
    """

    subject: Subject
    role: PartyRole | str
    facts: str = ""
