"""The Chinese catalogue: one word for one thing, Chinese marks, and read at once when it is new."""

import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from tools.messages import CATALOGUE

# What must not be written -> what the health authorities write, and what this catalogue keeps to.
RETIRED = {
    "从业人员": "执业人员",
    "记分标准": "评分标准",
    "机构门户": "机构服务平台",
    "卫生健康行政部门": "卫生健康部门",
    "公示截止日期": "公示截止期",
    "诚信激励名单": "红名单",
    "黑名单": "严重失信主体名单",
}
HAN = r"[一-鿿]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:?!]|{HAN}\(|\){HAN}")


@cache
def chinese() -> list[str]:
    return [
        entry.msgstr_plural.get(0, "") or entry.msgstr
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete
    ]


@pytest.mark.parametrize("word", RETIRED)
def test_one_thing_has_one_name(word: str) -> None:
    assert [text for text in chinese() if word in text] == []


def test_chinese_sentences_carry_chinese_marks() -> None:
    assert [text for text in chinese() if HALF_WIDTH.search(text)] == []


def test_a_catalogue_compiled_by_this_process_is_used_by_it(tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    catalogue.append(polib.POEntry(msgid="a word of this test", msgstr="测试用词"))
    with override_settings(LOCALE_PATHS=[str(tmp_path)]):
        with translation.override("zh-hans"):
            assert translation.gettext("a word of this test") == "a word of this test"
        catalogue.save(str(folder / "django.po"))
        call_command("compile_po", verbosity=0)
        with translation.override("zh-hans"):
            assert translation.gettext("a word of this test") == "测试用词"
        translation_file_changed(sender=None, file_path=folder / "django.mo")
