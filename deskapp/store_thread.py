"""The one thread that owns the store: rules, views and the look-out for other processes' changes take
turns on it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from deskapp.store import Store

T = TypeVar("T")

IDLE_FOR = 3.0
"""Seconds without a job after which a fold may begin, where one is due."""

SETTLE_AFTER = 1.0
"""Seconds without a job after which it is noted that the last change was saved."""

LOOK_EVERY = 0.15
"""Seconds between two looks at the journal: another terminal's change is seen within twice that."""


class StoreThread:
    """Opens the store and serves `run` in order.  `on_change` is called, on this thread, when others
    changed it, `when_idle` now and then while nothing is asked for.
    """

    def __init__(
        self, opener: Callable[[], Store], when_idle: Callable[[Store], None] = lambda _store: None
    ) -> None:
        self._opener = opener
        self._when_idle = when_idle
        self._jobs: queue.SimpleQueue[tuple[Callable[[Store], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._on_change: Callable[[Any], None] = lambda _changes: None
        self._on_trouble: Callable[[Exception], None] = lambda _error: None
        self._trouble = ""
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self.opened: Future[Store] = Future()

    def start(self) -> None:
        """Begin to open the store; `opened` tells how that went."""
        self._thread.start()

    def watch(self, on_change: Callable[[Any], None], on_trouble: Callable[[Exception], None]) -> None:
        """Call these, on the store's thread, when others have changed something, or looking failed."""
        self._on_change = on_change
        self._on_trouble = on_trouble

    def run(self, job: Callable[[Store], T]) -> Future[T]:
        """Do this with the store after what was asked for before it."""
        future: Future[T] = Future()
        self._jobs.put((job, future))
        return future

    def close(self) -> None:
        """Finish what was asked for, close the store and wait for the thread."""
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()

    def _work(self) -> None:
        try:
            store = self._opener()
        except BaseException as error:
            self.opened.set_exception(error)
            return
        self.opened.set_result(store)
        looked = busy = time.monotonic()
        while True:
            try:
                job = self._jobs.get(timeout=max(0.0, looked + LOOK_EVERY - time.monotonic()))
            except queue.Empty:
                self._look(store)
                looked = time.monotonic()
                if looked - busy > SETTLE_AFTER:
                    store.settle()
                if looked - busy > IDLE_FOR:
                    self._rest(store)
                    busy = looked
                continue
            if job is None:
                break
            self._do(store, *job)
            busy = time.monotonic()
        if store.fold_due():
            store.fold_soon()
        store.close()

    def _rest(self, store: Store) -> None:
        if store.fold_due():
            store.fold_soon()
        try:
            self._when_idle(store)
        except Exception as error:  # what looks after the folder must never take the desk with it
            self._on_trouble(error)

    @staticmethod
    def _do(store: Store, work: Callable[[Store], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            value = work(store)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(value)

    def _look(self, store: Store) -> None:
        try:
            changes = store.poll()
        except Exception as error:
            if repr(error) != self._trouble:
                self._trouble = repr(error)
                self._on_trouble(error)
            return
        self._trouble = ""
        if changes:
            self._on_change(changes)
