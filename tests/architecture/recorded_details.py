"""Reads from the code which details the audit trail records: the keys of every ``changes=``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "core",
    "accounts",
    "credit",
    "exchange",
    "institutions",
    "practitioners",
    "blacklist",
    "supervision",
    "disclosure",
)
WRITES = re.compile(r"audit\.(?:record|event)\(")


@dataclass(frozen=True, slots=True)
class Act:
    """One place that writes an audit row.

    Args:
        place: file and function.
        model: what stands before the dot of the action, "" where it is put together at run time.
        keys: the details that are spelt out.
        composed: keys put together at run time, as code.
    """

    place: str
    model: str
    keys: frozenset[str]
    composed: tuple[str, ...]


@cache
def sources() -> list[tuple[str, str]]:
    """Return every module of the project: where it lies, and its text."""
    paths = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
    return [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths]


@cache
def acts() -> list[Act]:
    """Return every place that writes an audit row with details."""
    return [
        act
        for place, text in sources()
        if WRITES.search(text)
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef)
        for act in _acts_of(function, f"{place}:{function.name}")
    ]


def _acts_of(function: ast.FunctionDef, place: str) -> Iterator[Act]:
    for call in ast.walk(function):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) in ("audit.record", "audit.event")):
            continue
        given = next((word.value for word in call.keywords if word.arg == "changes"), None)
        if given is None:
            continue
        keys, composed = _keys(given, function)
        for model in _models(call.args[1]):
            yield Act(place, model, frozenset(keys), tuple(composed))


def _models(action: ast.expr) -> Sequence[str]:
    """Return what stands before the dot of an action."""
    if isinstance(action, ast.IfExp):
        return [*_models(action.body), *_models(action.orelse)]
    if isinstance(action, ast.JoinedStr):
        action = action.values[0]
    spelt = action.value if isinstance(action, ast.Constant) else ""
    return [str(spelt).partition(".")[0]]


def _keys(given: ast.expr, function: ast.FunctionDef) -> tuple[list[str], list[str]]:
    """Return the keys of a mapping: those spelt out, and those that are put together."""
    if isinstance(given, ast.Name):
        return _keys_of_name(given.id, function)
    if isinstance(given, ast.DictComp):
        return [], [ast.unparse(given.key)]
    if not isinstance(given, ast.Dict):
        return [], [ast.unparse(given)]
    keys: list[str] = []
    composed: list[str] = []
    for key, value in zip(given.keys, given.values, strict=True):
        if isinstance(key, ast.Constant):
            keys.append(str(key.value))
        elif key is not None:
            composed.append(ast.unparse(key))
        else:  # **others
            more, put_together = _keys(value, function)
            keys, composed = [*keys, *more], [*composed, *put_together]
    return keys, composed


def _keys_of_name(name: str, function: ast.FunctionDef) -> tuple[list[str], list[str]]:
    """Follow a variable to what the function puts into it; a parameter stays as it is called."""
    keys: list[str] = []
    composed: list[str] = []
    for target, value in _assigned(function):
        if isinstance(target, ast.Name) and target.id == name:
            more, put_together = _keys(value, function)
            keys, composed = [*keys, *more], [*composed, *put_together]
        elif isinstance(target, ast.Subscript) and ast.unparse(target.value) == name:
            key = target.slice
            if isinstance(key, ast.Constant):
                keys.append(str(key.value))
            else:
                composed.append(ast.unparse(key))
    return (keys, composed) if keys or composed else ([], [name])


def _assigned(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield node.target, node.value
