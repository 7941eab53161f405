"""Every code that services raise or show stands in codes.py, with the facts that come with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.services import codes

SERVICES = Path(codes.__file__).parent
MADE = {"f'{index}_taken'": ("code_taken", "card_taken")}
LISTS = {"Refusal": codes.REFUSAL_FACTS, "flag": codes.FLAG_FACTS}


def literals(node: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
    """The codes that an argument may be: a literal, a choice of two, or a name that was given one of them."""
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body, function)
        yield from literals(node.orelse, function)
    elif isinstance(node, ast.Name):
        for inner in ast.walk(function):
            if isinstance(inner, ast.Assign) and getattr(inner.targets[0], "id", "") == node.id:
                yield from literals(inner.value, function)
    else:
        yield from MADE[ast.unparse(node)]


def raised(kind: str) -> Iterator[tuple[str, str, set[str]]]:
    """(where, code, facts) of every Refusal or flag that services make."""
    for source in sorted(SERVICES.rglob("*.py")):
        for function in ast.walk(ast.parse(source.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == kind and call.args:
                    facts = {keyword.arg for keyword in call.keywords if keyword.arg}
                    for code in literals(call.args[0], function):
                        yield f"{source.name}:{call.lineno}", code, facts


@pytest.mark.parametrize("kind", ["Refusal", "flag"])
def test_every_code_is_listed_with_its_facts(kind: str) -> None:
    listed = LISTS[kind]
    found = list(raised(kind))
    assert found
    wrong = [entry for entry in found if entry[1] not in listed or not entry[2] <= set(listed[entry[1]])]
    assert not wrong


@pytest.mark.parametrize("kind", ["Refusal", "flag"])
def test_no_code_is_listed_that_nothing_makes(kind: str) -> None:
    assert set(LISTS[kind]) == {code for _, code, _ in raised(kind)}
