"""A disk that loses power: what it may hold afterwards, by the promises that a file system makes.

A file's bytes and size are durable once the file was synced, a name once its folder was: until then each
sector of 512 bytes, each size and each name may be there or not, whatever was written before or after it.  A
move is one step.  What a failed sync was to write is lost for good, though it is read until the power goes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .recording import Event

SECTOR = 512


@dataclass(eq=False)
class Node:
    """A file or folder: `kept` is what a cut leaves of it, `seen` what is read while the power is on."""

    folder: bool = False
    kept: bytearray = field(default_factory=bytearray)
    seen: bytearray = field(default_factory=bytearray)
    names: dict[str, Node] = field(default_factory=dict)
    seen_names: dict[str, Node] = field(default_factory=dict)


@dataclass(eq=False)
class Piece:
    """A part of a file that may be on the disk or not: bytes within one sector, or the file's size."""

    node: Node
    offset: int
    data: bytes | None = None
    dropped: bool = False

    def put(self, content: bytearray) -> None:
        """Write it into what the disk holds of the file."""
        if self.data is None:
            del content[self.offset :]
            content.extend(bytes(self.offset - len(content)))
            return
        content.extend(bytes(max(0, self.offset + len(self.data) - len(content))))
        content[self.offset : self.offset + len(self.data)] = self.data


@dataclass(eq=False)
class Naming:
    """Names that come and go in one step: (folder, name, what it stands for from now on or None)."""

    steps: list[tuple[Node, str, Node | None]]


class Disk:
    """What was written since all was durable."""

    def __init__(self, place: Path) -> None:
        self.root = _read(place)
        self.pending: list[Piece | Naming] = []

    def node(self, path: str) -> Node | None:
        """What that path leads to now; None for what is gone but still open."""
        node: Node | None = self.root
        for name in Path(path).parts:
            node = node.seen_names.get(name) if node is not None else None
        return node

    def happen(self, event: Event) -> None:
        """Let one recorded event happen."""
        what, path, *more = event
        if what in ("create", "mkdir"):
            self._name([(path, Node(folder=what == "mkdir"))])
        elif what == "move":
            self._name([(more[0], self.node(path)), (path, None)])
        elif what == "link":
            self._name([(more[0], self.node(path))])
        elif what == "remove":
            self._name([(path, None)])
        else:
            node = self.node(path)
            if node is not None:
                self._change(node, what, more)

    def _change(self, node: Node, what: str, more: list[int | bytes]) -> None:
        if what == "write":
            self._write(node, *more)  # type: ignore[arg-type]
        elif what == "size":
            self._piece(Piece(node, int(more[0])))
        elif what == "sync failed":
            for change in self.pending:
                if isinstance(change, Piece) and change.node is node:
                    change.dropped = True
        elif node.folder:
            self._sync_folder(node)
        else:
            self._sync(node)

    def _name(self, names: Sequence[tuple[str, Node | None]]) -> None:
        steps = []
        for path, node in names:
            parent = self.node(os.path.dirname(path))
            assert parent is not None, path
            steps.append((parent, os.path.basename(path), node))
        for step in steps:
            _rename(step, lambda folder: folder.seen_names)
        self.pending.append(Naming(steps))

    def _write(self, node: Node, offset: int, data: bytes) -> None:
        if offset + len(data) > len(node.seen):
            self._piece(Piece(node, offset + len(data)))
        at = offset
        while at < offset + len(data):
            end = min(offset + len(data), (at // SECTOR + 1) * SECTOR)
            part = data[at - offset : end - offset]
            if node.seen[at:end] != part:
                self._piece(Piece(node, at, part))
            at = end

    def _piece(self, piece: Piece) -> None:
        piece.put(piece.node.seen)
        self.pending.append(piece)

    def _sync(self, node: Node) -> None:
        for change in self.pending:
            if isinstance(change, Piece) and change.node is node and not change.dropped:
                change.put(node.kept)
        self.pending = [c for c in self.pending if not (isinstance(c, Piece) and c.node is node)]

    def _sync_folder(self, folder: Node) -> None:
        left: list[Piece | Naming] = []
        for change in self.pending:
            if not isinstance(change, Naming) or folder not in [parent for parent, _, _ in change.steps]:
                left.append(change)
                continue
            # A move is durable where it came to; that it left may still be forgotten, unless that was synced.
            parents = [parent for parent, _, _ in change.steps]
            late = [step for step in change.steps[1:] if parents[0] is folder and step[0] is not folder]
            for step in change.steps:
                if step not in late:
                    _rename(step, lambda node: node.names)
            left += [Naming([step]) for step in late]
        self.pending = left

    # ── after the cut ────────────────────────────────────────────────────────────────────────────────────

    def unsure(self) -> list[Piece | Naming]:
        """What may be on the disk or not, of files that can be reached."""
        reached = set(_reached(self.root, self.pending))
        return [c for c in self.pending if isinstance(c, Naming) or (c.node in reached and not c.dropped)]

    def after(self, kept: Sequence[Piece | Naming]) -> dict[str, bytes | None]:
        """Every path with its bytes, None for a folder, when of the unsure these were kept."""
        contents: dict[Node, bytearray] = {}
        names: dict[Node, dict[str, Node]] = {}
        for change in kept:
            if isinstance(change, Piece):
                change.put(contents.setdefault(change.node, bytearray(change.node.kept)))
            else:
                for step in change.steps:
                    _rename(step, lambda folder: names.setdefault(folder, dict(folder.names)))
        return dict(_listed(self.root, "", contents, names))


def _rename(step: tuple[Node, str, Node | None], names_of: object) -> None:
    folder, name, node = step
    names = names_of(folder)  # type: ignore[operator]
    names.pop(name, None)
    if node is not None:
        names[name] = node


def _reached(root: Node, pending: Sequence[Piece | Naming]) -> Iterator[Node]:
    yield from _below(root)
    for change in pending:
        if isinstance(change, Naming):
            yield from (node for _, _, node in change.steps if node is not None)


def _below(node: Node) -> Iterator[Node]:
    yield node
    for other in node.names.values():
        yield from _below(other)


def _listed(
    node: Node, path: str, contents: dict[Node, bytearray], names: dict[Node, dict[str, Node]]
) -> Iterator[tuple[str, bytes | None]]:
    for name, found in names.get(node, node.names).items():
        below = os.path.join(path, name)
        yield below, None if found.folder else bytes(contents.get(found, found.kept))
        if found.folder:
            yield from _listed(found, below, contents, names)


def _read(place: Path) -> Node:
    node = Node(folder=place.is_dir())
    if node.folder:
        node.names = {path.name: _read(path) for path in place.iterdir()}
        node.seen_names = dict(node.names)
    else:
        node.kept = bytearray(place.read_bytes())
        node.seen = bytearray(node.kept)
    return node
