"""Search: the index narrows, the recheck decides, and both together answer like a scan in Python."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import search_index
from core.search import GramsField, grams, matching, normalise, query_grams
from core.search_index import AddGramIndex

NAMES = [
    "华康口腔诊所",
    "成都华康医院",
    "康华门诊部",
    "ＡＢＣ 诊所",
    "100%_(好)诊所",
    "内黄县\u3000第一'医院\"",
    "丁",
    "",
]
letters = st.sampled_from("华康口腔医院诊所成都第一aAＡ１1%_\\'\"() （）*-𠮷é")
few_letters = st.text(letters, max_size=8)


def make_table() -> type[models.Model]:
    class Place(models.Model):
        name_norm = models.TextField()
        grams = GramsField()

        class Meta:
            app_label = "core"

        def __str__(self) -> str:
            return self.name_norm

    return Place


def run(operation: AddGramIndex, model: type[models.Model], *, backwards: bool = False) -> None:
    """Run the operation's statements as a migration would."""
    make = search_index.drop_statements if backwards else search_index.create_statements
    with connection.cursor() as cursor:
        for statement in make(connection, model, operation.field):
            cursor.execute(statement)


@pytest.fixture
def places(db: None) -> Iterator[type[models.Model]]:
    """An indexed table, gone with the test's transaction."""
    with isolate_apps("core"):
        model = make_table()
        statement, params = connection.SchemaEditorClass(connection).table_sql(model)
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
        run(AddGramIndex("Place", "grams"), model)
        yield model


def fill(model: Any, names: list[str]) -> None:
    model.objects.bulk_create([model(name_norm=normalise(name), grams=grams(name)) for name in names])


def found(model: Any, query: str) -> set[int]:
    return set(matching(model.objects.all(), "grams", "name_norm", query).values_list("pk", flat=True))


def scanned(model: Any, query: str) -> set[int]:
    wanted = normalise(query)
    return {row.pk for row in model.objects.all() if wanted and wanted in row.name_norm}


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        (" ａｂｃ 诊\u3000所\n", "ABC诊所"),
        ("Straße", "STRASSE"),
        ("华\u200b康\ufeff\x00", "华康"),
        ("", ""),
        ("ab1", "AB1"),
    ],
)
def test_texts_are_compared_in_one_form(raw: str, normal: str) -> None:
    assert normalise(raw) == normal


@settings(max_examples=300)
@given(st.text(max_size=30))
def test_a_normalised_text_is_its_own_normal_form(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_grams_are_hexadecimal_distinct_and_free_of_punctuation() -> None:
    assert grams("华康华康") == "534e 5eb7 534ez5eb7 5eb7z534e"
    assert grams("%'") == "25 27 25z27"
    assert grams(" ") == ""


def test_a_query_of_one_character_asks_for_it_and_a_longer_one_for_its_pairs() -> None:
    assert query_grams("华") == ["534e"]
    assert query_grams("华康") == ["534ez5eb7"]
    assert query_grams("华康华康") == ["534ez5eb7", "5eb7z534e"]
    assert query_grams(" \n") == []


@pytest.mark.parametrize(
    "query",
    [
        "华",
        "华康",
        "康华",
        "华康口腔",
        "ａｂｃ",
        "abc诊",
        "%_",
        "(好",
        "'",
        "第一'医院\"",
        "丁",
        "诊所",
        "没有",
        "OR",
        "*",
        "一",
    ],
)
def test_a_query_finds_what_a_scan_finds(places: Any, query: str) -> None:
    fill(places, NAMES)
    assert found(places, query) == scanned(places, query)


def test_a_very_long_query_is_answered_too(places: Any) -> None:
    long_name = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
    fill(places, [long_name, "丁"])
    assert len(found(places, long_name)) == 1


def test_an_empty_query_finds_nothing_and_its_negation_everything(places: Any) -> None:
    fill(places, NAMES)
    assert found(places, " ") == found(places, "") == set()
    assert places.objects.exclude(grams__has="").count() == len(NAMES)


def test_the_index_follows_updates_and_deletes(places: Any) -> None:
    fill(places, ["华康诊所", "成都医院"])
    first, second = places.objects.order_by("pk")
    first.name_norm, first.grams = "成都诊所", grams("成都诊所")
    first.save()
    second.delete()
    assert found(places, "华康") == set()
    assert found(places, "成都") == {first.pk}
    places.objects.update(grams=grams("丁"), name_norm="丁")
    assert found(places, "成都") == set()
    assert found(places, "丁") == {first.pk}


def test_an_upsert_is_followed_too(places: Any) -> None:
    fill(places, ["华康诊所"])
    key = places.objects.get().pk
    places.objects.bulk_create(
        [places(pk=key, name_norm="成都", grams=grams("成都"))],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name_norm", "grams"],
    )
    assert (found(places, "华康"), found(places, "成都")) == (set(), {key})


def test_conditions_combine_with_others(places: Any) -> None:
    fill(places, NAMES)
    either = models.Q(grams__has="华康") | models.Q(name_norm="丁")
    assert places.objects.filter(either).count() == 3
    assert places.objects.exclude(grams__has="华康").count() == len(NAMES) - 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(few_letters, max_size=12), queries=st.lists(few_letters, min_size=1, max_size=6))
def test_any_query_over_any_names_finds_what_a_scan_finds(
    places: Any, names: list[str], queries: list[str]
) -> None:
    places.objects.all().delete()
    fill(places, names)
    pieces = [normalise(name)[1:4] for name in names[:4]]
    for query in [*queries, *pieces]:
        assert found(places, query) == scanned(places, query)


def test_the_lookup_uses_the_index(places: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = places.objects.filter(grams__has="华康").explain()
    wanted = "core_place_grams_gin" if connection.vendor == "postgresql" else "VIRTUAL TABLE INDEX"
    assert wanted in plan


def test_rows_from_before_the_index_are_in_it(places: Any) -> None:
    operation = AddGramIndex("Place", "grams")
    run(operation, places, backwards=True)
    fill(places, ["华康诊所"])
    run(operation, places)
    run(operation, places)
    assert len(found(places, "华康")) == 1


def test_the_operation_describes_itself_for_migrations() -> None:
    operation = AddGramIndex("Place", "grams")
    assert operation.describe() == "Index the search grams grams of Place"
    assert operation.migration_name_fragment == "place_grams_gram_index"
    assert operation.deconstruct() == ("AddGramIndex", ("Place", "grams"), {})


def tables(like: str) -> set[str]:
    with connection.cursor() as cursor:
        return {name for name in connection.introspection.table_names(cursor) if like in name}


@pytest.mark.django_db(transaction=True)
def test_the_operation_goes_forwards_and_backwards_and_survives_a_remade_table() -> None:
    with isolate_apps("core"):
        model: Any = make_table()
        registry = model._meta.apps
        state = state_of(registry)
        operation = AddGramIndex("Place", "grams")
        with connection.schema_editor() as editor:
            editor.create_model(model)
            operation.database_forwards("core", editor, state, state)
        try:
            widened = models.TextField(default="", null=True)
            widened.set_attributes_from_name("name_norm")
            with connection.schema_editor() as editor:
                editor.alter_field(model, model._meta.get_field("name_norm"), widened)
            mended = search_index.ensure(registry=registry)
            assert mended == (["core_place_grams_fts"] if connection.vendor == "sqlite" else [])
            assert search_index.ensure(registry=registry) == []
            fill(model, ["华康诊所"])
            assert len(found(model, "华康")) == 1
        finally:
            with connection.schema_editor() as editor:
                operation.database_backwards("core", editor, state, state)
                editor.delete_model(model)
    assert tables("core_place") == set()


def state_of(registry: Apps) -> Any:
    """A project state that knows the models of one registry."""
    state = ProjectState()
    state.__dict__["apps"] = registry
    return state
