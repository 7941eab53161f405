"""What every page and dialog looks like, at two sizes and in both languages: pictures in __snapshots__.

`make snapshots` draws them anew: look at what changed before committing it.
"""

from __future__ import annotations

import pytest

from tests.screens.family import EVENING, make_family
from tests.screens.pictured import at_both_sizes, in_every_language, same_picture

SCREENS: dict[str, str] = {
    "today": "1<down>",
    "children": "2<down>",
    "children_found": "2/m",
    "children_together": "2/mqq<tab>g*",
    "children_another_day": "2[[[",
    "people": "6<down>",
    "household": "6/mqq<enter>",
    "person": "6+",
    "collect": "2/mqq<tab>c1",
    "someone_else": "2/mqq<tab>c9",
    "absent": "2<down>x",
    "ladder": "2/lzh<tab>t",
    "notes": "2/mqq<tab>m",
    "roll_call": "2r",
    "head_count": "1h",
    "supper": "2w",
    "child": "2/mqq<tab><enter>",
    "extra": "2+",
    "help": "2?",
    "staff": "2<f9>",
    "refused": "2/mqq<tab>a",
    "locked": "2<f12>",
    "guardian_call": "2/mqq<tab>c91hWang Xiuying<enter>",
    "guardian_asked": "2/mqq<tab>c91",
    "blocked_who": "2/mqq<tab>cb",
    "blocked_came": "2/mqq<tab>cb4",
    "withhold": "2/mqq<tab>c1w",
    "pickup_list": "6/mqq<enter>l",
    "pickup_entry": "6/mqq<enter>le",
    "pickup_order": "6<f9>3/mqq<enter>l<down>b",
    "pickup_who": "6/mqq<enter>l+wang",
    "place": "6/mqq<enter>c",
    "relation": "6/mqq<enter>r",
    "address": "6/mqq<enter>h",
    "moves_in": "6/mqq<enter>+chen",
    "duplicates": "6+马青青<tab><tab>2017-11-11<ctrl+s>",
    "import_list": "6i",
    "staff_list": "6s",
    "staff_form": "6<f9>3s+",
    "question": "2/mll<tab>c1ku",
    "help_typing": "6+<f1>",
}


@in_every_language
@at_both_sizes
@pytest.mark.parametrize("screen", SCREENS)
def test_picture(snap_compare, tmp_path, screen, size, language):
    family = make_family(tmp_path / "data")
    assert same_picture(snap_compare, family.folder, EVENING, SCREENS[screen], size, language)
