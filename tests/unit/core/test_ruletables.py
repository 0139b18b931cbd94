"""Rule tables: nearest place, local before shipped, dates that hold."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import ruletables, stamped
from core.errors import Refusal
from core.models import Rule

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def make(value: object, **fields: object) -> Rule:
    return Rule.objects.create(
        **{"table": "t", "code": "c", "valid_from": date(2020, 1, 1), "value": value, **fields}
    )


def test_the_nearest_place_wins() -> None:
    make(1)
    make(2, place="41")
    make(3, place="410527")
    assert ruletables.rule("t", "c", on=DAY, place="410527") == 3
    assert ruletables.rule("t", "c", on=DAY, place="410500") == 2
    assert ruletables.rule("t", "c", on=DAY, place="510104") == 1


def test_an_administrators_rule_goes_before_the_shipped_one() -> None:
    make(1, origin=Rule.Origin.FILE, valid_from=date(2021, 1, 1))
    make(2)
    assert ruletables.rule("t", "c", on=DAY) == 2


def test_a_rule_holds_on_its_first_and_last_day_only_inside_them() -> None:
    make(1, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))
    assert ruletables.rule("t", "c", on=date(2026, 6, 30)) == 1
    with pytest.raises(Refusal, match="t"):
        ruletables.rule("t", "c", on=date(2026, 7, 1))


def test_loading_the_law_twice_changes_nothing_and_keeps_local_rows() -> None:
    ruletables.load_law()
    local = make(9)
    assert ruletables.load_law() == 0
    assert Rule.objects.filter(pk=local.pk).exists()


def test_every_shipped_rule_names_its_document_or_says_it_is_a_default() -> None:
    ruletables.load_law()
    shipped = Rule.objects.filter(origin=Rule.Origin.FILE)
    assert shipped.exists()
    assert not shipped.filter(certainty=Rule.Certainty.VERIFIED, document="").exists()


def test_a_book_is_remembered_until_any_rule_changes() -> None:
    row = make(1)
    first = ruletables.book("t")
    with CaptureQueriesContext(connection) as asked:
        assert ruletables.book("t") is first
    assert len(asked) == 1  # the stamp
    Rule.objects.filter(pk=row.pk).update(value=2)
    assert ruletables.rule("t", "c", on=DAY) == 2
    with connection.cursor() as cursor:  # by hand, past every model
        cursor.execute("UPDATE core_rule SET value = '3' WHERE id = %s", [row.pk])
    assert ruletables.rule("t", "c", on=DAY) == 3
    make(4, valid_from=date(2025, 1, 1))
    assert ruletables.rule("t", "c", on=DAY) == 4
    Rule.objects.filter(table="t").delete()
    assert ruletables.book("t").rows == ()


def test_what_a_withdrawn_change_said_is_forgotten() -> None:
    make(1)
    before = ruletables.book("t")
    with transaction.atomic():
        Rule.objects.filter(table="t").update(value=2)
        assert ruletables.rule("t", "c", on=DAY) == 2
        transaction.set_rollback(True)
    assert ruletables.rule("t", "c", on=DAY) == 1
    assert ruletables.book("t").rows == before.rows


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL keeps the triggers of a table it alters"
)
def test_a_table_that_sqlite_made_anew_is_stamped_again_after_migrating() -> None:
    row = make(1)
    assert ruletables.rule("t", "c", on=DAY) == 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER core_rule_stamped_update")
    Rule.objects.filter(pk=row.pk).update(value=2)
    assert ruletables.rule("t", "c", on=DAY) == 1  # nobody told of the change
    assert stamped.ensure() == ["core_rule"]
    assert ruletables.rule("t", "c", on=DAY) == 2
    Rule.objects.filter(pk=row.pk).update(value=3)
    assert ruletables.rule("t", "c", on=DAY) == 3
    assert stamped.ensure() == []
