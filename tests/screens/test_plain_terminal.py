"""A terminal without the signs that take two cells in Chinese fonts: none of them is painted anywhere."""

from __future__ import annotations

import pytest

from deskapp.settings import ASCII


@pytest.mark.parametrize(
    "keys", ["2r", "2/mqq<tab>t", "2/mqq<tab>c", "2/m", "2+m", "6/m", "2?", "2/mqq<tab><enter>"]
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_no_arrow_and_no_ellipsis_is_painted(open_desk, keys, language):
    async with open_desk(language=language, size=(60, 20)) as terminal:
        terminal.desk.symbols = ASCII
        await terminal.type(keys)
        assert sorted(set(terminal.text) & set("↑↓…“”×–—○●✓│─")) == []
