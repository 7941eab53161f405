"""The words that lists of meals and menus are headed and filled with, in English and Chinese.

Compared folded, as those of the children (headings.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from deskapp.exchange.headings import Headings, fold, meanings

MEAL_SYNONYMS: dict[str, str] = {
    "name": (
        "client | client name | full name | recipient | 姓名 | 名字 | 老人姓名 | 送餐对象 | 用餐人 | "
        "用餐人姓名 | 中文名"
    ),
    "latin_name": "latin | pinyin | english name | name in pinyin | 拼音 | 姓名拼音 | 英文名 | 拉丁名",
    "code": "short code | client number | number | no | id | 编号 | 代码 | 卡号 | 号码",
    "phone": "telephone | mobile | tel | phone number | 电话 | 手机 | 联系电话 | 本人电话 | 电话号码",
    "address": "home address | delivery address | 地址 | 住址 | 家庭住址 | 家庭地址 | 送餐地址",
    "route": "round | route number | route name | 路线 | 线路 | 送餐路线 | 送餐线路 | 路线号",
    "stop": "stop number | sequence | 站 | 站序 | 站号 | 送餐顺序 | 顺序",
    "weekdays": (
        "days | week days | meal days | delivery days | schedule | recurrence | 星期 | 周几 | 送餐日 | "
        "用餐日 | 送餐星期"
    ),
    "diet": "diets | 饮食 | 饮食类型 | 饮食要求 | 特殊饮食 | 膳食 | 餐类",
    "avoid": "avoids | avoid ingredients | does not eat | must not eat | 忌口 | 忌食 | 不吃 | 避免",
    "delivery_note": (
        "delivery notes | delivery instructions | note | notes | remark | remarks | 备注 | 送餐备注 | "
        "送餐说明 | 说明"
    ),
    "contact": "emergency contact | next of kin | 紧急联系人 | 联系人 | 家属 | 亲属 | 家属姓名",
    "contact_phone": (
        "emergency phone | emergency number | contact number | contact telephone | 紧急联系电话 | "
        "紧急联系人电话 | 联系人电话 | 家属电话"
    ),
    "status": "state | 状态 | 送餐状态",
}
MENU_SYNONYMS: dict[str, str] = {
    "day": "date | 日期 | 天",
    "component": "dish | dish name | item | 菜 | 菜名 | 菜品 | 菜式",
    "part": "course | kind | type | 类别 | 主菜配菜 | 主配",
    "ingredients": "ingredient | contains | contents | 食材 | 配料 | 原料 | 成分 | 用料",
}

MEALS = Headings("meals", tuple(MEAL_SYNONYMS), ("name",), meanings(MEAL_SYNONYMS))
MENUS = Headings("menus", tuple(MENU_SYNONYMS), tuple(MENU_SYNONYMS), meanings(MENU_SYNONYMS))
"""Nothing of a menu may be left out: a side taken for a main, or a dish of which nothing is known, harms."""


def words(table: Mapping[str, str]) -> dict[str, str]:
    """Folded word → what it means, of a table of words between bars."""
    return {fold(word): meaning for meaning, listed in table.items() for word in listed.split("|")}


STATUSES = words(
    {
        "pending": "pending | waiting | new | applied | 待定 | 待开始 | 申请中 | 未开始",
        "active": "active | current | yes | 在送 | 正常 | 送餐中 | 在用 | 有效",
        "paused": "paused | pause | suspended | on hold | 暂停 | 暂停中 | 停送",
        "stopped": "stopped | ended | inactive | cancelled | 已停 | 停止 | 停餐 | 已停餐 | 已停止",
        "deceased": "deceased | died | dead | 已去世 | 去世 | 已故 | 过世 | 已过世",
    }
)
PARTS = words(
    {
        "main": "main | main dish | main course | 主菜 | 主 | 大菜",
        "side": "side | side dish | staple | soup | dessert | 配菜 | 副菜 | 副 | 配 | 主食 | 汤 | 水果",
    }
)
"""What everybody gets is a side: rice (主食) and soup, too."""
DIETS = words(
    {
        "soft": "soft | soft diet | soft food | 软食 | 软餐 | 软饭",
        "low-salt": "low salt | less salt | low sodium | 低盐 | 少盐 | 低盐餐 | 低钠",
        "diabetic": "diabetic | diabetes | 糖尿病 | 糖尿病餐 | 糖尿病饮食",
        "halal": "halal | muslim | 清真 | 清真餐 | 清真饮食",
        "vegetarian": "vegetarian | veggie | 素食 | 素 | 吃素 | 素餐",
    }
)
"""Folded word → one of the usual diets (services.meals.diets): whoever writes 清真 gets no pork."""
NO_DIET = frozenset(words({"": "normal | regular | usual | 普通 | 正常 | 普通饮食"}))
ON_REQUEST = "on request"
EPISODIC = frozenset(words({"": f"{ON_REQUEST} | episodic | when asked | 按需 | 临时 | 另约 | 按预约"}))
"""Meals only on days that are asked for."""
