"""Money on accounts: a change of several records, in several files, whose half would show."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from db import JournalDB, Kind, Record, StoreError, check, create
from db.check import findings_of
from db.history import all_segments
from db.lines import BrokenLine, decode
from tests.db.things import log_of

ACCOUNTS, EACH = 6, 1000
DAYS = ("2026-10-31", "2026-11-01", "2026-11-23")


class Account(Record):
    name: str
    balance: int = EACH


class Counter(Record):
    """How many changes a desk has made; the one of desk -1 counts those of all."""

    desk: int
    changes: int = 0


class Slip(Record):
    """One half of a transfer: what left an account, or what came to it."""

    day: str
    desk: int
    turn: int
    amount: int
    words: str = ""


KINDS: tuple[Kind[Any], ...] = (
    Kind(Account, "accounts", unique={"name": lambda document: (document["name"],)}),
    Kind(Counter, "counters", unique={"desk": lambda document: (document["desk"],)}),
    Kind(
        Slip,
        "slips",
        home=lambda document: document["day"][:7],
        indexes={"desk": lambda document: (document["desk"],)},
        unique={"half": lambda document: ((document["desk"], document["turn"], document["amount"] > 0),)},
    ),
)


class Ack(NamedTuple):
    """A change that was acknowledged: whose, which, its line and the ids of its two slips."""

    desk: int
    turn: int
    lsn: int
    slips: tuple[int, int]


def opened(folder: Path, **options: Any) -> JournalDB:
    return JournalDB(folder, KINDS, **options)


def opened_bank(folder: Path) -> JournalDB:
    """A new folder with some accounts in it."""
    store = create(folder, KINDS)
    with store.transaction("begin") as tx:
        for number in range(ACCOUNTS):
            tx.put(Account(name=f"account {number}"))
        tx.put(Counter(desk=-1))
    return store


def transfer(store: JournalDB, desk: int, dice: random.Random) -> Ack:
    """One change: from one account to another, counted twice, with a slip at either end."""
    with store.transaction("transfer", {"desk": desk}, who=desk + 1, on=f"desk {desk}") as tx:
        giver, taker = dice.sample(tx.all(Account), 2)
        amount = dice.randrange(1, 50)
        tx.put(msgspec.structs.replace(giver, balance=giver.balance - amount))
        tx.put(msgspec.structs.replace(taker, balance=taker.balance + amount))
        own = tx.by(Counter, "desk", desk) or [Counter(desk=desk)]
        every = tx.by(Counter, "desk", -1)[0]
        own[0] = tx.put(msgspec.structs.replace(own[0], changes=own[0].changes + 1))
        tx.put(msgspec.structs.replace(every, changes=every.changes + 1))
        turn, words = own[0].changes, "x" * dice.randrange(900)
        halves = [
            tx.put(Slip(day=dice.choice(DAYS), desk=desk, turn=turn, amount=sign * amount, words=words))
            for sign in (-1, 1)
        ]
    return Ack(desk, turn, tx.lsn, (halves[0].id, halves[1].id))


def shred(store: JournalDB, desk: int, turn: int) -> None:
    """Take the slips of an earlier change away; their ids must never come back."""
    with store.transaction("shred", who=desk + 1) as tx:
        for day in DAYS:
            for slip in tx.by(Slip, "desk", desk, day):
                if slip.turn == turn:
                    tx.remove(slip)


def losses(folder: Path, acknowledged: Iterable[Ack], in_flight: int = 1) -> list[str]:
    """What is not as it was acknowledged, as sentences; none when all is well.

    `in_flight`: how many changes a desk may have begun and not heard of.
    """
    try:
        with opened(folder) as store:
            found = _damage(store) or [*_books(store, list(acknowledged), in_flight)]
            transfer(store, 99, random.Random(1))  # it goes on
        report = check(folder, KINDS)
    except (StoreError, IndexError) as error:
        return [f"{type(error).__name__}: {error}"]
    return [*found, *reused_ids(folder), *findings_of(report)]


def _damage(store: JournalDB) -> list[str]:
    return [f"read-only: {store.read_only}"] if store.read_only is not None else []


def _books(store: JournalDB, acknowledged: list[Ack], in_flight: int) -> Iterable[str]:
    reader = store.read()
    total = sum(account.balance for account in reader.all(Account))
    if total != ACCOUNTS * EACH:
        yield f"{total} on the accounts"
    counters = {counter.desk: counter.changes for counter in reader.all(Counter)}
    every = counters.pop(-1, 0)
    if sum(counters.values()) != every:
        yield f"{every} changes in all, but {counters}"
    last: dict[int, int] = {}
    for ack in acknowledged:
        last[ack.desk] = max(ack.turn, last.get(ack.desk, 0))
    for desk, turn in last.items():
        if not turn <= counters.get(desk, 0) <= turn + in_flight:
            yield f"desk {desk} was told {turn}, and has {counters.get(desk, 0)}"
    yield from _slips(store, acknowledged)


def _slips(store: JournalDB, acknowledged: list[Ack]) -> Iterable[str]:
    sums: dict[tuple[int, int], int] = {}
    held: dict[int, tuple[int, int]] = {}
    for slip in store.read().between(Slip, DAYS[0], DAYS[-1]):
        held[slip.id] = (slip.desk, slip.turn)
        sums[slip.desk, slip.turn] = sums.get((slip.desk, slip.turn), 0) + slip.amount
    yield from (f"half of change {change}" for change, rest in sums.items() if rest)
    shreds = [line for line in store.history() if line.code == "shred"]
    shredded = {operation.id for line in shreds for operation in line.operations}
    for ack in acknowledged:
        for number in ack.slips:
            if held.get(number) != (ack.desk, ack.turn) and number not in shredded:
                yield f"slip {number} of {ack}"


def reused_ids(folder: Path) -> Iterable[str]:
    """Every id that was given to a second record."""
    given: set[int] = set()
    for path in all_segments(folder):
        for raw in log_of(path).splitlines():
            try:
                operations = decode(raw)["c"]
            except BrokenLine:
                continue
            for _, action, _, table, number, _, was in operations:
                if action == "put" and was is None:
                    if number in given:
                        yield f"{table} {number} was given twice"
                    given.add(number)
