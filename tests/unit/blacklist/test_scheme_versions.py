"""New versions of list schemes: who may enter them, what they must hold, and what they end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from accounts.models import Officer
from blacklist.models import ListScheme, SchemeBasis, SchemeCriterion
from blacklist.scheme_versions import add_version, end_version
from core.errors import Refusal
from core.models import AuditEvent
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FROM = date(2027, 1, 1)


@pytest.fixture
def keeper() -> Officer:
    return factories.officer(roles=("administrator",), prefix="41")


def copied(row: Model, **changed: Any) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields if field.attname not in ("id", "scheme_id")]
    return {name: getattr(row, name) for name in names} | changed


def version(**changed: Any) -> ListScheme:
    """The next version of the province's list, not stored."""
    return ListScheme(
        **copied(factories.list_scheme("serious"), origin="local", effective_from=FROM, **changed)
    )


def grounds(*codes: str) -> list[SchemeCriterion]:
    return [SchemeCriterion(code=code, text="出借许可证", items=["J11"]) for code in codes]


def bases() -> list[SchemeBasis]:
    return [SchemeBasis(document="河南省社会信用条例", level="local", effective_from=date(2020, 5, 1))]


def test_a_version_follows_the_one_before_and_leaves_it_as_it_was(keeper: Officer):
    old = factories.list_scheme("serious")
    new = add_version(version(), bases(), grounds("S1", "S2"), by=keeper, end_previous=True)
    old.refresh_from_db()
    assert old.effective_to == date(2026, 12, 31)
    assert old.criteria.count() > 2
    assert [row.code for row in new.criteria.order_by("pk")] == ["S1", "S2"]
    assert factories.list_scheme("serious", on=FROM) == new
    assert factories.list_scheme("serious", on=date(2026, 12, 31)) == old
    assert set(
        AuditEvent.objects.filter(action__startswith="listscheme.").values_list("action", flat=True)
    ) == {
        "listscheme.enter",
        "listscheme.change",
    }


@pytest.mark.parametrize(
    ("changed", "codes", "field"),
    [
        ({"place": "51"}, ("S1",), "place"),
        ({"needs_notice": False}, ("S1",), "statement_working_days"),
        ({"statement_working_days": None}, ("S1",), "statement_working_days"),
        ({"kind": "red"}, ("S1",), "publicise_first_working_days"),
        ({"kind": "attention"}, ("S1",), "code"),
        ({"for_bodies": False, "for_persons": False}, ("S1",), "for_bodies"),
        ({}, (), "criteria"),
        ({}, ("S1", "S1"), "criteria"),
        ({"effective_from": date(2026, 1, 1)}, ("S1",), "effective_from"),
    ],
)
def test_a_faulty_version_is_refused_at_its_field_and_nothing_is_stored(
    keeper: Officer, changed: dict[str, Any], codes: tuple[str, ...], field: str
):
    before = ListScheme.objects.count()
    new = version()
    for name, value in changed.items():
        setattr(new, name, value)
    with pytest.raises(Refusal) as refused:
        add_version(new, bases(), grounds(*codes), by=keeper)
    assert refused.value.field == field
    assert ListScheme.objects.count() == before


def test_only_whoever_keeps_the_place_ends_a_version(keeper: Officer):
    scheme = factories.list_scheme("serious")
    for other in (factories.clerk(), factories.officer(roles=("administrator",), prefix="4105")):
        with pytest.raises(Refusal, match="a place in your jurisdiction"):
            end_version(scheme, on=FROM, by=other, reason="停用")
    with pytest.raises(Refusal, match="lies before"):
        end_version(scheme, on=date(2019, 1, 1), by=keeper, reason="停用")
    with pytest.raises(Refusal, match="Say in words"):
        end_version(scheme, on=FROM, by=keeper, reason=" ")
    assert end_version(scheme, on=FROM, by=keeper, reason="停用").effective_to == FROM
