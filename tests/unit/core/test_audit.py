"""The audit trail: only ever added to, and free of personal numbers."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from core import audit
from core.actors import SystemActor
from core.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db
WORKER = SystemActor("test")


def test_the_database_refuses_to_change_an_audit_event() -> None:
    audit.record(factories.body(), "subject.test", by=WORKER)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.update(reason="changed")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite empties test tables with DELETE")
def test_the_database_refuses_to_delete_an_audit_event() -> None:
    assert connection.vendor == "postgresql"
    audit.record(factories.body(), "subject.test", by=WORKER)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_no_personal_number_reaches_the_trail() -> None:
    person = factories.person()
    event = audit.record(
        person,
        "subject.test",
        by=WORKER,
        reason=f"证件{factories.PERSON_ID}核对",
        changes={
            "id_number": (None, person.id_number),
            "remark": ("", f"电话13800005678，{factories.PERSON_ID}"),
        },
    )
    text = f"{event.before}{event.after}{event.reason}{event.object_label}"
    assert factories.PERSON_ID not in text
    assert "13800005678" not in text
    assert event.after["id_number"] == audit.SEALED
