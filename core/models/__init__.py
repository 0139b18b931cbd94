"""The kernel's tables."""

from core.models.audit import AuditEvent
from core.models.calendar import CalendarDay
from core.models.deadlines import Deadline
from core.models.evidence import EvidenceFile
from core.models.intake import Intake, IntakeFault
from core.models.outbox import OutboxCounter, OutboxEvent
from core.models.rules import Rule
from core.models.stamps import TableStamp

__all__ = [
    "AuditEvent",
    "CalendarDay",
    "Deadline",
    "EvidenceFile",
    "Intake",
    "IntakeFault",
    "OutboxCounter",
    "OutboxEvent",
    "Rule",
    "TableStamp",
]
