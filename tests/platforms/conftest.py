from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.sandbox.server import SandboxServer
from tests.platforms.given import running_sandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxServer]:
    """A sandbox platform of this test's own."""
    with running_sandbox(tmp_path) as server:
        yield server
