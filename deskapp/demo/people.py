"""The made-up people of the demo: families whose children come after school, and the staff.

A child is "name|Latin name|sex and grade", an adult "relation|name|Latin name".  Nobody of these exists.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from deskapp.services.records import Staff


class MadeUpChild(NamedTuple):
    """A child of the demo; `grade` is 1 to 6."""

    name: str
    latin_name: str
    sex: str
    grade: int


class MadeUpAdult(NamedTuple):
    """An adult of the demo; `relation` is a key of RELATIONS."""

    relation: str
    name: str
    latin_name: str


class Family(NamedTuple):
    """Children and the adults on their pick-up lists, in the order of the call ladder."""

    children: tuple[MadeUpChild, ...]
    adults: tuple[MadeUpAdult, ...]


RELATIONS = {
    "mother": "妈妈",
    "father": "爸爸",
    "grandmother": "奶奶",
    "grandfather": "爷爷",
    "aunt": "姑姑",
    "uncle": "叔叔",
    "neighbour": "邻居",
}

LISTED: tuple[tuple[str, str], ...] = (
    (
        "马青青|Ma Qingqing|f2, 马丽丽|Ma Lili|f4",
        "mother|马红叶|Ma Hongye, grandmother|王秀兰|Wang Xiulan, father|李大山|Li Dashan",
    ),
    ("蔡小满|Cai Xiaoman|m2", "mother|方小荷|Fang Xiaohe, father|蔡大田|Cai Datian"),
    ("陈静静|Chen Jingjing|f3", "mother|陆白云|Lu Baiyun, father|陈远山|Chen Yuanshan"),
    ("陈小舟|Chen Xiaozhou|m3", "father|陈大江|Chen Dajiang, aunt|陈小桨|Chen Xiaojiang"),
    ("邓佳禾|Deng Jiahe|f1", "mother|叶春苗|Ye Chunmiao"),
    ("高飞飞|Gao Feifei|m4", "mother|白晓燕|Bai Xiaoyan, father|高天云|Gao Tianyun"),
    ("何雨桐|He Yutong|f2", "mother|林夏荷|Lin Xiahe, grandfather|何老松|He Laosong"),
    ("黄小石|Huang Xiaoshi|m5", "father|黄大岩|Huang Dayan"),
    ("李果果|Li Guoguo|f3", "mother|陶樱桃|Tao Yingtao, father|李秋收|Li Qiushou"),
    ("刘星河|Liu Xinghe|m5", "mother|云朵朵|Yun Duoduo, father|刘银河|Liu Yinhe"),
    ("孙悦悦|Sun Yueyue|f1", "mother|乐清扬|Yue Qingyang"),
    (
        "Balthasar Maximilian Taylor-Johansson||m4",
        "father|Lennart Taylor-Johansson|, mother|Philippa Taylor-Johansson|",
    ),
    ("王小芳|Wang Xiaofang|f1", "mother|花满庭|Hua Manting, father|王春雷|Wang Chunlei"),
    ("王小芳|Wang Xiaofang|f4", "mother|秦月光|Qin Yueguang"),
    ("吴小昊|Wu Xiaohao|m3", "mother|温如雪|Wen Ruxue, father|吴晴空|Wu Qingkong"),
    ("徐静好|Xu Jinghao|f2", "mother|安小溪|An Xiaoxi"),
    ("赵小雷|Zhao Xiaolei|m5", "mother|闪闪光|Shan Shanguang, father|赵雨声|Zhao Yusheng"),
    ("曾乐乐|Zeng Lele|f1", "mother|章笑笑|Zhang Xiaoxiao, father|曾长乐|Zeng Changle"),
    ("单思远|Shan Siyuan|m6", "mother|朱一笔|Zhu Yibi"),
    ("欧阳小春|Ouyang Xiaochun|f2", "mother|柳青青|Liu Qingqing, father|欧阳长风|Ouyang Changfeng"),
    ("解小北|Xie Xiaobei|m4", "mother|南小星|Nan Xiaoxing"),
    ("周米粒|Zhou Mili|f1, 周麦粒|Zhou Maili|f3", "mother|田谷雨|Tian Guyu, father|周满仓|Zhou Mancang"),
    ("林小鹿|Lin Xiaolu|f2, 林小鹤|Lin Xiaohe|m2", "mother|沈松影|Shen Songying, father|林深深|Lin Shenshen"),
    ("朱小竹|Zhu Xiaozhu|m3", "mother|石兰兰|Shi Lanlan"),
    ("胡桃桃|Hu Taotao|f2", "mother|梅子青|Mei Ziqing, father|胡杨林|Hu Yanglin"),
    ("郭小溪|Guo Xiaoxi|f5", "grandmother|江流水|Jiang Liushui"),
    ("梁小桥|Liang Xiaoqiao|f3", "mother|河小湾|He Xiaowan, father|梁木成|Liang Mucheng"),
    ("宋小松|Song Xiaosong|m1", "mother|柏青枝|Bai Qingzhi"),
    ("唐糖糖|Tang Tangtang|f1", "mother|蜜小甜|Mi Xiaotian, father|唐方方|Tang Fangfang"),
    (
        "古丽娜尔·艾山江|Gulnar Eshanjan|f4",
        "mother|阿依努尔·艾山江|Aynur Eshanjan, father|艾山江·买买提|Eshanjan Memet",
    ),
    ("许愿星|Xu Yuanxing|m3", "mother|流小星|Liu Xiaoxing, father|许大愿|Xu Dayuan"),
    ("韩小冰|Han Xiaobing|f6", "mother|冷月|Leng Yue"),
    (
        "冯小帆|Feng Xiaofan|m2, 冯小船|Feng Xiaochuan|m5",
        "mother|海小贝|Hai Xiaobei, father|冯破浪|Feng Polang",
    ),
    ("彭小朋|Peng Xiaopeng|m3", "mother|友爱爱|You Ai'ai"),
    ("董冬冬|Dong Dongdong|m2", "mother|雪见晴|Xue Jianqing, father|董大寒|Dong Dahan"),
    ("袁圆圆|Yuan Yuanyuan|f1", "mother|方芳芳|Fang Fangfang"),
    ("潘小攀|Pan Xiaopan|m6", "father|潘石阶|Pan Shijie"),
    ("蒋小江|Jiang Xiaojiang|m4", "mother|船小桅|Chuan Xiaowei"),
    ("余小鱼|Yu Xiaoyu|f3", "mother|水清清|Shui Qingqing, father|余连年|Yu Liannian"),
    ("杜小鹃|Du Xiaojuan|f5", "mother|山花开|Shan Huakai"),
    ("Ana Duarte||f2, Tomás Duarte||m4", "mother|Lucía Duarte|, uncle|Benito Duarte|"),
    ("叶知秋|Ye Zhiqiu|f6", "mother|枫小红|Feng Xiaohong"),
    ("夏小雨|Xia Xiaoyu|f1", "mother|雷小声|Lei Xiaosheng, neighbour|伞大娘|San Daniang"),
    ("田小禾|Tian Xiaohe|m2", "mother|谷满满|Gu Manman, grandfather|田老根|Tian Laogen"),
    ("金小铃|Jin Xiaoling|f3", "mother|钟小响|Zhong Xiaoxiang"),
)  # fmt: skip

STAFF_LISTED = (
    "周明慧|Zhou Minghui|manager, 陈丽|Chen Li|reception, 吴敏|Wu Min|reception, 唐果|Tang Guo|reception, "
    "林燕|Lin Yan|social_worker, 何君|He Jun|social_worker, 罗平|Luo Ping|social_worker, "
    "贺小兰|He Xiaolan|social_worker, 乔木|Qiao Mu|social_worker, 夏至|Xia Zhi|social_worker, "
    "秋实|Qiu Shi|social_worker, 安宁|An Ning|social_worker, 向阳|Xiang Yang|social_worker, "
    "顾盼|Gu Pan|social_worker, 白露|Bai Lu|social_worker, 米多|Mi Duo|social_worker, "
    "蔡香|Cai Xiang|kitchen, 汤圆|Tang Yuan|kitchen"
)


def families() -> tuple[Family, ...]:
    """Every family of the demo."""
    return tuple(
        Family(
            tuple(child(text) for text in children.split(", ")),
            tuple(MadeUpAdult(*text.split("|")) for text in adults.split(", ")),
        )
        for children, adults in LISTED
    )


def child(text: str) -> MadeUpChild:
    """A child as listed."""
    name, latin_name, kind = text.split("|")
    return MadeUpChild(name, latin_name, kind[0], int(kind[1]))


def staff() -> tuple[Staff, ...]:
    """Everybody who works there; the manager first."""
    found = []
    for text in STAFF_LISTED.split(", "):
        name, latin_name, role = text.split("|")
        found.append(msgspec.convert({"name": name, "latin_name": latin_name, "role": role}, Staff))
    return tuple(found)
