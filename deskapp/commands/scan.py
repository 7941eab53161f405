"""`deskapp scan`: codes on stdin, one a line; each is answered in one line as soon as it is durable.

`ok LSN arrived TIME NAME`, or `no REASON sentence`.  A scan never departs a child.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import BinaryIO

from db.errors import StoreError
from deskapp.commands.failure import Failure
from deskapp.commands.office import Office, open_office
from deskapp.names import full_name
from deskapp.said import names_of
from deskapp.services import staff as staff_rules
from deskapp.services.attendance import scan
from deskapp.services.clocks import clock_at, when
from deskapp.services.records import Person
from deskapp.services.refusal import Refusal
from deskapp.text import visible
from deskapp.words import SENTENCES, people_in, say

LONGEST_CODE = 100
LONGEST_READ = 4096


def run(options: Namespace) -> int:
    """Answers line by line until stdin ends; exit status 1 where any code was refused."""
    count = refused = 0
    with open_office(options) as office:
        staff = office.acting().id
        staff_rules.acting(office.reader, office.act(staff))
        for code in lines(sys.stdin.buffer):
            answer = one(office, staff, code)
            print(visible(answer), flush=True)
            count += 1
            refused += answer.startswith("no ")
    if refused:
        raise Failure("scan_refused_some", {"refused": refused, "count": count})
    return 0


def lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream, without their ends; of an endless one only the beginning."""
    while line := stream.readline(LONGEST_READ):
        rest = line
        while not rest.endswith(b"\n") and (rest := stream.readline(LONGEST_READ)):
            pass
        yield line.decode("utf-8", errors="replace").strip()


def one(office: Office, staff: int, code: str) -> str:
    """The answer to one code."""
    if not code:
        return no(office, "empty_code", {})
    if len(code) > LONGEST_CODE:
        return no(office, "unknown_code", {"typed": code[:20]})
    try:
        act = office.act(staff)
        with office.transaction("scan", act) as tx:
            found = scan(tx, act, code)
    except (Refusal, StoreError) as error:
        return no(office, error.code, error.facts)
    if found.kind == "arrived":
        person = office.reader.get(Person, found.child)
        return (
            f"ok {tx.lsn} arrived {clock_at(found.since, office.zone)} {full_name(person) if person else ''}"
        )
    if found.kind == "already":
        return no(office, "already_here", {"child": found.child, "since": found.since})
    return no(office, "collect_at_desk", {"child": found.child, "since": when(act, found.since)})


def no(office: Office, reason: str, facts: dict[str, str | int]) -> str:
    """A refusal: the reason for programs, the sentence for people."""
    names = names_of(office.reader, people_in(SENTENCES.get(reason, ""), facts))
    return f"no {reason.upper()} {say(reason, facts, names, office.zone)}"
