"""Reads one step ahead: the next batch is made while the database writes this one."""

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import Any, TypeVar

Item = TypeVar("Item")

_END = object()
_POLL = 0.1  # seconds: how soon the thread notices that nobody takes from it any more


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items in the same order, made by a thread that keeps one ready.

    `items` must not touch the database: connections belong to their thread. What it raises
    is raised here. The thread ends with this generator.
    """
    queue: Queue[Any] = Queue(maxsize=1)
    stopped = Event()
    thread = Thread(target=_fill, args=(items, queue, stopped), daemon=True)
    thread.start()
    try:
        while (item := queue.get()) is not _END:
            if isinstance(item, _Raised):
                raise item.error
            yield item
    finally:
        stopped.set()
        thread.join()


class _Raised:
    def __init__(self, error: BaseException) -> None:
        self.error = error


def _fill(items: Iterator[Any], queue: "Queue[Any]", stopped: Event) -> None:
    try:
        for item in items:
            if not _put(queue, item, stopped):
                return
    except BaseException as error:  # handed to whoever reads
        _put(queue, _Raised(error), stopped)
    else:
        _put(queue, _END, stopped)


def _put(queue: "Queue[Any]", item: Any, stopped: Event) -> bool:
    while not stopped.is_set():
        try:
            queue.put(item, timeout=_POLL)
        except Full:
            continue
        return True
    return False
