"""What may stand on the command line.  Only commands that work are here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from deskapp.commands.failure import Failure
from deskapp.i18n import LANGUAGES, N_, _

ROLES = ("manager", "social_worker", "reception", "kitchen")
IMPORTS = ("children", "meals", "menus")
EXPORTS = ("children", "attendance", "meals", "orders", "people", "staff")
PAPERS = ("kitchen", "route", "labels", "rollcall")
FORMATS = ("csv", "json", "xlsx")

# What argparse itself says, marked here so that it is translated with the rest.
OF_ARGPARSE = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("not allowed with argument %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("one of the arguments %s is required"),
    N_("ignored explicit argument %r"),
)


class WrongUse(Exception):
    """The command line makes no sense; the text says why in one line."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and leaves the ending to cli.run."""

    def error(self, message: str) -> NoReturn:
        """Raises WrongUse with argparse's own words."""
        raise WrongUse(Failure("wrong_use", {"message": message, "program": self.prog}).sentence())

    def _print_message(self, message: str, file: Any = None) -> None:
        """Prints help; argparse's own keeps it to itself that it could not."""
        (file or sys.stderr).write(message)


class Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal.  One is made for every option; that of argparse imports shutil."""

    def __init__(self, prog: str) -> None:
        try:
            columns = os.get_terminal_size().columns
        except OSError:
            columns = 80
        super().__init__(prog, width=max(40, columns - 2))


class Version(argparse.Action):
    """Prints the version of the installed package; looked up only when asked for: it costs 20 ms."""

    def __call__(self, *_arguments: object, **_more: object) -> NoReturn:
        """Prints and leaves."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            print("deskapp", version("deskapp"))
        except PackageNotFoundError:
            print("deskapp", "?")
        raise SystemExit(0)


def parse(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options, with `module` naming the command; None where the command line was only a call for help.

    Raises WrongUse.
    """
    setattr(argparse, "_", _)  # noqa: B010 - argparse translates by a function of that name in its own module
    parser = build(arguments)
    try:
        options = parser.parse_args(arguments)
    except SystemExit:  # --help and --version print and leave
        return None
    if options.module == "bring" and not (options.file or options.template):
        parser.error(_("say which file, or --template for an empty list"))
    return options


def build(arguments: Sequence[str]) -> Parser:
    """The whole command line; the options of a command only where `arguments` name it, which is sooner."""
    parser = Parser(
        prog="deskapp",
        description=_("The desk of a family-service centre. Without a command it opens the full screen."),
        allow_abbrev=False,
        formatter_class=Formatter,
    )
    shared(parser, first=True)
    parser.add_argument("--version", action=Version, nargs=0, help=_("print the version"))
    parser.set_defaults(module="desk")
    commands = parser.add_subparsers(metavar=_("COMMAND"), title=_("commands"), parser_class=Parser)
    for name, (module, help, add_options) in COMMANDS.items():
        if name in arguments:
            made = commands.add_parser(
                name, help=_(help), description=_(help), allow_abbrev=False, formatter_class=Formatter
            )
            shared(made)
            made.set_defaults(module=module)
            add_options(made)
        else:
            commands.add_parser(name, help=_(help), add_help=False, formatter_class=Formatter)
    return parser


def init(parser: Parser) -> None:
    """`deskapp init`."""
    parser.add_argument("--centre", required=True, metavar=_("NAME"), help=_("the centre's name"))
    parser.add_argument("--timezone", default="Asia/Shanghai", help=_("its time zone (default: %(default)s)"))
    parser.add_argument("--manager", metavar=_("NAME"), help=_("the first manager"))
    parser.add_argument("--training", action="store_true", help=_("for practice: --now is allowed"))


def bring(parser: Parser) -> None:
    """`deskapp import`."""
    parser.add_argument("what", choices=IMPORTS)
    parser.add_argument("file", nargs="?", metavar=_("FILE"), help=_("CSV (UTF-8 or GB18030) or XLSX"))
    parser.add_argument("--map", metavar="MAP.toml", help=_("how to read another system's list"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would come"))
    parser.add_argument("--template", action="store_true", help=_("print an empty list with the headings"))
    json(parser)


def export(parser: Parser) -> None:
    """`deskapp export`."""
    parser.add_argument("what", choices=EXPORTS)
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--day", metavar=_("DAY"), help=_("attendance or orders of this day (default: today)"))
    when.add_argument("--month", metavar=_("MONTH"), help=_("attendance or orders of this month"))
    parser.add_argument("--format", choices=FORMATS, default=None, help=_("default: csv, or as FILE ends"))
    parser.add_argument("--out", metavar=_("FILE"), help=_("write to this file"))


def kitchen(parser: Parser) -> None:
    """`deskapp kitchen`."""
    parser.add_argument("--day", metavar=_("DAY"), help=_("of this day (default: today)"))
    json(parser)


def paper(parser: Parser) -> None:
    """`deskapp print`."""
    parser.add_argument("what", choices=PAPERS)
    parser.add_argument("--day", metavar=_("DAY"), help=_("of this day (default: today)"))
    parser.add_argument(
        "--out", metavar=_("FILE"), help=_("write to this file, .pdf or .txt (else to stdout)")
    )


def history(parser: Parser) -> None:
    """`deskapp history`."""
    parser.add_argument("--person", metavar=_("PERSON"), help=_("about this person: id, code or name"))
    parser.add_argument("--day", metavar=_("DAY"), help=_("of this day"))
    json(parser)


def undo(parser: Parser) -> None:
    """`deskapp undo`."""
    parser.add_argument("lsn", type=int, metavar=_("LINE"))


def backup(parser: Parser) -> None:
    """`deskapp backup`."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("file", nargs="?", metavar=_("FILE"))
    where.add_argument("--daily", action="store_true", help=_("today's copy, unless it was made"))
    where.add_argument(
        "--daily-to", metavar=_("FOLDER"), help=_('the newest also to this folder, from now on; "" ends that')
    )


def repair(parser: Parser) -> None:
    """`deskapp repair`."""
    parser.add_argument(
        "folder", metavar=_("NEW"), help=_("the folder to make; the damaged one is only read")
    )
    json(parser)


def restore(parser: Parser) -> None:
    """`deskapp restore`."""
    parser.add_argument("file", metavar=_("FILE"))


def nothing(parser: Parser) -> None:
    """A command that has only what all have."""


def staff(parser: Parser) -> None:
    """`deskapp staff add | list | archive`."""
    actions = parser.add_subparsers(metavar=_("ACTION"), dest="action", required=True, parser_class=Parser)
    add = actions.add_parser("add", help=_("somebody new"), allow_abbrev=False)
    add.add_argument("name", metavar=_("NAME"))
    add.add_argument("--latin", default="", metavar=_("NAME"), help=_("the name in Latin letters"))
    add.add_argument("--code", default="", metavar=_("CODE"), help=_("what is typed to choose them"))
    add.add_argument("--role", choices=ROLES, default="reception")
    add.add_argument("--phone", default="", metavar=_("PHONE"))
    listing = actions.add_parser("list", help=_("who works here"), allow_abbrev=False)
    listing.add_argument("--all", action="store_true", help=_("those who left, too"))
    json(listing)
    archive = actions.add_parser("archive", help=_("somebody left"), allow_abbrev=False)
    archive.add_argument("name", metavar=_("NAME"), help=_("name or code"))
    for each in (add, listing, archive):
        shared(each)


def json(parser: Parser) -> None:
    """`--json`, where there is output to read."""
    parser.add_argument("--json", action="store_true", help=_("as JSON, for programs"))


def shared(parser: Parser, *, first: bool = False) -> None:
    """The options that may stand before or behind the command."""

    def add(name: str, help: str, *, default: object = None, **more: object) -> None:
        parser.add_argument(name, help=help, default=default if first else argparse.SUPPRESS, **more)  # type: ignore[arg-type]

    add("--data", _("the data folder (else DESKAPP_DATA, else the user's data)"), metavar=_("FOLDER"))
    add("--demo", _("a made-up centre, thrown away afterwards"), default=False, action="store_true")
    add("--lang", _("language: en or zh_CN"), choices=LANGUAGES)
    add("--now", _("pretend it is this time (demo and training)"), metavar=_("TIME"))
    add("--as", _("who acts: name or code"), dest="staff", metavar=_("STAFF"))
    add("--terminal", _("what this terminal is called"), metavar=_("NAME"))
    add("--remote", _("this terminal is not on site"), default=False, action="store_true")


COMMANDS: dict[str, tuple[str, str, Callable[[Parser], None]]] = {
    "init": ("init", N_("make a data folder"), init),
    "import": ("bring", N_("bring in a list"), bring),
    "export": ("export", N_("write a list out"), export),
    "today": ("today", N_("the day's counts, and what needs a person"), json),
    "scan": ("scan", N_("record arrivals from codes on stdin, one a line"), nothing),
    "kitchen": ("kitchen", N_("what is cooked, and what must not be handed over"), kitchen),
    "print": ("paper", N_("a paper of a day: kitchen count, route sheets, labels, roll call"), paper),
    "history": ("history", N_("who did what, when, at which terminal"), history),
    "undo": ("undo", N_("take a line of the history back"), undo),
    "check": ("check", N_("verify every line and record"), json),
    "backup": ("backup", N_("copy everything into one file"), backup),
    "repair": ("repair", N_("save what a damaged folder still holds into a new one"), repair),
    "restore": ("restore", N_("bring a backup back"), restore),
    "staff": ("staff", N_("who works at the desk"), staff),
}
"""Each command's module, what it is for, and what adds its own options."""
