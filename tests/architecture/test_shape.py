"""The shape of the code: who imports whom, how long a file may be, what a file may be called."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]
HOUSE = (
    *("config", "core", "accounts", "exchange", "credit", "institutions", "practitioners", "blacklist"),
    *("supervision", "disclosure", "tools", "bench"),
)
LONGEST_MODULE = 400
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
    hidden = []
    for path in modules():
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
                hidden += [f"{relative(path)}:{node.lineno}" for node in found]
    assert hidden == []


def test_every_module_says_what_it_is_for():
    silent = []
    for path in modules():
        source = path.read_text()
        is_command = "commands" in path.parts or "management" in path.parts
        if (
            source.strip()
            and not is_command
            and path.name != "apps.py"
            and not ast.get_docstring(ast.parse(source))
        ):
            silent.append(relative(path))
    assert silent == []


def test_no_model_overrides_save():
    overriding = [
        f"{relative(path)}:{node.lineno}"
        for path in modules()
        if "models" in {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name == "save"
    ]
    assert overriding == []
