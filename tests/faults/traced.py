"""`python -m tests.faults.traced OPERATION PLACE`: one operation, in a process to be watched from outside."""

from __future__ import annotations

import sys
from pathlib import Path

from .operations import OPERATIONS
from .scale import little_room


def main(name: str, place: Path) -> None:
    """Do the operation; what is acknowledged goes to standard output."""
    with little_room():
        print(OPERATIONS[name].do(place), end="", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
