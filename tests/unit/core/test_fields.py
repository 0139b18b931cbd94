"""Sealed columns: what the database holds, what Python sees, and moving to a new key."""

import copy
import os
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps.registry import Apps
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from core import resealing, vault
from core.crypto import Sealed, key_of, seal, unseal
from core.fields import SealedField
from core.management.commands import reseal as reseal_command
from tests.data import people

pytestmark = pytest.mark.django_db
NUMBER = people.PERSON
OLD, NEW = bytes(16), bytes(range(16))


@pytest.fixture
def person_table(settings) -> Iterator[type[models.Model]]:
    """A table with sealed columns, gone with the test's transaction."""
    settings.CHENGYI_SEAL_KEYS = {"old": OLD}
    with isolate_apps("core"):

        class Person(models.Model):
            number = SealedField(null=True, blank=True)
            phone = SealedField(context="person.phone", blank=True, default="")
            message = models.JSONField(default=dict)

            class Meta:
                app_label = "core"

            def __str__(self) -> str:
                return f"person {self.pk}"

        statement, params = connection.SchemaEditorClass(connection).table_sql(Person)
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
        yield Person


@pytest.fixture
def registry(person_table: Any, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Apps:
    """What the command goes through: only the table and the kept files of the test."""
    settings.CHENGYI_VAR = tmp_path
    found = resealing.sealed_models(person_table._meta.apps)
    documents = resealing.document_models(person_table._meta.apps)
    monkeypatch.setattr(reseal_command, "sealed_models", lambda: found)
    monkeypatch.setattr(reseal_command, "document_models", lambda: documents)
    return person_table._meta.apps


def stored(model: type[models.Model], column: str = "number") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {column} FROM "{model._meta.db_table}" ORDER BY id')
        return [row[0] for row in cursor.fetchall()]


def test_the_database_holds_a_token_and_python_a_sealed_value(person_table: Any) -> None:
    person = person_table.objects.create(number=NUMBER, phone=Sealed("13800005678"))
    assert isinstance(person.number, Sealed)
    assert key_of(stored(person_table)[0]) == "old"

    again = person_table.objects.get(pk=person.pk)
    assert again.number == person.number
    assert (again.number.reveal(), again.phone.reveal()) == (NUMBER, "13800005678")


def test_an_unsaved_instance_does_not_carry_the_plain_text(person_table: Any) -> None:
    person = person_table(number=NUMBER)
    assert NUMBER not in str(vars(person)) + repr(person) + str(copy.deepcopy(vars(person)["number"]))


def test_bulk_writes_seal_too_and_tokens_made_by_hand_are_kept(person_table: Any) -> None:
    token = seal(NUMBER)
    person_table.objects.bulk_create([person_table(number=NUMBER), person_table(number=token)])
    person_table.objects.filter(number__isnull=False).update(phone="13800005678")
    assert stored(person_table)[1] == token
    assert [row.number.reveal() for row in person_table.objects.all()] == [NUMBER, NUMBER]
    assert [row.phone.reveal() for row in person_table.objects.all()] == ["13800005678"] * 2


def test_what_only_looks_like_a_token_is_a_text(person_table: Any) -> None:
    person = person_table.objects.create(number="s1:old:AAAA")
    assert person_table.objects.get(pk=person.pk).number.reveal() == "s1:old:AAAA"


def test_null_and_empty_stay_null_and_empty(person_table: Any) -> None:
    person_table.objects.create(number=None, phone="")
    row = person_table.objects.get(number__isnull=True)
    assert row.number is None
    assert not row.phone
    assert stored(person_table, "phone") == [""]


@pytest.mark.parametrize(
    "lookup", ["number", "number__exact", "number__contains", "number__in", "number__gt"]
)
def test_a_sealed_column_refuses_to_be_searched(person_table: Any, lookup: str) -> None:
    with pytest.raises(FieldError, match="blind index"):
        person_table.objects.filter(**{lookup: [NUMBER] if lookup.endswith("in") else NUMBER}).exists()


def test_a_sealed_column_cannot_be_unique_or_indexed() -> None:
    with isolate_apps("core"):

        class Wrong(models.Model):
            number = SealedField(unique=True)

            class Meta:
                app_label = "core"

            def __str__(self) -> str:
                return "wrong"

        assert [found.id for found in Wrong.check()] == ["core.E001"]


def test_a_token_moved_to_another_column_does_not_open(person_table: Any) -> None:
    person_table.objects.create(number=NUMBER, phone="13800005678")
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{person_table._meta.db_table}" SET phone = number')
    with pytest.raises(Exception, match="altered or belongs elsewhere"):
        person_table.objects.get().phone.reveal()


def test_a_dump_holds_the_token_and_loads_again(person_table: Any) -> None:
    person_table.objects.create(number=NUMBER)
    dumped = serializers.serialize("json", person_table.objects.all(), fields=["number"])
    assert NUMBER not in dumped
    assert person_table._meta.get_field("number").to_python(stored(person_table)[0]).reveal() == NUMBER


def test_a_migration_keeps_the_context() -> None:
    name, path, _, kwargs = SealedField(context="person.phone", null=True).deconstruct()
    assert (path, kwargs) == ("core.fields.SealedField", {"context": "person.phone", "null": True})
    assert name is None


def test_a_form_never_shows_what_is_stored_and_keeps_it_when_left_empty(person_table: Any) -> None:
    person = person_table.objects.create(number=NUMBER)
    form_class = forms.modelform_factory(person_table, fields=["number"])
    page = str(form_class(instance=person))
    assert NUMBER not in page
    assert "s1:" not in page

    untouched = form_class({"number": ""}, instance=person)
    assert not untouched.has_changed()
    assert untouched.save().number.reveal() == NUMBER
    assert form_class({"number": "H12345678"}, instance=person).save().number.reveal() == "H12345678"


def test_a_required_sealed_value_is_asked_for() -> None:
    with pytest.raises(ValidationError):
        SealedField().clean("", None)
    assert SealedField().clean(NUMBER, None) == Sealed(NUMBER)


@pytest.mark.usefixtures("in_english")
def test_resealing_moves_every_value_to_the_newest_key(person_table: Any, registry: Apps, settings) -> None:
    person_table.objects.bulk_create([person_table(number=f"{n:018}", phone="1") for n in range(25)])
    person_table.objects.create(number=None, phone="")
    settings.CHENGYI_SEAL_KEYS = {"new": NEW, "old": OLD}
    person_table.objects.create(number=NUMBER, phone="2")
    out = StringIO()
    call_command("reseal", batch=7, stdout=out, stderr=StringIO())

    assert "27 rows read, 50 values sealed anew" in out.getvalue()
    settings.CHENGYI_SEAL_KEYS = {"new": NEW}
    rows = list(person_table.objects.order_by("pk"))
    assert [row.number.reveal() for row in rows[:25]] == [f"{n:018}" for n in range(25)]
    assert {key_of(token) for token in stored(person_table) if token} == {"new"}
    assert rows[-1].number.reveal() == NUMBER


@pytest.mark.usefixtures("in_english")
def test_tokens_inside_documents_are_sealed_anew_too(person_table: Any, registry: Apps, settings) -> None:
    message = {"name": "张三", "fields": [{"sealed": seal(NUMBER)}, 7, None], "note": "s1: no token"}
    person_table.objects.bulk_create([person_table(message=message) for _ in range(5)])
    person_table.objects.create(message={"fields": "none"})
    settings.CHENGYI_SEAL_KEYS = {"new": NEW, "old": OLD}
    out = StringIO()
    call_command("reseal", batch=2, stdout=out, stderr=StringIO())

    assert "5 values sealed anew" in out.getvalue()
    settings.CHENGYI_SEAL_KEYS = {"new": NEW}
    for row in person_table.objects.order_by("pk")[:5]:
        assert unseal(row.message["fields"][0]["sealed"]) == NUMBER
        assert {**row.message, "fields": None} == {**message, "fields": None}
    settings.CHENGYI_SEAL_KEYS = {"other": OLD}
    assert sum(step.broken for step in resealing.reseal_documents(person_table)) == 5


@pytest.mark.usefixtures("registry", "in_english")
def test_kept_files_are_sealed_anew_too_and_keep_their_age(settings) -> None:
    plain = bytes(range(256)) * 5000  # more than one frame
    name, _size, _digest = vault.keep(BytesIO(plain), "evidence")
    path = vault.folder("evidence") / name
    os.utime(path, (1_700_000_000, 1_700_000_000))
    settings.CHENGYI_SEAL_KEYS = {"new": NEW, "old": OLD}
    out = StringIO()
    call_command("reseal", stdout=out, stderr=StringIO())
    assert "1 kept files read, 1 of them sealed anew" in out.getvalue()
    settings.CHENGYI_SEAL_KEYS = {"new": NEW}
    with vault.open_kept(name, "evidence") as kept:
        assert kept.read() == plain
    assert path.stat().st_mtime == 1_700_000_000
    assert path.stat().st_mode & 0o777 == 0o600
    assert [step.resealed for step in resealing.reseal_files()] == [0]
    before = path.read_bytes()
    settings.CHENGYI_SEAL_KEYS = {"other": OLD}
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("reseal", stdout=StringIO(), stderr=told)
    assert "1 kept file opens with no key" in told.getvalue()
    assert path.read_bytes() == before
    assert [entry.name for entry in settings.CHENGYI_VAR.iterdir()] == ["evidence"]


def test_resealing_twice_changes_nothing(person_table: Any, settings) -> None:
    person_table.objects.create(number=NUMBER)
    settings.CHENGYI_SEAL_KEYS = {"new": NEW, "old": OLD}
    assert sum(step.resealed for step in resealing.reseal(person_table)) == 1
    before = stored(person_table)
    assert sum(step.resealed for step in resealing.reseal(person_table)) == 0
    assert stored(person_table) == before


@pytest.mark.usefixtures("in_english")
def test_a_value_without_its_key_is_counted_kept_and_told(
    person_table: Any, registry: Apps, settings
) -> None:
    person_table.objects.create(number=NUMBER)
    before = stored(person_table)
    settings.CHENGYI_SEAL_KEYS = {"new": NEW}
    told = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("reseal", stdout=StringIO(), stderr=told)
    assert end.value.code == 1
    assert "1 value opens with no key" in told.getvalue()
    assert stored(person_table) == before


def test_a_value_changed_meanwhile_is_not_overwritten(
    person_table: Any, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_table.objects.create(number=NUMBER)
    settings.CHENGYI_SEAL_KEYS = {"new": NEW, "old": OLD}
    write = resealing._write

    def somebody_was_first(*args: Any) -> None:
        person_table.objects.update(number="H12345678")
        write(*args)

    monkeypatch.setattr(resealing, "_write", somebody_was_first)
    list(resealing.reseal(person_table))
    assert person_table.objects.get().number.reveal() == "H12345678"
