"""A kitchen in a fresh store."""

from __future__ import annotations

import pytest

from db import JournalDB
from tests.services.conftest import MakeAct
from tests.services.meals.kitchen_room import Kitchen


@pytest.fixture
def kitchen(store: JournalDB, act: MakeAct) -> Kitchen:
    return Kitchen(store, act)
