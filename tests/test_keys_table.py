"""The keys in the docs are the keys of the desk."""

from __future__ import annotations

from tests import keys_table


def test_the_docs_show_the_keys_as_declared() -> None:
    assert keys_table.TARGET.read_text() == keys_table.text(), "run `make keys`"


def test_no_key_means_two_things_on_one_page() -> None:
    for page in keys_table.classes(keys_table.Page):
        names = [
            name
            for key in (*page.KEYS, *keys_table.LIST, *keys_table.DAYS, *keys_table.EVERYWHERE)
            for name in key.names
        ]
        assert sorted(names) == sorted(set(names)), page
