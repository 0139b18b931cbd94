"""Reading ahead: the next chunk is unpacked and parsed by a thread while this one is checked.

Unpacking and calamine's parsing let go of the interpreter, so both cores work on one file.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from queue import Full, Queue
from typing import TypeVar

T = TypeVar("T")
_DEPTH = 2
_LOOK_UP = 0.2


def ahead(source: Iterator[T], depth: int = _DEPTH) -> Generator[T, None, None]:
    """Yield what an iterator yields, which a thread works off at most `depth` items ahead.

    Raises:
        Exception: whatever the iterator raises, at the place where it would have come.
    """
    queue: Queue[tuple[bool, T | BaseException | None]] = Queue(depth)
    given_up = threading.Event()

    def put(item: tuple[bool, T | BaseException | None]) -> bool:
        while not given_up.is_set():
            try:
                queue.put(item, timeout=_LOOK_UP)
            except Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            for item in source:
                if not put((True, item)):
                    return
            put((False, None))
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            put((False, error))

    thread = threading.Thread(target=work, name="intake-reader", daemon=True)
    thread.start()
    try:
        while True:
            more, item = queue.get()
            if more:
                yield item  # type: ignore[misc]  # an item, because there is more
            elif item is None:
                return
            else:
                raise item  # type: ignore[misc]  # an exception, because there is no more
    finally:
        given_up.set()
        thread.join()
