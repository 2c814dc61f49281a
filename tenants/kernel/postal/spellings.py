"""By what two spellings of a place's name are one: letters here, whole words in subdivisions.py."""

import re
import unicodedata

from anyascii import anyascii

from tenants.kernel.normal_forms import normalise

# One sound or sense in several letters, each group folded to its first: Han as China, Taiwan and
# Japan write it, as far as names of their provinces have it; Arabic's as keyboards differ.
VARIANTS = (
    "台臺 湾灣 县縣県 广廣広 东東 门門 阳陽 龙龍竜 岛島嶋 云雲 兰蘭 莲蓮 连連 义義 园園 庆慶 苏蘇 "
    "辽遼 宁寧 肃肅粛 贵貴 陕陝 内內 壮壯 维維 尔爾 关關 黑黒 泽澤沢 长長 马馬 鸟鳥 儿兒児 冈岡 "
    "静靜 爱愛 贺賀 库庫 冲沖 绳縄繩 枥栃 叶葉 崎﨑嵜 德徳 泻潟 宫宮 区區 国國 别別 藏蔵 青靑 "
    "يىی هة كک"
)
ONE_LETTER = str.maketrans(
    {other: group[0] for group in VARIANTS.split() for other in group[1:]} | {"ـ": ""}
)
APOSTROPHES = frozenset("'`’‘ʻʼʹ′")
# The blank between two letters that stand alone: "n y", of "N. Y.".
INITIALS = re.compile(r"(?<!\S\S)(?<=\S) (?=\S(?!\S))")
WORDS = {"&": "and", "saint": "st"}


def fold(text: str) -> str:
    """ "Québec" and "QUEBEC" -> "quebec", "N.Y." -> "ny", "臺北" -> "台北": without case, accents,
    signs, and what one letter has of other forms."""
    decomposed = normalise("NFKD", text.casefold()).translate(ONE_LETTER)
    words = "".join(map(_plain, decomposed)).replace("&", " & ").split()
    return INITIALS.sub("", " ".join(WORDS.get(word, word) for word in words))


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if unicodedata.combining(letter) or letter in APOSTROPHES or kind == "Cf":
        return ""
    if kind.startswith("P") and letter != "&":
        return " "
    is_latin = not letter.isascii() and unicodedata.name(letter, "").startswith("LATIN")
    return anyascii(letter).lower() if is_latin else letter


def is_latin(text: str) -> bool:
    letters = (letter for letter in text if letter.isalpha())
    return all(
        unicodedata.name(letter, "").startswith(("LATIN", "MASCULINE", "FEMININE"))
        for letter in letters
    )
