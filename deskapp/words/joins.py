"""How the parts of a line are joined, each way said once, in the punctuation of the language."""

from __future__ import annotations

from collections.abc import Iterable

from deskapp.i18n import C_, _


def listed(parts: Iterable[str]) -> str:
    """Names or things one after the other, empty ones left out: "rice, egg", "米饭、鸡蛋"."""
    return C_("things", ", ").join(part for part in parts if part)


def phrased(parts: Iterable[str]) -> str:
    """Parts of one sentence, empty ones left out: "Ma Hong, mother", "马红，妈妈"."""
    return C_("phrases", ", ").join(part for part in parts if part)


def apart(parts: Iterable[str]) -> str:
    """Statements that have nothing to do with each other, empty ones left out: "extra; note"."""
    return _("; ").join(part for part in parts if part)


def labelled(label: str, text: str) -> str:
    """What a thing is, or what to know of it: "peanut: call 120", "花生：打 120"; one of them where the
    other is empty.
    """
    return _("{label}: {text}").format(label=label, text=text) if label and text else label or text
