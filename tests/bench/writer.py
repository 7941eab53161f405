"""One of many writers: `python -m tests.bench.writer FOLDER SECONDS PAUSE NUMBER`, prints its waits in ms."""

import random
import sys
import time
from pathlib import Path

from db import JournalDB
from tests.bench.commits import KINDS, Thing
from tests.bench.crowd import change


def main(folder: str, seconds: str, pause: str, number: str) -> None:
    """Opens the folder, says so, waits for the word, and writes for so many seconds."""
    store = JournalDB(Path(folder), KINDS, lock_seconds=30)
    mine = sorted(thing.id for thing in store.read().all(Thing))[int(number)]
    dice = random.Random(number)
    print("ready", flush=True)
    sys.stdin.readline()
    waits, end = [], time.perf_counter() + float(seconds)
    while time.perf_counter() < end:
        time.sleep(dice.uniform(0, 2 * float(pause)))
        start = time.perf_counter()
        change(store, mine)
        waits.append((time.perf_counter() - start) * 1000)
    store.close()
    print(*waits)


if __name__ == "__main__":
    main(*sys.argv[1:])
