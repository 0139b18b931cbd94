"""Which adapter speaks to which kind of platform."""

from __future__ import annotations

from exchange.choices import AdapterName
from exchange.platforms.base import Adapter
from exchange.platforms.sandbox.client import SandboxAdapter

ADAPTERS: dict[str, Adapter] = {AdapterName.SANDBOX: SandboxAdapter()}


def adapter(name: str) -> Adapter:
    """Return the adapter of a platform.

    Raises:
        KeyError: no such adapter is built in.
    """
    return ADAPTERS[name]
