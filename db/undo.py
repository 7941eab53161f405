"""Taking a line back: a new line that puts every record of an earlier one where it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .errors import CannotUndo, StoreError
from .history import Line, Operation, last_change, line_at, mentioned, newest_first, to_line
from .lines import copied, same
from .transaction import Transaction, changed_by

if TYPE_CHECKING:
    from .store import Store

Place = tuple[str, str, int]
"""(shard, table, id); for a declared kind the shard is "", since its ids are the folder's and it may move."""

FEW = 8
"""Records up to which each is looked for by its bytes; for more, every later line is read once."""


Allow = Callable[["Transaction", Line], None]


def undo(store: Store, lsn: int, *, who: int, on: str, code: str, at: str, allow: Allow | None) -> int:
    """See Store.undo."""
    found = line_at(store.folder, lsn)
    if found is None or found["k"] != "tx":
        raise CannotUndo(lsn=lsn, reason="unknown", who=0, at="", on="", record=0, label="")
    line = to_line(found)
    args = {**line.args, "code": line.code}
    with Transaction(store, code, args, who=who, on=on, at=at, token=None, undoes=lsn) as tx:
        if allow is not None:
            allow(tx, line)
        before: dict[Place, Operation] = {}
        after: dict[Place, Operation] = {}
        for operation in line.operations:
            place = _place(store, operation)
            if operation.was is not None:
                before[place] = operation
            if operation.document is not None:
                after[place] = operation
        for place in {**before, **after}:
            _must_be_as_left(store, line, before.get(place), after.get(place))
        _must_not_be_referred_to(store, line, {place[1:] for place in after.keys() - before.keys()})
        _put_back(tx, before, after)
    return tx.lsn


def _place(store: Store, operation: Operation) -> Place:
    shard = "" if store.kind_of(operation.table) is not None else operation.shard
    return shard, operation.table, operation.id


def _put_back(tx: Transaction, before: dict[Place, Operation], after: dict[Place, Operation]) -> None:
    for place, operation in after.items():  # first what leaves: its unique keys may be needed
        if place not in before or before[place].shard != operation.shard:
            tx.write(operation.shard, operation.table, str(operation.id), None)
    for operation in before.values():
        tx.write(operation.shard, operation.table, str(operation.id), copied(operation.was))


def _must_be_as_left(store: Store, line: Line, before: Operation | None, after: Operation | None) -> None:
    left = after or before
    if left is None:  # a table made or dropped as a whole: nothing of a record
        return
    now = store.base(left.shard, left.table).get(str(left.id))
    later: Line | None = None
    if after is None or now is None:
        untouched = after is None and now is None
    else:
        untouched = same(now, after.document or {})
        if untouched and store.kind_of(left.table) is not None and now["rev"] != line.n:
            # It was changed since and is back as it was: that counts when an undo brought it back.
            later = last_change(store, left.table, left.id)
            untouched = later is not None and later.undoes > line.n
    if not untouched:
        later = later or last_change(store, left.table, left.id)
        undone = later is not None and later.undoes == line.n
        raise _refusal(line, "already_undone" if undone else "changed_later", left.id, later)


def _must_not_be_referred_to(store: Store, line: Line, made: set[tuple[str, int]]) -> None:
    """Refuse when a record made by `line` is referred to by one outside of it."""
    own = {(operation.table, operation.id) for operation in line.operations}
    ids = {id for table, id in made if store.kind_of(table) is not None}
    patterns = [mentioned(id) for id in ids] if len(ids) <= FEW else [b'"tx"']
    for pattern in patterns:
        for found in newest_first(store.folder, store.last_lsn, pattern, after=line.n):
            later = to_line(found)
            for operation in later.operations:
                referred = set() if operation[2:4] in own else _still_refers(store, operation, ids)
                if referred:
                    raise _refusal(line, "referred_to", min(referred), later)


def _still_refers(store: Store, operation: Operation, ids: set[int]) -> set[int]:
    """Which of these an operation's record referred to when it was written, and does now."""
    kind = store.kind_of(operation.table)
    if kind is None or operation.document is None:
        return set()
    referred = ids.intersection(kind.refers(operation.document))
    now = store.base(operation.shard, operation.table).get(str(operation.id)) if referred else None
    return referred.intersection(kind.refers(now)) if now is not None else set()


def _refusal(line: Line, reason: str, record: int, later: Line | None) -> StoreError:
    facts = changed_by(0, "", "", 0, "")
    if later is not None:
        facts = changed_by(later.who, later.at or later.time, later.on, later.n, later.code)
    return CannotUndo(**{**facts, "lsn": line.n, "later": facts["lsn"]}, reason=reason, record=record)
