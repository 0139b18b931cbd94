"""The shape of the code: who imports whom, how long a file may be, what a file may be called."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]
HOUSE = (
    *("config", "core", "accounts", "exchange", "credit", "institutions", "practitioners", "blacklist"),
    *("supervision", "disclosure", "tools", "bench"),
)
LONGEST_MODULE = 400
# The search for texts to be translated does not look inside f-strings.
WORDS_IN_WORDS = re.compile(r"""\bf(["'])[^\n]*?\{(?:_|_t|n?p?gettext(?:_lazy)?)\(""")
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}


def modules() -> Iterator[Path]:
    for package in HOUSE:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_applications_import_downward_only(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(no_cache=True) == 0


def test_no_module_is_longer_than_a_stranger_reads():
    long = {
        relative(path): n for path in modules() if (n := len(path.read_text().splitlines())) >= LONGEST_MODULE
    }
    assert long == {}


def test_no_drawer_collects_what_has_no_place():
    drawers = [relative(path) for path in modules() if DRAWERS & {path.stem, path.parent.name}]
    assert drawers == []


def test_no_function_imports_anything():
    assert read().hidden == []


def test_every_module_says_what_it_is_for():
    assert read().silent == []


def test_no_model_overrides_save():
    assert read().overriding == []


def test_no_text_hides_from_translation():
    assert read().hiding == []


@dataclass
class Findings:
    """What is wrong with the modules, each read once."""

    hidden: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    overriding: list[str] = field(default_factory=list)
    hiding: list[str] = field(default_factory=list)


@cache
def read() -> Findings:
    """Read every module."""
    found = Findings()
    for path in modules():
        source = path.read_text()
        found.hiding += [f"{relative(path)}: {hit[0]}" for hit in WORDS_IN_WORDS.finditer(source)]
        tree = ast.parse(source)
        if source.strip() and not _says_nothing_on_purpose(path) and not ast.get_docstring(tree):
            found.silent.append(relative(path))
        _look(tree, path, found)
    return found


def _says_nothing_on_purpose(path: Path) -> bool:
    return path.name == "apps.py" or bool({"commands", "management"} & set(path.parts))


def _look(node: ast.AST, path: Path, found: Findings, *, inside: bool = False) -> None:
    """Walk below a node, knowing whether it stands inside a function."""
    is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    if inside and isinstance(node, ast.Import | ast.ImportFrom):
        found.hidden.append(f"{relative(path)}:{node.lineno}")
    if is_function and node.name == "save" and "models" in {path.stem, path.parent.name}:
        found.overriding.append(f"{relative(path)}:{node.lineno}")
    if isinstance(node, ast.expr):
        return  # no statement stands in an expression
    for below in ast.iter_child_nodes(node):
        _look(below, path, found, inside=inside or is_function)
