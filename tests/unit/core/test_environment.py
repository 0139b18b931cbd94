"""Settings come from the environment, typed, and a wrong one is refused with a sentence."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from config.env import DEMO_SECRET, Environment, SettingError

SECRET = "x" * 50
KEY = "00112233445566778899aabbccddeeff"


def test_production_refuses_to_start_without_a_secret_key():
    with pytest.raises(SettingError, match=r"^SECRET_KEY is not set: .*CHENGYI_DEMO=1"):
        Environment({}).secret("SECRET_KEY")


def test_a_short_secret_key_is_refused_and_not_repeated():
    with pytest.raises(SettingError, match="SECRET_KEY is too short") as refused:
        Environment({"SECRET_KEY": "tiny"}).secret("SECRET_KEY")
    assert "tiny" not in str(refused.value)


def test_the_demonstration_supplies_what_production_must_set():
    demo = Environment({"CHENGYI_DEMO": "1"})
    assert demo.secret("SECRET_KEY") == DEMO_SECRET
    assert [len(key) for key in demo.seal_keys("CHENGYI_SEAL_KEYS").values()] == [16]
    assert len(demo.index_key("CHENGYI_INDEX_KEY")) == 32


def test_what_is_set_wins_over_the_demonstration():
    assert Environment({"CHENGYI_DEMO": "1", "SECRET_KEY": SECRET}).secret("SECRET_KEY") == SECRET


@pytest.mark.parametrize(
    ("text", "expected"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("", False)]
)
def test_a_switch_is_read(text: str, expected: bool):
    assert Environment({"DEBUG": text}).flag("DEBUG") is expected


def test_a_switch_in_between_is_refused():
    with pytest.raises(SettingError, match="^DEBUG cannot be read: write it as 1 or 0"):
        Environment({"DEBUG": "maybe"}).flag("DEBUG")


@pytest.mark.parametrize("text", ["eight", "-1", "8000.5", "٣"])
def test_a_number_that_is_none_is_refused(text: str):
    with pytest.raises(SettingError, match="^PORT cannot be read: write it as a whole number"):
        Environment({"PORT": text}).number("PORT", 8000)


def test_a_number_has_a_default():
    assert Environment({"PORT": "  "}).number("PORT", 8000) == 8000


def test_the_first_seal_key_comes_first():
    keys = Environment({"KEYS": f"new:{KEY}, old:{KEY[::-1]}"}).seal_keys("KEYS")
    assert list(keys) == ["new", "old"]
    assert keys["new"] == bytes.fromhex(KEY)


@pytest.mark.parametrize(
    "text", [KEY, f":{KEY}", f"a:{KEY[:-2]}", f"a:{KEY}00", "a:xyz", f"a:{KEY},a:{KEY}", f"a b:{KEY}", ","]
)
def test_malformed_seal_keys_are_refused_and_not_repeated(text: str):
    with pytest.raises(SettingError, match="^KEYS cannot be read") as refused:
        Environment({"KEYS": text}).seal_keys("KEYS")
    assert KEY[:20] not in str(refused.value)


def test_a_short_index_key_is_refused():
    with pytest.raises(
        SettingError, match="^INDEX cannot be read: write it as at least 32 hexadecimal digits"
    ):
        Environment({"INDEX": "abcd"}).index_key("INDEX")


def test_names_are_split_and_stripped():
    assert Environment({"HOSTS": "a.gov.cn, b.gov.cn,"}).names("HOSTS") == ["a.gov.cn", "b.gov.cn"]


def test_a_day_is_a_date():
    assert Environment({"DAY": "2026-11-22"}).day("DAY") == date(2026, 11, 22)
    assert Environment({}).day("DAY") is None
    with pytest.raises(SettingError, match="^DAY cannot be read: write it as a date like"):
        Environment({"DAY": "22.11.2026"}).day("DAY")


def test_a_folder_is_absolute(tmp_path: Path):
    assert Environment({"VAR": str(tmp_path / "a" / ".." / "b")}).folder("VAR", Path()) == tmp_path / "b"


def test_a_postgresql_address_on_a_socket_is_understood():
    entry = Environment({"DB": "postgresql://clerk@%2Ftmp%2FD/main"}).database("DB", demo="")
    assert (entry["ENGINE"], entry["HOST"]) == ("django.db.backends.postgresql", "/tmp/D")
    assert (entry["USER"], entry["NAME"], entry["CONN_HEALTH_CHECKS"]) == ("clerk", "main", True)


def test_sqlite_waits_for_other_writers():
    entry = Environment({"CHENGYI_DEMO": "1"}).database("DB", demo="sqlite:////tmp/a.sqlite3")
    assert entry["NAME"] == "/tmp/a.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("text", ["mysql://a:b@c/d", "nonsense"])
def test_another_database_is_refused_and_its_password_not_repeated(text: str):
    with pytest.raises(SettingError, match="^DB ") as refused:
        Environment({"DB": text}).database("DB", demo="")
    assert text not in str(refused.value)


@pytest.mark.parametrize("text", ["https://credit.example.gov.cn", "credit.example.gov.cn/", "", " , "])
def test_names_of_the_site_are_no_addresses(text: str):
    with pytest.raises(SettingError, match="^ALLOWED_HOSTS .*write the host names of the site"):
        Environment({"ALLOWED_HOSTS": text}).hosts("ALLOWED_HOSTS", demo="")


@pytest.mark.parametrize("text", ["credit.example.gov.cn", "https://a.cn, b.cn", "https://a.cn/path"])
def test_an_origin_has_a_scheme_and_no_path(text: str):
    with pytest.raises(SettingError, match="^ORIGINS cannot be read: write it as scheme and host"):
        Environment({"ORIGINS": text}).origins("ORIGINS")


def test_origins_are_read_without_the_slash_at_their_end():
    read = Environment({"ORIGINS": "https://a.cn/, http://b.cn:8000"}).origins("ORIGINS")
    assert read == ["https://a.cn", "http://b.cn:8000"]
    assert Environment({}).origins("ORIGINS") == []


@pytest.mark.parametrize("text", ["1000", "512", "-2", "many"])
def test_the_cost_of_opening_a_key_is_a_power_of_two(text: str):
    with pytest.raises(SettingError, match="^COST cannot be read: write it as a power of two"):
        Environment({"COST": text}).power_of_two("COST", 65536)


def test_other_brokers_and_levels_are_refused():
    with pytest.raises(SettingError, match="^BROKER_URL names a broker"):
        Environment({"BROKER_URL": "amqp://host"}).broker("BROKER_URL", demo="")
    with pytest.raises(SettingError, match="^LOG_LEVEL cannot be read: write it as one of INFO, ERROR"):
        Environment({"LOG_LEVEL": "loud"}).one_of("LOG_LEVEL", "INFO", ("INFO", "ERROR"))


def test_a_process_with_wrong_settings_ends_with_the_sentence_alone():
    told = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"CHENGYI_ENV_FILE": "", "PATH": os.environ["PATH"]},
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("SECRET_KEY is not set")
    assert told.stderr.count("\n") == 1
