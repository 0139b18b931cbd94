"""Whatever the audit trail records is told to officers in words."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model

from accounts.details import DETAILS, PARTS, changes_of, is_shown, label_of, rows_of
from accounts.history import action_words
from core.models import AuditEvent
from core.workflow import Workflow
from credit.models import Criterion, Grade, Standard
from credit.standards.comparison import Difference, as_changes
from tests.architecture.recorded_details import APPS, acts, sources

RECORDED = re.compile(r'audit\.(?:record|event)\([^()"]*"([a-z_]+\.[a-z_]+)"')
BY_NAME = {model._meta.model_name: model for model in apps.get_models() if model._meta.app_label in APPS}
BY_NAME["training"] = BY_NAME["representativetraining"]
"""The actions of trainings leave out whose they are."""
ACTION_GIVEN = {
    "credit/repair/revoking.py:_written": ["repair"],
    "supervision/draws/libraries.py:declare_conflict": ["inspector", "expert"],
    "supervision/draws/libraries.py:end_conflict": ["inspector", "expert"],
    "supervision/draws/libraries.py:_saved": ["inspectionitem", "inspector", "expert"],
}
"""Places whose action is put together, with the models of its rows."""
NAMES_OF_FIELDS = {"name", "field"}
"""How the variable is called that runs over the names of a row's fields."""
COMPOSED = {
    "blacklist/uses/services.py:save_row": "FourListRow",
    "blacklist/uses/services.py:take_row_out": "FourListRow",
    "credit/standards/drafting.py:save_draft": "as_changes",
    "supervision/complaints/looks.py:ask_change": "_told",
    "supervision/complaints/looks.py:carry_out_change": "_told",
    "practitioners/services.py:enter_practitioner": "_set",
    "practitioners/services.py:change_practitioner": "_set",
    "practitioners/services.py:keep_practice": "_set",
    "core/workflow.py:apply": "_check_and_set",
    "core/workflow.py:_move_chunk": "_check_and_set",
}
"""Places that put their details together otherwise; each is looked at below."""


def test_every_act_that_is_recorded_has_words() -> None:
    found = {act for _place, source in sources() for act in RECORDED.findall(source)}
    assert len(found) > 100
    assert sorted(act for act in found if action_words(act) == act) == []


def _bare(model: type[Model] | None, name: str) -> bool:
    return is_shown(model, name) and label_of(model, name) == name


def test_every_detail_that_is_spelt_out_has_words() -> None:
    told = [
        (act.place, model, key)
        for act in acts()
        for key in act.keys
        for model in ([act.model] if act.model else ACTION_GIVEN[act.place])
    ]
    assert len(told) > 120
    bare = {f"{place}: {model}.{key}" for place, model, key in told if _bare(BY_NAME[model], key)}
    assert sorted(bare) == []


def test_details_put_together_are_names_of_fields_or_known() -> None:
    """What runs over a row's fields is called as these are; every other place is named here."""
    places = {act.place: set(act.composed) - NAMES_OF_FIELDS for act in acts()}
    assert len(places) > 90
    assert {place for place, left in places.items() if left} == set(COMPOSED)


def test_every_field_of_what_has_a_history_has_words_or_is_of_no_use_to_a_reader() -> None:
    """Steps, forms and workbooks record the fields they set, whichever these are."""
    models = {flow.model for flow in Workflow.registry}
    models |= {BY_NAME[act.model] for act in acts() if act.model in BY_NAME}
    models |= {model for model in admin.site._registry if model._meta.app_label in APPS}
    models.discard(Grade)  # counted, never set; what it was stands in a table of its own
    fields = [(model, field.name) for model in models for field in model._meta.concrete_fields]
    assert len(models) > 70
    assert len(fields) > 900
    bare = {
        f"{model._meta.label_lower}.{name}"
        for model, name in fields
        if name != model._meta.pk.name and _bare(model, name)
    }
    assert sorted(bare) == []


@pytest.mark.parametrize("key", ["joining", "leaving", "says", "sealed_anew"])
def test_a_change_of_keys_has_words(key: str) -> None:
    assert not _bare(BY_NAME["informantkeeper"], key)


def test_a_row_of_a_part_is_told_with_its_key_and_its_field() -> None:
    line = Difference("criteria", "I01", "points", "", 1, 2)
    (key,) = as_changes([line])
    assert label_of(Standard, key).endswith(f" I01 {label_of(Criterion, 'points')}")
    words = label_of(BY_NAME["fourlist"], "village-drugs.basis")
    assert words.endswith(f" village-drugs {label_of(BY_NAME['fourlistrow'], 'basis')}")


def test_words_name_models_and_fields_that_are_there() -> None:
    assert len(DETAILS) > 40
    for name, detail in DETAILS.items():
        model = name.partition(".")[0] if "." in name else ""
        assert model in BY_NAME or not model, name
        if detail.row:
            apps.get_model(detail.row)
        if detail.field:
            label, _dot, field = detail.field.rpartition(".")
            apps.get_model(label)._meta.get_field(field)
    for part in [label for parts in PARTS.values() for label in parts.values()]:
        apps.get_model(part)


def test_values_are_told_in_words_too() -> None:
    act = AuditEvent(
        object_type="supervision.inspection",
        before={"answer": None, "due_on": None, "state": "running"},
        after={
            "answer": "problem",
            "recorded": True,
            "due_on": "2026-11-23",
            "ended_at": "2026-11-22T22:51:42.310347+00:00",
            "handed_in_by": "officer:1",
            "state": "running",
        },
    )
    answer, recorded, due, ended = changes_of(act, rows_of([act]))
    assert answer.after not in ("", "problem")
    assert recorded.after not in ("", "True")
    assert (due.before, due.after) == ("", "2026-11-23")
    assert ended.after == "2026-11-23 06:51"
