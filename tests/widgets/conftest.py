"""Widgets are tested as on a terminal that has “…”, whatever a desk in the same process has painted on."""

from __future__ import annotations

import pytest

from deskapp.widgets.cells import CUT, set_cut


@pytest.fixture(autouse=True)
def _cut_mark() -> None:
    set_cut(CUT)
