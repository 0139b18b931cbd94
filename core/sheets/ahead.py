"""Reading ahead: the next chunk is unpacked and parsed by a thread while this one is checked.

Unpacking and calamine's parsing let go of the interpreter, so both cores work on one file.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from queue import Full, Queue
from typing import Generic, TypeVar

T = TypeVar("T")
_DEPTH = 2
_LOOK_UP = 0.2


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


class _Reader(Generic[T]):
    """Works off an iterator in a thread, at most `depth` items ahead."""

    def __init__(self, source: Iterator[T], depth: int) -> None:
        self._source = source
        self._given_up = threading.Event()
        self.queue: Queue[_Item[T] | _End] = Queue(depth)
        self._thread = threading.Thread(target=self._work, name="intake-reader", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the thread end, whatever it is doing."""
        self._given_up.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            for value in self._source:
                if not self._put(_Item(value)):
                    return
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            self._put(_End(error))
        else:
            self._put(_End())

    def _put(self, item: _Item[T] | _End) -> bool:
        while not self._given_up.is_set():
            try:
                self.queue.put(item, timeout=_LOOK_UP)
            except Full:
                continue
            return True
        return False


def ahead(source: Iterator[T], depth: int = _DEPTH) -> Generator[T, None, None]:
    """Yield what an iterator yields, worked off by a thread some items ahead.

    Args:
        source: the iterator.
        depth: how many items may wait.

    Raises:
        BaseException: whatever the iterator raises, at the place where it would have come.
    """
    reader = _Reader(source, depth)
    try:
        while isinstance(item := reader.queue.get(), _Item):
            yield item.value
        if item.error is not None:
            raise item.error
    finally:
        reader.stop()
