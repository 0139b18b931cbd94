"""What we do about a platform's answer codes, read from `law/answer_codes.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from exchange.choices import STORED, Action

CODE_FILE = Path(__file__).parent / "law" / "answer_codes.json"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code asks of us, and its sentence where the platform sends none."""

    action: Action
    message: str = ""


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(CODE_FILE.read_text(encoding="utf-8"))
    return data


def meaning(result: int, code: str, *, channel: str = "default") -> Meaning:
    """Look up an answer.

    Args:
        result: 1 correct, 2 wrong, 3 updated, 4 not linked.
        code: the platform's code, "" where it gave none.
        channel: platform code; a channel without own entries uses the default ones.
    """
    if result in STORED:
        return Meaning(Action.NONE)
    channels = _table()["channels"]
    row = channels.get(channel, {}).get(code) or channels["default"].get(code)
    if row is None:
        return Meaning(Action(_table()["when_unknown"].get(str(result), Action.ESCALATE)))
    return Meaning(Action(row["action"]), row["message"])
