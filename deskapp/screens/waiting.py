"""What may take for ever is done beside the desk: keys go on meanwhile, and esc gives it up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from deskapp.i18n import _
from deskapp.said import Refused
from deskapp.screens.dialog import Dialog
from deskapp.session import Desk
from deskapp.widgets.cells import Line

T = TypeVar("T")

PATIENCE = 0.3
"""Seconds a key waits for it; what takes longer has a dialog, so that the keys behind it are not kept."""


class Waiting(Dialog):
    """Says that something is being done.  Closed when it is, or given up by esc."""

    scope = "waiting"

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def lines(self, columns: int, height: int) -> Sequence[Line]:
        """One line; there is nothing to choose."""
        return [[], [("  " + _("Being read. Nothing is changed by that; esc gives it up."), "strong")]]


async def aside(desk: Desk, title: str, work: Callable[[], T]) -> T:
    """What `work()` answers, from a thread of its own.  Raises what it raises; Refused if it was given up.

    Nobody waits for that thread when the desk is left.
    """
    answer: Future[T] = Future()
    answer.set_running_or_notify_cancel()

    def answered() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=answered, name="aside", daemon=True).start()
    waiting = asyncio.wrap_future(answer)
    await asyncio.wait({waiting}, timeout=PATIENCE)
    if not waiting.done():
        dialog = Waiting(title)
        waiting.add_done_callback(lambda _done: desk.close(dialog))
        await desk.open(dialog)
    if not waiting.done():
        waiting.cancel()
        desk.say("reading_given_up")
        raise Refused
    return waiting.result()
