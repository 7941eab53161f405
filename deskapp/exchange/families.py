"""Which children of a list belong together: those with a phone in common are proposed as one household."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deskapp.exchange.children import Child

LARGEST_FAMILY = 8
"""A phone that more children share is a school's or a clerk's, and proposes nothing."""


class Family(NamedTuple):
    """Children with a phone in common: new ones of the list, by their place in it, and known ones, by id."""

    new: tuple[int, ...]
    known: tuple[int, ...]


def families(
    children: Sequence[Child], known: Iterable[tuple[int, str]]
) -> tuple[tuple[Family, ...], list[str]]:
    """The families of new children, in the order of the list, and the phones too many share to mean one.

    `known` are pairs of a known child's id and the digits of a phone of one of its guardians.
    """
    holders: dict[str, list[tuple[bool, int]]] = {}
    for place, child in enumerate(children):
        for digits in {contact.digits for contact in child.contacts if contact.phone}:
            holders.setdefault(digits, []).append((False, place))
    for person, digits in dict.fromkeys(known):
        if digits in holders:
            holders[digits].append((True, person))
    shared = [digits for digits, those in holders.items() if len(those) > LARGEST_FAMILY]
    family_of: dict[tuple[bool, int], list[tuple[bool, int]]] = {
        (False, place): [(False, place)] for place in range(len(children))
    }
    for digits, those in holders.items():
        if digits in shared:
            continue
        together: dict[tuple[bool, int], None] = {}
        for one in those:
            together.update(dict.fromkeys(family_of.get(one, [one])))
        merged = sorted(together)
        family_of.update(dict.fromkeys(merged, merged))
    distinct = {id(members): members for one, members in family_of.items() if not one[0]}
    found = tuple(
        Family(
            tuple(number for is_known, number in members if not is_known),
            tuple(number for is_known, number in members if is_known),
        )
        for members in distinct.values()
    )
    return found, shared
