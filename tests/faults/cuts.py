"""The power goes, at any moment of a run: every state that the disk may be in is laid out and opened."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import product
from pathlib import Path

from .disk import Disk, Naming, Piece
from .recording import Recording

Unsure = list[Piece | Naming]
State = dict[str, bytes | None]
Judge = Callable[[Path, list[str]], list[str]]
"""What is wrong with a place, given what was acknowledged there and what perhaps was about to be."""


def subsets(unsure: Unsure, most: int, dice: random.Random) -> Iterator[Unsure]:
    """All that a cut may keep of what is not durable; where that is too much, a choice."""
    many = len(unsure)
    if 2**many <= most:
        for kept in product((False, True), repeat=many):
            yield [change for change, stays in zip(unsure, kept, strict=True) if stays]
        return
    yield []
    yield unsure
    single = list(range(many))
    for number in dice.sample(single, min(many, most // 4)):
        yield [*unsure[:number], *unsure[number + 1 :]]
        yield unsure[: number + 1]
        yield [unsure[number]]
    for _ in range(most // 4):
        share = dice.random()
        yield [change for change in unsure if dice.random() < share]


def states(
    before: Disk, recording: Recording, most: int, seed: int, moments: int
) -> Iterator[tuple[State, list[str]]]:
    """Every state, once, with what was acknowledged by then and what comes next; of so many moments."""
    dice, seen = random.Random(seed), set[bytes]()
    many = len(recording.events) + 1
    chosen = {many - 1, *dice.sample(range(many), min(many, moments))}
    texts = [event[1:] for event in recording.events if event[0] == "acknowledged"]
    told = 0
    for moment, event in enumerate([*recording.events, ("end", "")]):
        for kept in subsets(before.unsure(), most, dice) if moment in chosen else ():
            state = before.after(kept)
            mark = _mark(state, told)
            if mark not in seen:
                seen.add(mark)
                now, coming = texts[told - 1] if told else ("",), (*texts, ())[told]
                yield state, [now[0], *coming]
        if event[0] == "acknowledged":
            told += 1
        elif event[0] != "end":
            before.happen(event)


def _mark(state: State, told: int) -> bytes:
    mark = blake2b(b"%d" % told, digest_size=16)
    for path in sorted(state):
        data = state[path]
        mark.update(b"%s\0%d\0" % (path.encode(), -1 if data is None else len(data)))
        mark.update((data or b"").rstrip(b"\0") + b"\1")
    return mark.digest()


def lay_out(state: State, place: Path) -> None:
    """Make the files of a state, in a place that is emptied first."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for path, data in state.items():
        if data is None:
            os.mkdir(place / path, 0o700)
            continue
        descriptor = os.open(place / path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(descriptor, data.rstrip(b"\0"))
        os.ftruncate(descriptor, len(data))
        os.close(descriptor)


def cut_everywhere(
    before: Disk,
    recording: Recording,
    judge: Judge,
    place: Path,
    *,
    most: int,
    seed: int,
    moments: int = 10**6,
) -> tuple[int, list[str]]:
    """How many states were opened, and what was wrong with the first bad one.

    `most`: how many states of a moment; `moments`: how many moments of the run.
    """
    tried, found = 0, list[str]()
    for state, texts in states(before, recording, most, seed, moments):
        tried += 1
        lay_out(state, place)
        wrong = judge(place, texts)
        if wrong:
            found = wrong
            break
    return tried, found
