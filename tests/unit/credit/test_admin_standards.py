"""Standards on the supervisors' pages: entered and changed as a whole, refused in sentences, printed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Officer
from accounts.roles import ADMINISTRATOR, REVIEWER
from core.clock import today
from credit.grading.services import grade_everyone
from credit.grading.standards import load_standards
from credit.models import Standard
from credit.rules.terms import StandardState
from credit.standards import adoption, drafting
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(officer: Officer) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def drafter() -> Officer:
    return factories.officer(roles=(ADMINISTRATOR.code,), prefix="")


def adopter() -> Officer:
    return factories.officer(roles=(REVIEWER.code,), prefix="")


@pytest.fixture
def draft() -> Standard:
    load_standards()
    old = Standard.objects.get(code="DEMO-INST")
    return drafting.new_version(old, version="2027-1", effective_from=today(), by=drafter())


def page_of(standard: Standard, page: str = "change") -> str:
    return reverse("admin:credit_standard_change", args=[standard.pk]).removesuffix("change/") + f"{page}/"


def form_data(client: Client, standard: Standard) -> dict[str, Any]:
    """Return what the form would send, unchanged."""
    context = client.get(page_of(standard)).context
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            data[bound.html_name] = "on" if value is True else value
    return data


def name_of(data: dict[str, Any], prefix: str, field: str, value: str, wanted: str) -> str:
    """Return the input `wanted` of the row whose `field` holds a value."""
    row = next(
        name
        for name, held in data.items()
        if name.startswith(prefix) and name.endswith(field) and held == value
    )
    return row.removesuffix(field) + wanted


def test_a_draft_is_changed_with_its_tables_in_one_form(draft: Standard):
    client = signed_in(drafter())
    data = form_data(client, draft)
    data["title"] = "医疗机构信用评分标准（2027年）"
    data[name_of(data, "criteria-", "item_code", "I01", "points")] = "5"
    data[name_of(data, "bands-", "label", "C", "consequences")] = ["draw-double", "interview"]
    answer = client.post(page_of(draft), data)
    assert answer.status_code == 302, answer.context["errors"]
    draft.refresh_from_db()
    assert draft.title == "医疗机构信用评分标准（2027年）"
    assert draft.criteria.get(item_code="I01").points == 5
    assert draft.bands.get(label="C").consequences == ["draw-double", "interview"]


def test_a_standard_that_leaves_a_score_without_a_band_is_refused_on_the_form_with_what_was_entered(
    draft: Standard,
):
    client = signed_in(drafter())
    data = form_data(client, draft)
    data[name_of(data, "bands-", "label", "D", "minimum")] = "10"
    data["title"] = "改过的标题"
    page = client.post(page_of(draft), data)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Scores below 10 have no grade" in text
    assert "改过的标题" in text
    draft.refresh_from_db()
    assert draft.title != "改过的标题"
    assert draft.bands.get(label="D").minimum == 0


def test_what_the_database_would_refuse_is_said_in_words(draft: Standard):
    client = signed_in(drafter())
    data = form_data(client, draft)
    data["effective_until"] = "2020-01-01"
    data[name_of(data, "bands-", "label", "B", "minimum")] = "90"
    text = client.post(page_of(draft), data).content.decode()
    assert "Effective until: 2020-01-01 lies before the first day" in text
    assert "Two grades or actions start at the same number" in text
    assert "standard_does_not_end_before_it_starts" not in text
    assert "duplicate" not in text


def test_an_item_that_the_catalogue_does_not_hold_is_refused_on_the_form(draft: Standard):
    client = signed_in(drafter())
    data = form_data(client, draft)
    data[name_of(data, "criteria-", "item_code", "I01", "item_code")] = "X99"
    assert "catalogue holds no item “X99”" in client.post(page_of(draft), data).content.decode()


def test_title_and_points_of_an_item_come_from_the_catalogue_where_they_are_left_empty(draft: Standard):
    client = signed_in(drafter())
    data = form_data(client, draft)
    row = name_of(data, "criteria-", "item_code", "I06", "")
    data |= {f"{row}title": "", f"{row}points": ""}
    answer = client.post(page_of(draft), data)
    assert answer.status_code == 302, answer.context["errors"]
    assert draft.criteria.get(item_code="I06").title


def test_an_adopted_standard_has_no_inputs(draft: Standard):
    old = Standard.objects.get(code="DEMO-INST", version="2026-1")
    text = signed_in(drafter()).get(page_of(old)).content.decode()
    assert 'name="title"' not in text
    assert "Draft a new version from it instead" in text
    assert signed_in(drafter()).post(page_of(old), {"title": "x"}).status_code == 403


def test_who_may_not_draft_has_no_inputs_and_no_button_for_a_new_version(draft: Standard):
    page = signed_in(factories.clerk()).get(page_of(draft))
    assert 'name="title"' not in page.content.decode()
    shown = {button["path"].rstrip("/").rpartition("/")[2] for button in buttons(page)}
    assert shown == {"preview", "compare", "print"}


def buttons(page: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for button in page.context["actions_detail"]:
        found += button.get("items", [button])
    return found


def test_the_button_of_adoption_holds_for_what_its_page_showed(draft: Standard):
    by = drafter()
    adoption.try_out(draft, by=by)
    client = signed_in(adopter())
    path = next(
        button["path"] for button in buttons(client.get(page_of(draft))) if "/adopt/" in button["path"]
    )
    adoption.rework(draft, by=by)
    draft.criteria.filter(item_code="I01").update(points=9)
    adoption.try_out(draft, by=by)
    page = client.post(path, {"_form_submitted": "on"}, follow=True)
    draft.refresh_from_db()
    assert draft.state == StandardState.TRIED
    assert "changed after you opened the page" in page.content.decode()


def test_the_preview_names_who_would_move(draft: Standard):
    subject = factories.body()
    factories.penalty(by=factories.clerk())
    grade_everyone(as_of=today())
    draft.bands.filter(label="A").update(minimum="100.5")
    text = signed_in(factories.clerk()).get(page_of(draft, "preview")).content.decode()
    assert "subjects graded" in text
    assert subject.name in text


def test_the_preview_of_an_officer_elsewhere_names_nobody_of_the_county(draft: Standard):
    subject = factories.body()
    grade_everyone(as_of=today())
    text = signed_in(factories.stranger()).get(page_of(draft, "preview")).content.decode()
    assert subject.name not in text
    assert "No subject of your divisions" in text


def test_two_versions_stand_side_by_side(draft: Standard):
    draft.criteria.filter(item_code="I01").update(points=7)
    best = draft.bands.get(label="A")
    best.consequences.reverse()
    best.save()
    text = signed_in(factories.clerk()).get(page_of(draft, "compare")).content.decode()
    assert "What 2027-1 says differently from 2026-1" in text
    assert "I01" in text
    assert "draw-half" not in text, "another order of the same consequences is no difference"
    old = Standard.objects.get(code="DEMO-INST", version="2026-1")
    from_old = signed_in(factories.clerk()).get(page_of(old, "compare")).content.decode()
    assert "What 2027-1 says differently from 2026-1" in from_old, "the older version stands on the left"


def test_the_print_is_there_in_both_languages(draft: Standard):
    client = signed_in(factories.clerk())
    chinese = client.get(page_of(draft, "print"), {"in": "zh-hans"}).content.decode()
    english = client.get(page_of(draft, "print"), {"in": "en"}).content.decode()
    assert "诊疗科目超范围" in chinese
    assert "约谈负责人" in chinese
    assert "Practice outside the registered departments" in english
    assert "interview of the head" in english
    assert draft.document in english


def test_rows_are_taken_out_and_added_in_the_form(draft: Standard):
    client = signed_in(drafter())
    data = form_data(client, draft)
    data[name_of(data, "criteria-", "item_code", "I06", "DELETE")] = "on"
    number = int(data["criteria-TOTAL_FORMS"])
    data |= {
        "criteria-TOTAL_FORMS": str(number + 1),
        f"criteria-{number}-item_code": "J32",
        f"criteria-{number}-per": "occurrence",
        "decay_steps-TOTAL_FORMS": "1",
        "decay_steps-0-from_months": "6",
        "decay_steps-0-percent": "50",
    }
    answer = client.post(page_of(draft), data)
    assert answer.status_code == 302, answer.context["errors"]
    codes = set(draft.criteria.values_list("item_code", flat=True))
    assert "I06" not in codes
    assert draft.criteria.get(item_code="J32").points == 4  # from the catalogue
    assert draft.decay_steps.get().percent == 50


def test_a_standard_is_entered_from_nothing(draft: Standard):
    client = signed_in(drafter())
    data = form_data(client, draft)
    data |= {"code": "NEW-INST", "version": "1"}
    data |= {name: "0" for name in data if name.endswith("INITIAL_FORMS")}
    data = {name: value for name, value in data.items() if not name.endswith(("-id", "-standard"))}
    answer = client.post(reverse("admin:credit_standard_add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    made = Standard.objects.get(code="NEW-INST")
    assert made.state == StandardState.DRAFT
    assert made.criteria.count() == draft.criteria.count()
