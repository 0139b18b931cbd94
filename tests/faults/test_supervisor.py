"""`make run` keeps its processes alive and leaves none behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.serve.child import Child
from core.serve.supervisor import ReadyError, Supervisor

ROOT = Path(__file__).resolve().parents[2]
BOUND = 20.0
SLEEPER = "import time; print('up', flush=True); time.sleep(60)"
# A process that starts another one of its own group and refuses to end when asked.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("offspring", child.pid, flush=True)
time.sleep(60)
"""
# One write per line: what several threads print() may come out as one line.
SUPERVISED = """
import os, sys
from core.serve import supervisor
from core.serve.child import Child
supervisor.GRACE_SECONDS = 0.5
scripts = sys.argv[1:]
children = [Child(f"c{n}", [sys.executable, "-c", script]) for n, script in enumerate(scripts)]
def say(line):
    os.write(1, f"{line}\\n".encode())
run = supervisor.Supervisor(children, say)
run.run(when_ready=lambda: say("pids " + " ".join(str(child.process.pid) for child in children)))
"""


def python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def wait_until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + BOUND
    while not holds():
        assert time.monotonic() < limit, "it did not come about in time"
        time.sleep(0.02)


def stop_when(supervisor: Supervisor, holds: Callable[[], bool]) -> None:
    def watch() -> None:
        wait_until(holds)
        supervisor.stop()

    threading.Thread(target=watch, daemon=True).start()


def runs(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}


@pytest.fixture
def supervised():
    """Start a supervisor process over scripts; gives it and the pids it reports."""
    started: list[subprocess.Popen[str]] = []

    def start(*scripts: str) -> tuple["subprocess.Popen[str]", list[int]]:
        process = subprocess.Popen(
            [*python(SUPERVISED), *scripts],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout is not None
        pids: list[int] = []
        awaited = 1 + sum("offspring" in script for script in scripts)
        for line in process.stdout:
            if line.startswith("pids "):
                pids += [int(word) for word in line.split()[1:]]
                awaited -= 1
            elif "offspring" in line:
                pids.append(int(line.split()[-1]))
                awaited -= 1
            if not awaited:
                break
        return process, pids

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_a_process_that_died_is_started_again():
    lines: list[str] = []
    child = Child("worker", python(SLEEPER))
    supervisor = Supervisor([child], lines.append)
    watched: list[int] = []

    def kill_once_and_stop_when_back() -> None:
        assert child.process is not None
        watched.append(child.process.pid)
        os.kill(watched[0], signal.SIGKILL)
        threading.Thread(target=stop_when_back, daemon=True).start()

    def stop_when_back() -> None:
        wait_until(lambda: child.restarts == 1 and child.alive)
        assert child.process is not None
        watched.append(child.process.pid)
        supervisor.stop()

    supervisor.run(when_ready=kill_once_and_stop_when_back)
    assert len(set(watched)) == 2
    assert not any(runs(pid) for pid in watched)
    assert any("ended with code -9; starting again in 0.5 s" in line for line in lines)


def test_a_process_that_keeps_dying_is_started_less_and_less_often():
    lines: list[str] = []
    child = Child("broken", python("raise SystemExit(3)"))
    supervisor = Supervisor([child], lines.append)
    stop_when(supervisor, lambda: child.restarts == 2)
    supervisor.run()
    pauses = [line.rsplit(" in ", 1)[1] for line in lines if "starting again" in line]
    assert pauses[:2] == ["0.5 s", "1 s"]


def test_a_process_that_never_gets_ready_stops_the_start_with_a_sentence():
    child = Child("web", python("raise SystemExit(1)"), ready=lambda: False)
    other = Child("worker", python(SLEEPER))
    with pytest.raises(ReadyError, match="The process web ended at once"):
        Supervisor([other, child], lambda line: None).run()
    assert not other.alive


def test_lines_are_marked_with_the_name_of_the_process():
    lines: list[str] = []
    supervisor = Supervisor([Child("beat", python(SLEEPER)), Child("worker", python(SLEEPER))], lines.append)
    stop_when(supervisor, lambda: len(lines) == 2)
    supervisor.run()
    assert sorted(lines) == ["beat   | up", "worker | up"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_ctrl_c_leaves_nothing_behind(supervised, number: signal.Signals):
    process, pids = supervised(SLEEPER, STUBBORN)
    assert len(pids) == 3
    process.send_signal(number)
    assert process.wait(BOUND) == 0
    assert not [pid for pid in pids if runs(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal to orphans is Linux's")
def test_a_killed_supervisor_takes_its_processes_along(supervised):
    process, pids = supervised(SLEEPER, SLEEPER)
    process.kill()
    wait_until(lambda: not [pid for pid in pids if runs(pid)])
