"""``python -m tools.messages refresh|check``: the catalogue against the texts in code and templates.

Works without gettext tools. Wanted are the texts of our own code and templates, and those of the admin's
theme that no installed package translates.
"""

import gettext
import importlib.util
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HOUSE = (
    *("config", "core", "accounts", "exchange", "credit", "institutions", "practitioners", "blacklist"),
    *("supervision", "disclosure", "templates"),
)
THEME = ("unfold",)
THEME_LEFT_OUT = re.compile(r"/contrib/(?!filters|forms|inlines)")
TRANSLATED_ELSEWHERE = (
    "django/conf",
    "django/contrib/admin",
    "django/contrib/auth",
    "django_filters",
    "rest_framework",
)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
METADATA = {
    "Project-Id-Version": "Chengyi",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Text(NamedTuple):
    """A text to translate: its context ("" for none), itself, its plural ("" for none)."""

    context: str
    single: str
    plural: str


def texts_of(path: Path) -> Iterator[Text]:
    """The texts marked for translation in one Python file or template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is no text becomes filler that only looks like Python: its indentation means nothing.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    for _line, found, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, (), {}):
        single, plural = found if isinstance(found, tuple) else (found, "")
        if single:
            yield Text(str(context or ""), str(single), str(plural))


def files_below(folder: Path) -> Iterator[Path]:
    """Python files and templates, migrations left out."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
            yield path


def house_texts() -> dict[Text, list[str]]:
    """Our own texts, with the files that hold them."""
    where: dict[Text, list[str]] = defaultdict(list)
    for name in HOUSE:
        for path in files_below(ROOT / name):
            for text in texts_of(path):
                where[text].append(str(path.relative_to(ROOT)))
    return where


def package_folder(name: str) -> Path:
    """Where an installed package lives."""
    found = importlib.util.find_spec(name.split("/", 1)[0])
    if found is None or found.origin is None:
        raise ModuleNotFoundError(name)
    return Path(found.origin).parent.joinpath(*name.split("/")[1:])


def theme_texts() -> dict[Text, list[str]]:
    """Texts of the admin's theme that no installed package has in simplified Chinese."""
    elsewhere: set[str] = set()
    for package in TRANSLATED_ELSEWHERE:
        for compiled in package_folder(package).glob("locale/zh_*/LC_MESSAGES/django.mo"):
            if compiled.parts[-3] in {"zh_Hans", "zh_CN"}:
                with compiled.open("rb") as stream:
                    known = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
                elsewhere |= {key if isinstance(key, str) else key[0] for key in known}
    where: dict[Text, list[str]] = defaultdict(list)
    for package in THEME:
        folder = package_folder(package)
        for path in files_below(folder):
            if THEME_LEFT_OUT.search(path.as_posix().removeprefix(folder.as_posix())):
                continue
            for text in texts_of(path):
                if text.single not in elsewhere and f"{text.context}\x04{text.single}" not in elsewhere:
                    where[text].append(f"{package}/{path.relative_to(folder)}")
    return where


def wanted_texts() -> dict[Text, list[str]]:
    """Everything the catalogue must translate."""
    wanted = theme_texts()
    for text, files in house_texts().items():
        wanted.setdefault(text, []).extend(files)
    return wanted


def key_of(entry: polib.POEntry) -> tuple[str, str]:
    """What gettext looks an entry up by."""
    return entry.msgctxt or "", entry.msgid


def refresh() -> list[str]:
    """Bring the catalogue in step with the source; translations that exist are kept.

    Returns:
        Texts that still lack a translation.
    """
    old = {key_of(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = METADATA
    by_key: dict[tuple[str, str], polib.POEntry] = {}
    for text, files in sorted(wanted_texts().items()):
        key = (text.context, text.single)
        entry = by_key.get(key) or polib.POEntry(msgid=text.single, msgctxt=text.context or None)
        known = old.get(key)
        chinese = known.msgstr_plural.get(0, "") or known.msgstr if known else ""
        if text.plural:
            entry.msgid_plural, entry.msgstr, entry.msgstr_plural = text.plural, "", {0: chinese}
        elif not entry.msgid_plural:
            entry.msgstr = chinese
        entry.flags = [flag for flag in (known.flags if known else []) if flag == "fuzzy"]
        if PLACEHOLDER.search(text.single) and "python-format" not in entry.flags and "%" in text.single:
            entry.flags.append("python-format")
        entry.occurrences = [
            (file, "") for file in sorted({*(name for name, _ in entry.occurrences), *files})
        ]
        by_key[key] = entry
    catalogue.extend(by_key.values())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    return [entry.msgid for entry in catalogue if not is_translated(entry)]


def is_translated(entry: polib.POEntry) -> bool:
    """Whether the entry has its one Chinese form (Chinese has no plural) and is not fuzzy."""
    chinese = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    return bool(chinese) and not entry.fuzzy


def faults() -> Iterator[str]:
    """What is wrong with the catalogue, one sentence each."""
    if not CATALOGUE.exists():
        yield f"{CATALOGUE.relative_to(ROOT)} is missing: run `make messages`."
        return
    entries = {key_of(entry): entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    for text, files in sorted(wanted_texts().items()):
        entry = entries.get((text.context, text.single))
        if entry is None:
            yield f"not in the catalogue: {text.single!r} ({files[0]})"
        elif not is_translated(entry):
            yield f"{'fuzzy' if entry.fuzzy else 'not translated'}: {text.single!r} ({files[0]})"
        elif text.plural and not entry.msgid_plural:
            yield f"lacks its plural: {text.single!r} ({files[0]})"
    for entry in entries.values():
        chinese = entry.msgstr_plural.get(0, "") or entry.msgstr
        source = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
        if chinese and not set(PLACEHOLDER.findall(chinese)) <= source:
            yield f"names a value that is not given: {chinese!r}"
        if chinese and set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)) - set(
            PLACEHOLDER.findall(chinese)
        ):
            yield f"leaves a value out: {chinese!r}"


def main(arguments: list[str]) -> int:
    """Run ``refresh`` or ``check``; the exit code of ``check`` is 1 where anything is wrong."""
    if arguments == ["refresh"]:
        missing = refresh()
        print(f"{CATALOGUE.relative_to(ROOT)} written; {len(missing)} texts lack a translation.")
        return 0
    if arguments == ["check"]:
        found = list(faults())
        print("\n".join(found) or "Every text is translated.")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
