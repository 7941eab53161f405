"""`python -m db fold FOLDER`: what a desk starts beside itself when the journal has grown."""

from __future__ import annotations

import os
import sys

from .errors import StoreError
from .fold import fold
from .tables import JournalDB


def main(arguments: list[str]) -> int:
    """Run one command; its exit status: 0 done, 1 not done, 2 not understood."""
    if len(arguments) != 2 or arguments[0] != "fold":
        print("usage: python -m db fold FOLDER", file=sys.stderr)
        return 2
    os.nice(10)
    try:
        store = JournalDB(arguments[1])
        try:
            fold(store)
        finally:
            store.close()
    except (StoreError, OSError) as error:
        print(f"{arguments[1]} was not folded: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
