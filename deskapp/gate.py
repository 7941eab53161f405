"""The key gate: one key at a time, and each is finished before the next is looked at.

Why: keys typed ahead must land where the person meant.  A key is finished when the coroutine that handles it
has ended, or has opened a dialog and now waits for it (`waiting_for_dialog`): the dialog takes the keys that
follow.  When a dialog closes, whoever opened it goes on, and the next key waits for that, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from deskapp.keys import Press


class Gate:
    """Hands keys one by one to `handle`; whatever it raises goes to `failed`, and the gate goes on."""

    def __init__(
        self, handle: Callable[[Press], Awaitable[None]], failed: Callable[[Exception], None]
    ) -> None:
        self._handle = handle
        self._failed = failed
        self._keys: asyncio.Queue[Press] = asyncio.Queue()
        self._running = 0
        self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, press: Press) -> None:
        """Take a key in; it waits for its turn."""
        if not self._closed:
            self._keys.put_nowait(press)

    def forget(self) -> None:
        """Drop the keys that wait: what they were meant for did not come about."""
        while not self._keys.empty():
            self._keys.get_nowait()
            self._keys.task_done()

    def close(self) -> None:
        """No key any more: the desk is being left."""
        self._closed = True
        self.forget()

    async def run(self) -> None:
        """Hand out keys for ever; cancelled at exit."""
        while True:
            press = await self._keys.get()
            await self._idle.wait()
            self.start(self._handle(press))
            await self._idle.wait()
            self._keys.task_done()

    def start(self, work: Awaitable[None]) -> None:
        """Do this as if a key had asked for it: no key is handed out until it is finished."""
        self.dialog_closed()
        task = asyncio.ensure_future(self._finish(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Until all keys that were typed are finished."""
        await self._keys.join()
        await self._idle.wait()

    def waiting_for_dialog(self) -> None:
        """What handles the present key now waits for a dialog: the next key may come, it is the dialog's."""
        self._running -= 1
        if self._running == 0:
            self._idle.set()

    def dialog_closed(self) -> None:
        """What had opened the dialog goes on: no key until it is finished."""
        self._running += 1
        self._idle.clear()

    async def _finish(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            self._failed(error)
        finally:
            self.waiting_for_dialog()
