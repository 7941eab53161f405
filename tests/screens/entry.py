"""Opens the desk on a folder for a test in a real terminal: `python -m tests.screens.entry FOLDER`."""

import sys
from pathlib import Path

from deskapp.clock import Clock
from deskapp.start import run
from tests.screens.centre import MONDAY

if __name__ == "__main__":
    sys.exit(
        run(
            Path(sys.argv[1]),
            terminal="reception-1",
            clock=Clock(MONDAY),
            staff=sys.argv[2] if len(sys.argv) > 2 else None,
        )
    )
