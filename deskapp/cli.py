"""The command line: finds the command, runs it, and turns whatever goes wrong into one line on stderr.

Exit status: 0 done, 1 refused or failed, 2 wrong use.  A command is imported when it runs; none imports the
screen.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from deskapp import i18n
from deskapp.commands.failure import Failure
from deskapp.text import visible

if TYPE_CHECKING:
    from pathlib import Path

DONE, FAILED, WRONG_USE = 0, 1, 2
FILE_TROUBLES = {
    errno.ENOENT: "file_missing",
    errno.EISDIR: "file_is_folder",
    errno.EACCES: "file_no_access",
    errno.EPERM: "file_no_access",
    errno.EEXIST: "file_exists",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
}

WRITING = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF, errno.EAGAIN))
"""What goes wrong in writing to a stream that has no name."""


def run(arguments: Sequence[str]) -> int:
    """The exit status of a command line, without the program's name."""
    open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        never_fail_to_encode(stream)
    i18n.set_language(i18n.choose_language(asked_language(arguments)))
    options: Namespace | None = None
    try:
        from deskapp.commands.parser import WrongUse, parse

        try:
            options = parse(arguments)
        except WrongUse as wrong:
            complain(str(wrong))
            return WRONG_USE
        if options is None:
            sys.stdout.flush()
            return DONE
        command = import_module(f"deskapp.commands.{options.module}")
        if not gc.isenabled():  # as __main__ left it: what is imported stays, and need not be looked through
            gc.freeze()
            gc.enable()
        status: int = command.run(options)
        sys.stdout.flush()
    except Failure as failure:
        complain(failure.sentence())
    except BrokenPipeError:
        quiet(sys.stdout)
    except KeyboardInterrupt:
        complain(Failure("stopped").sentence())
    except Exception as error:  # the guard that keeps a traceback from whoever sits at the desk
        known = of_file(error) if isinstance(error, OSError) else None
        if known is None:
            file = write_down(error, options)
            known = Failure("unforeseen", {"kind": type(error).__name__, "file": file})
        complain(known.sentence())
    else:
        return status
    return FAILED


def asked_language(arguments: Sequence[str]) -> str | None:
    """What --lang says, needed before the command line can be read, because help is in the language too."""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if before == "--lang":
            return argument
    return None


def complain(sentence: str) -> None:
    """One line on stderr, whatever the facts in it held; a closed stderr is nobody's loss."""
    try:
        print("deskapp: " + visible(sentence), file=sys.stderr, flush=True)
    except (BrokenPipeError, ValueError):
        quiet(sys.stderr)


def open_what_is_closed() -> None:
    """A stream that was closed before the start reads and prints nothing; Python has None in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - until the end


def never_fail_to_encode(stream: TextIO) -> None:
    """On a terminal that is not UTF-8, a sign it has not becomes its number instead of an error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def quiet(stream: TextIO) -> None:
    """Sends the rest of a closed stream nowhere, so that Python's own flush at exit is silent too."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def flushed(stream: TextIO) -> None:
    """Writes out what is left; where it cannot be any more (a terminal that is gone) it is left unsaid."""
    try:
        stream.flush()
    except (OSError, ValueError):
        quiet(stream)


def of_file(error: OSError) -> Failure | None:
    """A failure of the system at a file; one that names none is stdout's if it is of writing, else None."""
    if error.filename is None and error.errno not in WRITING:
        return None
    code = FILE_TROUBLES.get(error.errno or 0, "file_trouble")
    path = str(error.filename or "stdout")
    return Failure(code, {"path": path, "reason": error.strerror or type(error).__name__})


def write_down(error: Exception, options: Namespace | None) -> str:
    """Writes what was not foreseen down, in logs/ of the data folder or in the temporary folder; the path."""
    import tempfile
    import traceback
    from datetime import UTC, datetime
    from pathlib import Path

    name = f"deskapp-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"
    text = "".join(traceback.format_exception(error))
    for folder in (*logs_of(options), Path(tempfile.gettempdir())):
        try:
            path = folder / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return str(path)
    return "-"


def logs_of(options: Namespace | None) -> list[Path]:
    """The folder for logs of the data folder that was meant, if there is one."""
    if options is None or options.demo:
        return []
    from deskapp.commands.office import data_folder

    folder = data_folder(options)
    if not (folder / "journal").is_dir():
        return []
    try:
        (folder / "logs").mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return []
    return [folder / "logs"]
