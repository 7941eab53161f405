"""What left the desk, written down: which list, how many rows, of which days, who took it."""

from __future__ import annotations

from db import Transaction
from deskapp.services import staff
from deskapp.services.act import Act
from deskapp.services.daybook import Exported


def took(tx: Transaction, act: Act, what: str, *, rows: int, first: str = "", last: str = "") -> Exported:
    """A paper or list was taken out by somebody; a list of days from `first` to `last`."""
    staff.acting(tx, act)
    tx.code, tx.args = "export", {"what": what, "rows": rows}  # not by say: no rows are said too
    return tx.put(
        Exported(day=act.day, at=act.instant, by=act.staff, what=what, rows=rows, first=first, last=last)
    )
