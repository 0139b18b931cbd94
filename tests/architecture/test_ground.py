"""What the project stands on: lock files, container files, the list of settings."""

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
SETTING = re.compile(
    r"env\.(?:text|flag|number|names|day|folder|secret|seal_keys|index_key|database)\(\s*\"(\w+)\""
)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_one_version_and_hashes(lock: Path):
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text())
    packages = [entry for entry in entries if re.match(r"[A-Za-z0-9]", entry)]
    assert packages
    loose = [
        entry.split()[0]
        for entry in packages
        if not re.match(r"[\w.\[\],-]+==\S+ \\\n +--hash=sha256:", entry)
    ]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_place_to_fetch_from(lock: Path):
    assert not re.search(
        r"https?://|^-{1,2}(i\b|f\b|index|extra-index|find-links|trusted)", lock.read_text(), re.MULTILINE
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_psycopg_3_never_joins_psycopg2(lock: Path):
    assert not re.search(r"^psycopg(-binary|-c|-pool)?==", lock.read_text(), re.MULTILINE)


@pytest.mark.parametrize("release", ["3.11.0", "3.11.2", "3.12.0", "3.13.0"])
def test_the_lock_holds_what_each_release_of_python_needs(release: str):
    locked = set(re.findall(r"(?m)^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / "requirements/run.txt").read_text()))
    machine = {
        "python_version": release.rpartition(".")[0],
        "python_full_version": release,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "os_name": "posix",
        "extra": "",
    }
    missing = {
        f"{needed.name}, by {package}"
        for package in locked
        for needed in map(Requirement, metadata.requires(package) or [])
        if (needed.marker is None or needed.marker.evaluate(machine))
        and canonicalize_name(needed.name) not in locked
    }
    assert missing == set()


def test_every_dependency_has_its_reason_beside_it():
    source = (ROOT / "pyproject.toml").read_text()
    parsed = tomllib.loads(source)["project"]
    named = [
        *parsed["dependencies"],
        *(name for group in parsed["optional-dependencies"].values() for name in group),
    ]
    without = [name for name in named if not re.search(rf'(?m)^ +"{re.escape(name)}", +# \w.{{5,}}$', source)]
    assert without == []


def test_every_setting_is_explained_in_the_example():
    read = set(SETTING.findall((ROOT / "config" / "settings.py").read_text()))
    explained = (ROOT / ".env.example").read_text()
    hidden = {"DEBUG", "CHENGYI_TODAY"}  # of use in development only
    assert {name for name in read - hidden if not re.search(rf"^#?{name}=", explained, re.MULTILINE)} == set()


def test_every_service_of_the_compose_file_reports_its_health(compose: dict[str, Any]):
    assert set(compose["services"]) >= {"web", "worker", "beat", "postgres", "redis"}
    assert [name for name, service in compose["services"].items() if "healthcheck" not in service] == []


def test_only_the_web_server_is_reachable_and_only_from_its_host(compose: dict[str, Any]):
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    assert set(published) == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


def test_the_container_does_not_run_as_root():
    assert re.search(r"^USER (?!root|0\b)\w+", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
