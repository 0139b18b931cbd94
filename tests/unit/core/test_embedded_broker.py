"""The broker that comes in a wheel: where it listens, and that it keeps what it took."""

import subprocess
from pathlib import Path

import redis

from core import broker_address, embedded


def test_the_broker_listens_inside_its_folder(tmp_path: Path):
    folder = Path("/srv/chengyi/var")
    assert broker_address.url(folder) == "redis+socket:///srv/chengyi/var/broker.sock"


def test_a_folder_too_deep_for_a_socket_gets_a_short_private_one():
    deep = Path("/srv") / ("a" * 60) / ("b" * 60)
    address = broker_address.socket_path(deep)
    assert len(str(address)) <= broker_address.SOCKET_PATH_LIMIT
    assert address == broker_address.socket_path(deep)
    assert address != broker_address.socket_path(deep / "c")


def test_the_cache_lives_beside_the_broker():
    assert broker_address.cache_url("redis+socket:///tmp/b.sock") == "unix:///tmp/b.sock?db=1"
    assert broker_address.cache_url("redis://broker:6379/0") == "redis://broker:6379/1"
    assert broker_address.cache_url("redis://broker:6379") == "redis://broker:6379/1"


def test_what_the_broker_took_survives_a_kill(tmp_path: Path):
    folder = tmp_path

    def start() -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(embedded.command(folder), stdout=subprocess.DEVNULL)
        embedded.wait_until_up(folder, process)
        return process

    first = start()
    address = str(broker_address.socket_path(folder))
    with redis.Redis(unix_socket_path=address, decode_responses=True) as client:
        client.config_set("appendfsync", "always")
        client.lpush("celery", "a task")
    first.kill()
    first.wait()
    assert not embedded.answers(folder)
    second = start()
    with redis.Redis(unix_socket_path=address, decode_responses=True) as client:
        assert client.lrange("celery", 0, -1) == ["a task"]
    second.terminate()
    second.wait()
