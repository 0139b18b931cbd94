"""Acceptance cases of rules: files of examples and their outcome, run through the product's own functions.

Each app registers a runner for the files it understands, in ``cases.py``; ``check_rules`` runs them.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

CaseFile = dict[str, Any]


class CaseResult(NamedTuple):
    """The outcome of one case; ``name`` is its id, or its place in the file counted from 1."""

    name: str | int
    expected: Any
    got: Any

    @property
    def passed(self) -> bool:
        """Whether the rule gave what was expected."""
        return bool(self.got == self.expected)


class Runner(NamedTuple):
    """What knows how to run one kind of case file."""

    name: str
    matches: Callable[[CaseFile], bool]
    run: Callable[[CaseFile], Iterator[CaseResult]]


class CaseFileError(Exception):
    """A case file cannot be used; the message is a sentence for the person who runs it."""


_runners: dict[str, Runner] = {}


def register(
    name: str, matches: Callable[[CaseFile], bool], run: Callable[[CaseFile], Iterator[CaseResult]]
) -> None:
    """Make a kind of case file known; a second runner of the same name replaces the first.

    Args:
        name: what the cases are about.
        matches: tells from the parsed file whether this runner understands it.
        run: yields one result a case.
    """
    _runners[name] = Runner(name, matches, run)


def names() -> tuple[str, ...]:
    """Return the names of the registered runners."""
    return tuple(_runners)


def run_file(path: Path) -> list[CaseResult]:
    """Run all cases of one file.

    Raises:
        CaseFileError: the file cannot be read, is no JSON object, or no runner understands it.
    """
    content = _content(path)
    runner = next((runner for runner in _runners.values() if runner.matches(content)), None)
    if runner is None:
        known = ", ".join(_runners)
        raise CaseFileError(
            _("No rule of this system understands the cases in %(file)s; known are: %(known)s.")
            % {"file": path, "known": known}
        )
    return list(runner.run(content))


def has_cases_with(*keys: str) -> Callable[[CaseFile], bool]:
    """Return a test for files whose ``cases`` start with one that has all these keys."""

    def matches(content: CaseFile) -> bool:
        cases = content.get("cases")
        return bool(
            isinstance(cases, list) and cases and isinstance(cases[0], dict) and cases[0].keys() >= set(keys)
        )

    return matches


def compare(name: str, expected: object, produce: Callable[[], object]) -> CaseResult:
    """Return the result of one case; a case that cannot be run at all has failed."""
    try:
        return CaseResult(name, expected, produce())
    except (ValueError, KeyError, TypeError) as broken:
        return CaseResult(name, expected, f"{type(broken).__name__}: {broken}")


def shown(value: object) -> str:
    """Return an expected or given outcome as one line of text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _content(path: Path) -> CaseFile:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as missing:
        raise CaseFileError(_("The file %(file)s cannot be read.") % {"file": path}) from missing
    except ValueError as broken:
        raise CaseFileError(
            _("The file %(file)s is not valid JSON: %(error)s.") % {"file": path, "error": broken}
        ) from broken
    if not isinstance(content, dict):
        raise CaseFileError(_("The file %(file)s holds no JSON object with cases.") % {"file": path})
    return content
