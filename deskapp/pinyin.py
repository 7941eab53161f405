"""How names are said: pinyin with every polyphone, surnames by their own reading, Latin in both orders.

pypinyin (0.6 s to import) is loaded only here, inside the function, when a Chinese name is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product

from deskapp.text import fold

MOST_READINGS = 32
MOST_WORDS = 12

# How a character is read when it is a surname, where that is not its commonest reading.
SURNAMES = {
    "乐": "yue", "乜": "nie", "仇": "qiu", "会": "gui", "佴": "nai", "单": "shan", "卜": "bu", "句": "gou",
    "召": "shao", "员": "yun", "盖": "ge", "折": "she", "曾": "zeng", "朴": "piao", "查": "zha", "洗": "xian",
    "祭": "zhai", "秘": "bi", "种": "chong", "粘": "nian", "繁": "po", "缪": "miao", "翟": "zhai", "薄": "bo",
    "藏": "zang", "覃": "qin", "解": "xie", "郇": "xun", "都": "du", "钭": "tou", "阚": "kan", "区": "ou",
    "單": "shan", "區": "ou", "樂": "yue", "蓋": "ge", "員": "yun", "繆": "miao", "闞": "kan", "種": "chong",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "欧阳": "ou yang", "歐陽": "ou yang", "司徒": "si tu", "司马": "si ma", "司馬": "si ma",
    "司空": "si kong", "上官": "shang guan",
    "诸葛": "zhu ge", "諸葛": "zhu ge", "东方": "dong fang", "東方": "dong fang",
    "皇甫": "huang fu", "尉迟": "yu chi", "尉遲": "yu chi", "公孙": "gong sun", "公孫": "gong sun",
    "令狐": "ling hu", "长孙": "zhang sun", "長孫": "zhang sun", "慕容": "mu rong", "宇文": "yu wen",
    "夏侯": "xia hou", "端木": "duan mu", "南宫": "nan gong", "南宮": "nan gong", "独孤": "du gu",
    "獨孤": "du gu", "轩辕": "xuan yuan", "軒轅": "xuan yuan", "澹台": "tan tai", "澹臺": "tan tai",
    "万俟": "mo qi", "单于": "chan yu", "单於": "chan yu", "鲜于": "xian yu", "淳于": "chun yu",
    "濮阳": "pu yang", "申屠": "shen tu", "闻人": "wen ren", "赫连": "he lian", "钟离": "zhong li",
    "呼延": "hu yan", "东郭": "dong guo", "西门": "xi men", "公冶": "gong ye", "拓跋": "tuo ba",
    "乐正": "yue zheng", "完颜": "wan yan", "纳兰": "na lan", "宗政": "zong zheng", "太史": "tai shi",
}  # fmt: skip

_BLOCKS = (
    ("\u4e00", "\u9fff"),
    ("\u3007", "\u3007"),
    ("\u3400", "\u4dbf"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U000323af"),
)
_HAN = "".join(f"{first}-{last}" for first, last in _BLOCKS)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")


@cache
def _syllables_or_words() -> re.Pattern[str]:
    """Made when a name is written: compiling it takes 2 ms, which no start should wait for."""
    return re.compile(rf"[{_HAN}]|[^\W{_HAN}_]+")


def surname_length(name: str) -> int:
    """How many characters of a Chinese name are its surname: 2 for a compound one, else 1."""
    return 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1


def readings(name: str, latin_name: str = "") -> tuple[str, ...]:
    """The ways a name is said, each a row of lower-case syllables or words: ("ma qing qing", "ma jing qing").

    The first is the one to sort by and begins with the whole surname ("ouyang ming").  Every reading of a
    polyphonic character is there (at most 32, the likeliest first); Latin names are there in both orders.
    """
    found: list[str] = []
    if any(is_han(character) for character in name):
        found += _chinese_readings(unicodedata.normalize("NFKC", name))
    else:
        found += _latin_readings(name)
    found += _latin_readings(latin_name)
    if any(is_han(character) for character in latin_name):
        found += _chinese_readings(unicodedata.normalize("NFKC", latin_name))
    return tuple(dict.fromkeys(found or [fold(name)]))


def is_han(character: str) -> bool:
    """Whether it is a Chinese character (in text: whether it begins with one)."""
    sign = character[:1]
    return any(first <= sign <= last for first, last in _BLOCKS)


def _chinese_readings(name: str) -> list[str]:
    """Readings of a name with Chinese characters; words of another script in it are read as they stand."""
    from pypinyin import Style, lazy_pinyin, pinyin

    pieces = _syllables_or_words().findall(name)[: MOST_WORDS * 2]
    first = next(place for place, piece in enumerate(pieces) if is_han(piece))
    said: list[list[str]] = []
    for piece in pieces:
        if is_han(piece):
            said.append(_spelt(syllable for syllable in pinyin(piece, style=Style.NORMAL, heteronym=True)[0]))
        else:
            said.append([_word(piece)])
    han = "".join(piece for piece in pieces if is_han(piece))
    likely = lazy_pinyin(han, style=Style.NORMAL)
    places = [place for place, piece in enumerate(pieces) if is_han(piece)]
    for place, syllable in zip(places, likely, strict=False):
        _prefer(said[place], syllable)
    length = surname_length(han)
    surname = COMPOUND_SURNAMES[han[:2]] if length == 2 else SURNAMES.get(han[0], said[first][0])
    for place, syllable in zip(places, surname.split(" "), strict=False):
        _prefer(said[place], syllable)
    best = [options[0] for options in said]
    sorting = ["".join(best[place] for place in places[:length])]
    sorting += [syllable for place, syllable in enumerate(best) if place not in places[:length]]
    return [" ".join(sorting), *(" ".join(words) for words in _combinations(said))]


def _spelt(syllables: Iterable[str]) -> list[str]:
    """Syllables without accents; ü, which keyboards lack, is typed v, u or yu."""
    found: list[str] = []
    for syllable in syllables:
        plain = _word(syllable.replace("ü", "v"))
        found += [plain, plain.replace("v", "u"), plain.replace("v", "yu")] if "v" in plain else [plain]
    return list(dict.fromkeys(found))


def _prefer(options: list[str], syllable: str) -> None:
    """Put the likeliest reading first."""
    syllable = _word(syllable)
    if syllable in options:
        options.remove(syllable)
    options.insert(0, syllable)


def _combinations(said: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """One syllable from each place in every way, those nearest to the likeliest first, 32 at most."""
    best = tuple(options[0] for options in said)
    if len(said) <= 4:
        ways = sorted(product(*(range(len(options)) for options in said)), key=_unlikely)
        found = [tuple(said[place][option] for place, option in enumerate(way)) for way in ways]
    else:  # every way would be too many: each place in turn
        found = [best]
        for place, options in enumerate(said):
            found += [(*best[:place], option, *best[place + 1 :]) for option in options[1:]]
    return found[:MOST_READINGS]


def _unlikely(way: tuple[int, ...]) -> tuple[int, int]:
    return sum(map(bool, way)), sum(way)


def _latin_readings(name: str) -> list[str]:
    """A Latin name, its surname first, then as written: the last word is the surname if no comma says so."""
    written = [_words(part) for part in fold(name).translate(_APOSTROPHES).split(",", 1)]
    written = [words for words in written if words]
    if not written:
        return []
    if len(written) == 2:
        surname, given = written
        return [" ".join(["".join(surname), *given]), " ".join(surname + given), " ".join(given + surname)]
    (words,) = written
    return list(dict.fromkeys([" ".join([words[-1], *words[:-1]]), " ".join(words)]))


def _words(text: str) -> list[str]:
    return [word for word in _syllables_or_words().findall(text) if not is_han(word)][:MOST_WORDS]


def _word(text: str) -> str:
    return fold(text).replace(" ", "")
