"""The key gate: every key is finished before the next, also through dialogs."""

from __future__ import annotations

import asyncio

from deskapp.gate import Gate
from deskapp.keys import Press


async def run(handle, keys, gate_for=None):
    """Type all keys at once and wait until they are finished; the errors that were raised."""
    errors = []
    gate = Gate(handle, errors.append)
    if gate_for is not None:
        gate_for.append(gate)
    task = asyncio.create_task(gate.run())
    for key in keys:
        gate.put(Press(key, key))
    await gate.settled()
    task.cancel()
    return errors


async def test_a_slow_key_is_finished_before_the_next_begins():
    log = []

    async def handle(press):
        log.append(f"+{press.name}")
        for _ in range(3 if press.name == "a" else 0):
            await asyncio.sleep(0)
        log.append(f"-{press.name}")

    await run(handle, "abab")
    assert log == ["+a", "-a", "+b", "-b"] * 2


async def test_an_error_is_reported_and_the_next_key_is_taken():
    done = []

    async def handle(press):
        if press.name == "x":
            raise ValueError
        done.append(press.name)

    errors = await run(handle, "axb")
    assert [type(error) for error in errors] == [ValueError]
    assert done == ["a", "b"]


async def test_keys_behind_one_that_opens_a_dialog_are_the_dialogs_until_it_closes():
    log, gates = [], []
    dialog: list[asyncio.Future[str]] = []

    async def handle(press):
        if dialog:
            log.append(f"dialog {press.name}")
            if press.name == "k":
                gates[0].dialog_closed()
                dialog.pop().set_result("kept")
            return
        log.append(f"page {press.name}")
        if press.name == "c":
            await asyncio.sleep(0)  # asks the store what the dialog shows
            dialog.append(asyncio.get_running_loop().create_future())
            gates[0].waiting_for_dialog()
            answer = await dialog[0]
            await asyncio.sleep(0)  # saves
            log.append(f"page got {answer}")

    await run(handle, "ac1kb", gates)
    assert log == ["page a", "page c", "dialog 1", "dialog k", "page got kept", "page b"]
