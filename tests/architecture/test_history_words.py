"""Whatever the audit trail records is told to officers in words."""

from __future__ import annotations

import re
from pathlib import Path

from accounts.history import action_words

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
RECORDED = re.compile(r'audit\.(?:record|event)\([^()"]*"([a-z_]+\.[a-z_]+)"')


def test_every_act_that_is_recorded_has_words() -> None:
    sources = [path.read_text("utf-8") for app in APPS for path in (ROOT / app).rglob("*.py")]
    acts = {act for source in sources for act in RECORDED.findall(source)}
    assert len(acts) > 100
    assert sorted(act for act in acts if action_words(act) == act) == []
