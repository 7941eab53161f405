"""The words that lists of children are headed and filled with, in English and Chinese: one table of each.

Everything is compared folded (`fold`): width, case, blanks and punctuation between words do not matter.
Those of the meals are in mealheadings.py.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from deskapp.typed import NOTHING

FIELDS: tuple[str, ...] = (
    "name",
    "latin_name",
    "code",
    "sex",
    "born",
    "school",
    "grade",
    "weekdays",
    "expected",
    "guardian_1",
    "relation_1",
    "phone_1",
    "guardian_2",
    "relation_2",
    "phone_2",
    "address",
    "allergies",
    "may_collect",
    "group",
    "notes",
)
"""The headings of a list of children, in the order of the template and of the export."""

SYNONYMS: dict[str, str] = {
    "name": (
        "child | child name | full name | pupil | student | 姓名 | 名字 | 孩子姓名 | "
        "儿童姓名 | 学生姓名 | 中文名"
    ),
    "latin_name": "latin | pinyin | english name | name in pinyin | 拼音 | 姓名拼音 | 英文名 | 拉丁名",
    "code": "short code | number | no | id | 编号 | 代码 | 学号 | 卡号 | 号码",
    "sex": "gender | 性别",
    "born": "birth date | date of birth | birthday | dob | 出生日期 | 生日 | 出生年月日 | 出生",
    "school": "school name | 学校 | 学校名称 | 就读学校",
    "grade": "class | year | form | 年级 | 班级",
    "weekdays": "days | week days | planned days | 星期 | 周几 | 上课日 | 来园日",
    "expected": (
        "arrival | expected arrival | expected at | arrives | 到达时间 | 应到 | 应到时间 | 预计到达"
    ),
    "guardian_1": (
        "guardian | parent | parent 1 | contact 1 | 监护人 | 监护人1 | 家长 | 家长1 | 联系人 | 联系人1"
    ),
    "relation_1": "relation | relationship | relationship 1 | 关系 | 关系1 | 与孩子关系 | 监护人1关系",
    "phone_1": (
        "phone | telephone | mobile | mobile 1 | 电话 | 电话1 | 手机 | 手机1 | 联系电话 | 监护人1电话"
    ),
    "guardian_2": "parent 2 | contact 2 | 监护人2 | 家长2 | 联系人2",
    "relation_2": "relationship 2 | 关系2 | 监护人2关系",
    "phone_2": "telephone 2 | mobile 2 | 电话2 | 手机2 | 联系电话2 | 监护人2电话",
    "address": "home address | 地址 | 住址 | 家庭住址 | 家庭地址",
    "allergies": "allergy | 过敏 | 过敏史 | 过敏原 | 忌口",
    "may_collect": "may pick up | authorised | authorized | pick up | 可接 | 可接送 | 可以接 | 允许接",
    "group": "bus | team | 组 | 组别 | 分组 | 班车 | 车次",
    "notes": "note | remark | remarks | comment | 备注 | 说明 | 留言",
}
"""Other words that a heading is known by, between bars."""

SEXES: dict[str, str] = {
    **dict.fromkeys(("f", "female", "girl", "woman", "w", "女", "女孩", "女生", "女性"), "f"),
    **dict.fromkeys(("m", "male", "boy", "man", "男", "男孩", "男生", "男性"), "m"),
}

YES = frozenset(("yes", "y", "true", "both", "all", "是", "可", "可以", "对", "能"))
NO = frozenset(("no", "n", "false", "nobody", "0", "否", "不", "不可", "不可以", "不能"))
NO_ALLERGIES = NOTHING | {"no allergies", "无过敏", "无过敏史"}
NOT_SAFE = ("not safe", "do not call", "勿打", "不要打")
"""How a number that must not be called is marked, in brackets; the first is what an export writes."""

WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            ("1", "mon", "monday", "一", "周一", "星期一", "礼拜一"),
            ("2", "tue", "tues", "tuesday", "二", "周二", "星期二", "礼拜二"),
            ("3", "wed", "wednesday", "三", "周三", "星期三", "礼拜三"),
            ("4", "thu", "thur", "thurs", "thursday", "四", "周四", "星期四", "礼拜四"),
            ("5", "fri", "friday", "五", "周五", "星期五", "礼拜五"),
            ("6", "sat", "saturday", "六", "周六", "星期六", "礼拜六"),
            ("7", "sun", "sunday", "日", "天", "周日", "周天", "星期日", "星期天", "礼拜天"),
        ),
        start=1,
    )
    for word in words
}


def fold(text: str) -> str:
    """The text as it is compared: NFKC, no case, letters and digits only."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def meanings(synonyms: Mapping[str, str]) -> dict[str, str]:
    """Folded heading → field, of a table as SYNONYMS."""
    return {fold(word): field for field, others in synonyms.items() for word in (field, *others.split("|"))}


HEADINGS: dict[str, str] = meanings(SYNONYMS)
"""Folded heading → field."""


class Headings(NamedTuple):
    """How one kind of list is headed.

    `part` is what the list is called on the command line and in a map.  `fields` stand in the order of the
    template and of the export; without the `needed` ones a file is no such list.  `meaning` is folded
    heading → field.
    """

    part: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    meaning: Mapping[str, str]


CHILDREN = Headings("children", FIELDS, ("name",), HEADINGS)
