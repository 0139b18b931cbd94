"""What the lists write in place of the theme's templates is what those templates write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import unfold
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template import Context, Engine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from unfold.admin import checkbox
from unfold.templatetags import unfold_list

from accounts.templatetags.chips import COLOURS, chips
from accounts.theme import tick_box
from tests import factories

THEME = Path(unfold.__file__).parent / "templates"


def plain(html: str) -> str:
    """The same white space everywhere, none round tags or at the ends of attributes."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r'\s+(?=")', "", re.sub(r"\s+", " ", html))).strip()


@pytest.mark.parametrize("kind", [*COLOURS, "unknown", None])
@pytest.mark.parametrize("label", ["待复核 <b>", "", ["一", "二"], []])
def test_a_label_is_written_as_by_the_theme(kind: str | None, label: Any) -> None:
    several = isinstance(label, list)
    theirs = Engine(dirs=[str(THEME)]).get_template("unfold/helpers/display_label.html")
    expected = theirs.render(Context({"label": label, "label_type": kind, "multiple": several}))
    assert plain(str(chips(label, kind, several))) == plain(expected).replace("-", "–", not label)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_tick_box_is_written_as_by_the_theme(language: str) -> None:
    with translation.override(language):
        assert tick_box(1234) == checkbox.render(ACTION_CHECKBOX_NAME, "1234")


@pytest.mark.django_db
def test_a_page_works_its_headings_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = factories.officer(roles=("clerk",))
    factories.penalty(by=officer)
    factories.penalty(by=officer)
    worked_out = []
    theirs = unfold_list.label_for_field

    def counted(name: str, *args: Any, **kwargs: Any) -> Any:
        worked_out.append(name)
        return theirs(name, *args, **kwargs)

    monkeypatch.setattr(unfold_list, "label_for_field", counted)
    client = Client()
    client.force_login(officer)
    assert client.get(reverse("admin:disclosure_penalty_changelist")).status_code == 200
    assert len(worked_out) == len(set(worked_out)) > 3
