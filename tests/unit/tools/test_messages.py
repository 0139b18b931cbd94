"""The catalogue is compared with every text in code and templates."""

from pathlib import Path

import pytest

from core.translations import compile_catalogues
from tools import messages
from tools.messages import Text


def test_texts_of_code_are_found(tmp_path: Path):
    source = tmp_path / "a.py"
    source.write_text(
        'a = _("one")\nb = ngettext("%(n)s day", "%(n)s days", n)\n'
        'c = pgettext("list", "red")\nd = _("two " "parts")\n'
    )
    assert set(messages.texts_of(source)) == {
        Text("", "one", ""),
        Text("", "%(n)s day", "%(n)s days"),
        Text("list", "red", ""),
        Text("", "two parts", ""),
    }


def test_texts_of_templates_are_found(tmp_path: Path):
    source = tmp_path / "a.html"
    source.write_text(
        "<div title='it\\'s'>\n   {% load i18n %}\n  {% translate 'Search' %}\n"
        "{% blocktranslate count n=n trimmed %}\n one of {{ n }}\n"
        "{% plural %}\n many of {{ n }}\n{% endblocktranslate %}"
        "{{ _('By name') }}\n</div>"
    )
    assert set(messages.texts_of(source)) == {
        Text("", "Search", ""),
        Text("", "one of %(n)s", "many of %(n)s"),
        Text("", "By name", ""),
    }


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Hello %(name)s"\nmsgstr "你好 %(name)s"', ""),
        ('msgid "Hello %(name)s"\nmsgstr "你好"', "leaves a value out"),
        ('msgid "Hello %(name)s"\nmsgstr "你好 %(nom)s"', "names a value that is not given"),
        ('msgid "Hello %(name)s"\nmsgstr ""', "not translated"),
        ('#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "你好 %(name)s"', "fuzzy"),
        ('msgid "Bye"\nmsgstr "再见"', "not in the catalogue"),
    ],
)
def test_a_fault_of_the_catalogue_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str, fault: str
):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{entry}\n')
    monkeypatch.setattr(messages, "CATALOGUE", catalogue)
    monkeypatch.setattr(messages, "wanted_texts", lambda: {Text("", "Hello %(name)s", ""): ["a.py"]})
    found = list(messages.faults())
    assert bool(found) is bool(fault)
    assert all(fault in sentence for sentence in found[:1])


def test_a_catalogue_is_compiled_once(tmp_path: Path):
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "a"\nmsgstr "甲"\n')
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert compile_catalogues(tmp_path) == []
