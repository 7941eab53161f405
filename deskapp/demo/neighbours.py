"""The made-up neighbours to whom the demo carries meals, by route.  Nobody of these exists.

A client is "name|Latin name|sheet": what is written on the sheet by short words (see SHEETS); a contact is
"relation|name|Latin name".
"""

from __future__ import annotations

from typing import NamedTuple

ROUTES = (
    ("河边|River", "老方|Lao Fang"),
    ("集市|Market", "小唐|Xiao Tang"),
    ("公园|Park", "贺军|He Jun"),
    ("新村|New Village", "丁一|Ding Yi"),
)
"""Each route and who carries it: in Chinese and in English."""

CLIENTS: tuple[tuple[str, ...], ...] = (
    (
        "许国强|Xu Guoqiang|soft",
        "季春来|Ji Chunlai|",
        "孟秋月|Meng Qiuyue|diabetic",
        "宋老根|Song Laogen|",
        "温如玉|Wen Ruyu|low-salt",
        "石开山|Shi Kaishan|large",
        "龙腾云|Long Tengyun|halal knock",
        "段玉梅|Duan Yumei|soft low-salt",
        "雷震天|Lei Zhentian|",
        "钟晚霞|Zhong Wanxia|nofish",
    ),
    (
        "白素珍|Bai Suzhen|diabetic",
        "郭玉兰|Guo Yulan|soft low-salt knock",
        "孙桂兰|Sun Guilan|soft falls",
        "田福|Tian Fu|",
        "潘淑兰|Pan Shulan|halal",
        "陆德华|Lu Dehua|",
        "彭慧|Peng Hui|nofish wheelchair",
        "顾清溪|Gu Qingxi|low-salt withheld",
        "范建国|Fan Jianguo|diabetic key",
        "任秀兰|Ren Xiulan|soft",
        "钱伟|Qian Wei|back",
        "司徒慧敏|Situ Huimin|low-salt vegetarian hearing",
    ),
    (
        "姚望远|Yao Wangyuan|",
        "邵冬梅|Shao Dongmei|soft",
        "万年青|Wan Nianqing|couple",
        "康乐|Kang Le|small",
        "常青松|Chang Qingsong|noegg",
        "贾月圆|Jia Yueyuan|diabetic",
        "余年丰|Yu Nianfeng|",
        "乔木|Qiao Mu|peanut",
        "牛耕田|Niu Gengtian|large paused",
    ),
    (
        "武大松|Wu Dasong|",
        "戴红花|Dai Honghua|soft",
        "莫愁|Mo Chou|vegetarian",
        "安宁|An Ning|low-salt",
        "施春雨|Shi Chunyu|",
        "洪水清|Hong Shuiqing|halal",
        "向阳花|Xiang Yanghua|twice",
        "古月明|Gu Yueming|",
        "严冬雪|Yan Dongxue|diabetic soft",
    ),
)

CONTACTS: dict[str, str] = {
    "孙桂兰": "daughter|孙晓雯|Sun Xiaowen",
    "许国强": "son|许明|Xu Ming",
    "郭玉兰": "neighbour|刘嫂|Liu Sao",
    "范建国": "nephew|范小刚|Fan Xiaogang",
    "武大松": "daughter|武燕|Wu Yan",
    "白素珍": "son|白云飞|Bai Yunfei",
}
RELATIONS = {"daughter": "女儿", "son": "儿子", "neighbour": "邻居", "nephew": "侄子"}
"""In Chinese."""


class Dishes(NamedTuple):
    """What is cooked in one language: dishes of the day, further mains, sides; each with its ingredients."""

    mains: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    sides: tuple[tuple[str, str], ...]
    staple: tuple[str, str]


ENGLISH = Dishes(
    mains=(
        ("braised carp", "fish, soy sauce, ginger, sugar"),
        ("pork and potatoes", "pork, potato, soy sauce, star anise"),
        ("chicken with mushrooms", "chicken, shiitake, ginger, rice wine"),
        ("steamed egg with mince", "egg, pork, spring onion"),
        ("beef with celery", "beef, celery, garlic, oyster sauce"),
        ("fish balls in broth", "fish, egg white, starch, coriander"),
        ("duck with radish", "duck, radish, ginger, rock sugar"),
    ),
    others=(("braised tofu", "tofu, shiitake, soy sauce"), ("lentil stew", "lentils, carrot, onion, oil")),
    sides=(
        ("pak choi", "pak choi, garlic, oil"),
        ("tomato and egg", "tomato, egg, oil"),
        ("cucumber in peanut sauce", "cucumber, peanut, vinegar"),
        ("pumpkin", "pumpkin, red dates"),
        ("winter melon soup", "winter melon, dried shrimp, ginger"),
    ),
    staple=("rice", "rice"),
)
CHINESE = Dishes(
    mains=(
        ("红烧鲤鱼", "鱼、酱油、姜、糖"),
        ("土豆烧肉", "猪肉、土豆、酱油、八角"),
        ("香菇鸡块", "鸡肉、香菇、姜、料酒"),
        ("肉末蒸蛋", "鸡蛋、猪肉、葱"),
        ("芹菜牛肉", "牛肉、芹菜、大蒜、蚝油"),
        ("鱼丸汤", "鱼、蛋清、淀粉、香菜"),
        ("萝卜老鸭", "鸭肉、萝卜、姜、冰糖"),
    ),
    others=(("香菇豆腐", "豆腐、香菇、酱油"), ("素烩扁豆", "扁豆、胡萝卜、洋葱、油")),
    sides=(
        ("清炒小白菜", "小白菜、大蒜、油"),
        ("西红柿炒蛋", "西红柿、鸡蛋、油"),
        ("花生酱拌黄瓜", "黄瓜、花生、醋"),
        ("蒸南瓜", "南瓜、红枣"),
        ("冬瓜虾皮汤", "冬瓜、虾皮、姜"),
    ),
    staple=("米饭", "大米"),
)


def dishes(language: str) -> Dishes:
    """What is cooked, in this language; English where there is none."""
    return CHINESE if language == "zh_CN" else ENGLISH


def everybody() -> list[tuple[str, str]]:
    """Name and Latin name of every client and contact."""
    found = [tuple(entry.split("|")[:2]) for route in CLIENTS for entry in route]
    found += [tuple(entry.split("|")[1:]) for entry in CONTACTS.values()]
    return [(name, latin) for name, latin in found]
