"""`deskapp` and `python -m deskapp`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave with its exit status."""
    gc.disable()  # until everything is imported: imports make no garbage (see cli.run)
    from deskapp.cli import flushed, run

    status = run(sys.argv[1:])
    flushed(sys.stdout)
    flushed(sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
