"""Settings read from the environment: typed, and refused with one sentence that says how to mend them."""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

KEY_HEX_LENGTH = 32  # an SM4 key: 16 bytes written as hexadecimal digits
SECRET_LENGTH = 50  # what Django's own deployment check asks of SECRET_KEY
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}

DEMO_SECRET = "demonstration-only-never-for-real-data-0123456789-abcdefghij"  # noqa: S105 - not a secret
DEMO_SEAL_KEYS = "demo:00112233445566778899aabbccddeeff"
DEMO_INDEX_KEY = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"


class SettingError(ImproperlyConfigured):
    """A setting is missing or wrong; the message is one sentence naming the variable and the mend."""


def tell_setting_errors_plainly() -> None:
    """End a process whose settings are wrong with the sentence alone: a stack trace would hide it."""
    sys.excepthook = _tell


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, SettingError):
        sys.stderr.write(f"{error}\n")
    else:
        sys.__excepthook__(kind, error, trace)


class Environment:
    """The process environment, read name by name.

    Args:
        source: variable name to text, as ``os.environ``.

    Attributes:
        demo: whether CHENGYI_DEMO allows demonstration defaults for what production must set itself.
    """

    def __init__(self, source: Mapping[str, str]) -> None:
        self.source = source
        self.demo = self.flag("CHENGYI_DEMO")

    def text(self, name: str, default: str | None = None, *, demo: str | None = None, mend: str = "") -> str:
        """The variable's text; without one the demonstration's or the general default.

        Raises:
            SettingError: nothing is set and no default applies.
        """
        value = self.source.get(name, "").strip()
        if value:
            return value
        if self.demo and demo is not None:
            return demo
        if default is not None:
            return default
        raise SettingError(
            f"{name} is not set: {mend or 'give it a value'}, "
            "or set CHENGYI_DEMO=1 for a demonstration without real data."
        )

    def parsed(self, name: str, text: str, reader: Callable[[str], T], form: str) -> T:
        """The text as ``reader`` understands it.

        Raises:
            SettingError: it cannot be read; the sentence says what form is expected, never the value itself.
        """
        try:
            return reader(text)
        except (ValueError, KeyError, TypeError, AttributeError, ImproperlyConfigured) as unreadable:
            raise SettingError(f"{name} cannot be read: write it as {form}.") from unreadable

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A switch: 1/true/yes/on or 0/false/no/off."""
        return self.parsed(
            name, self.source.get(name, "1" if default else "").strip().lower(), _switch, "1 or 0"
        )

    def number(self, name: str, default: int) -> int:
        """A whole number not below zero."""
        return self.parsed(name, self.text(name, str(default)), _natural, "a whole number, 0 or more")

    def names(self, name: str, *, demo: str = "", default: str = "") -> list[str]:
        """A comma-separated list without empty members."""
        return [
            part.strip() for part in self.text(name, default, demo=demo or None).split(",") if part.strip()
        ]

    def day(self, name: str) -> date | None:
        """A date written as 2026-11-22, or None."""
        text = self.source.get(name, "").strip()
        return self.parsed(name, text, date.fromisoformat, "a date like 2026-11-22") if text else None

    def hosts(self, name: str, *, demo: str) -> list[str]:
        """Names of the site: without scheme and path.

        Raises:
            SettingError: none is given, or one is an address.
        """
        mend = "the host names of the site, separated by commas, such as credit.example.gov.cn"
        names = [part.strip() for part in self.text(name, "", demo=demo).split(",") if part.strip()]
        if not names:
            raise SettingError(f"{name} is not set: write {mend}.")
        if any("/" in host for host in names):
            raise SettingError(f"{name} cannot be read: write {mend}, without https:// and without a path.")
        return names

    def origins(self, name: str, default: str = "", *, demo: str | None = None) -> list[str]:
        """Scheme and host of sites, separated by commas: https://credit.example.gov.cn."""
        form = "scheme and host, such as https://credit.example.gov.cn"
        given = self.text(name, default, demo=demo)
        return self.parsed(name, given, lambda text: list(map(_origin, filter(None, text.split(",")))), form)

    def one_of(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of the words that are allowed."""
        text = self.text(name, default).upper()
        return self.parsed(
            name, text, lambda word: choices[choices.index(word)], f"one of {', '.join(choices)}"
        )

    def power_of_two(self, name: str, default: int) -> int:
        """A power of two from 1024 up."""
        return self.parsed(name, self.text(name, str(default)), _power_of_two, "a power of two from 1024 up")

    def broker(self, name: str, *, demo: str) -> str:
        """The address of a Redis server."""
        text = self.text(name, demo=demo, mend="write redis://host:6379/0")
        if text.partition("://")[0] not in {"redis", "rediss", "redis+socket"}:
            raise SettingError(
                f"{name} names a broker Chengyi does not run on: write it as redis://host:6379/0."
            )
        return text

    def folder(self, name: str, default: Path) -> Path:
        """An absolute folder; nothing is created."""
        return Path(self.text(name, str(default))).expanduser().resolve()

    def secret(self, name: str) -> str:
        """Django's secret key: long enough outside the demonstration.

        Raises:
            SettingError: missing or shorter than SECRET_LENGTH characters.
        """
        value = self.text(
            name, demo=DEMO_SECRET, mend=f"make one with at least {SECRET_LENGTH} random characters"
        )
        if len(value) < SECRET_LENGTH:
            raise SettingError(
                f"{name} is too short: make one with at least {SECRET_LENGTH} random characters."
            )
        return value

    def seal_keys(self, name: str) -> dict[str, bytes]:
        """Keys that seal personal data, by id, in the order given; the first one seals, all of them open.

        Returns:
            id to 16 key bytes.
        """
        mend = 'write "id:" and 32 hexadecimal digits, several separated by commas, the sealing one first'
        text = self.text(name, demo=DEMO_SEAL_KEYS, mend=mend)
        return self.parsed(name, text, _seal_keys, f"{mend.removeprefix('write ')}")

    def index_key(self, name: str) -> bytes:
        """The key of the blind index: at least 16 bytes as hexadecimal digits."""
        form = "at least 32 hexadecimal digits"
        return self.parsed(name, self.text(name, demo=DEMO_INDEX_KEY, mend=f"write {form}"), _hex_key, form)

    def database(self, name: str, *, demo: str) -> dict[str, Any]:
        """Django's DATABASES entry for a database address (postgresql://… or sqlite:///…)."""
        text = self.text(name, demo=demo, mend="write postgresql://user:password@host:5432/name")
        form = "postgresql://user:password@host:5432/name or sqlite:////folder/file"
        scheme = text.partition("://")[0]
        if scheme not in {"postgres", "postgresql", "sqlite"}:
            raise SettingError(f"{name} names a database Chengyi does not run on: write it as {form}.")
        entry = self.parsed(name, text, environ.Env.db_url_config, form)
        if scheme == "sqlite":
            return {**entry, "OPTIONS": dict(SQLITE_OPTIONS)}
        folder = unquote(urlsplit(text).netloc.rpartition("@")[2].partition(":")[0])
        if folder.startswith("/"):  # a server on a Unix socket: %2Ffolder in the host's place
            entry["HOST"] = folder
        return {**entry, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


SQLITE_OPTIONS = {
    "timeout": 15,
    "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN; deferred ones fail at once when two upgrade
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def _switch(text: str) -> bool:
    if text not in TRUE | FALSE:
        raise ValueError(text)
    return text in TRUE


def _natural(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(text)
    return int(text)


def _power_of_two(text: str) -> int:
    number = _natural(text)
    if number < 1024 or number & (number - 1):
        raise ValueError(text)
    return number


def _origin(text: str) -> str:
    found = urlsplit(text.strip())
    if found.scheme not in {"http", "https"} or not found.netloc or found.path.strip("/"):
        raise ValueError(text)
    return f"{found.scheme}://{found.netloc}"


def _hex_key(text: str) -> bytes:
    if len(text) < KEY_HEX_LENGTH:
        raise ValueError("short key")
    return bytes.fromhex(text)


def _seal_keys(text: str) -> dict[str, bytes]:
    pairs = [part.strip().split(":", 1) for part in text.split(",") if part.strip()]
    keys = {name.strip(): bytes.fromhex(digits) for name, digits in pairs}
    if not keys or len(keys) != len(pairs):
        raise ValueError("no key, or one id twice")
    if any(
        not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", name) or len(key) * 2 != KEY_HEX_LENGTH
        for name, key in keys.items()
    ):
        raise ValueError("malformed key")
    return keys
