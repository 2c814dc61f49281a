"""Cells of a file as values: text, counts, yes and no, barcodes, lists. Pure.

A cell is a str, or a number or bool where a spreadsheet stored one. What cannot be read
raises UnreadableCellError with a sentence for the shop's staff.
"""

import re
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext

from tenants.kernel.normal_forms import normalise

Cell = str | int | float | bool

LOST = "\N{REPLACEMENT CHARACTER}"  # stands for what a file's encoding does not have
MAX_COUNT = 2_147_483_647  # PostgreSQL's integer
GTIN_LENGTHS = {8, 12, 13, 14}
FORMULA_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "########"}
YES = {"1", "true", "yes", "y", "x", "on", "active", "published", "visible"}
YES |= {"ja", "wahr", "oui", "vrai", "si", "sí", "sim", "da", "tak", "aktiv"}
NO = {"0", "-1", "false", "no", "n", "off", "inactive", "draft", "archived", "hidden", "unlisted"}
NO |= {"nein", "falsch", "non", "faux", "nao", "não", "ne", "nie", "inaktiv"}

DECIMALS_ONLY = "\N{ARABIC DECIMAL SEPARATOR}"
# As sheets from Arabic, Hebrew, Chinese and Japanese write them; marks of direction are nothing.
_PLAIN: dict[int, int | str | None] = {
    **str.maketrans("٫٬￥￡￦\u3000", ".'¥£₩ "),
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u061c\u200b\u200e\u200f\ufeff")),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
}

_SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+?\d{1,2}$", re.IGNORECASE)
_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {127: None}
_SPACES = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_BETWEEN_URLS = re.compile(r"(?<![\s|;,])[\s|;,]++(?=https?://)|(?<![\s|;])[\s|;]++")


class UnreadableCellError(ValueError):
    """A cell that means nothing: the field it should fill, what stands there, and why not."""

    def __init__(self, field: str, value: Cell, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.value = str(value)
        self.reason = reason


def as_text(cell: Cell | None) -> str:
    """One line of text; a spreadsheet's 4006381333931.0 is 4006381333931."""
    if isinstance(cell, str) and cell.isprintable() and "  " not in cell:
        return cell.strip()  # nearly every cell, and an import reads millions
    return _SPACES.sub(" ", " ".join(as_lines(cell).split("\n"))).strip()


def as_lines(cell: Cell | None) -> str:
    """Text that keeps its line breaks; control characters go, PostgreSQL refuses NUL."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return number_text(cell)
    text = cell if isinstance(cell, str) else str(cell)
    if text.isprintable():
        return text.strip()
    text = text.translate(_CONTROL)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def number_text(number: float) -> str:
    """As a person would write it: no exponent, no float noise (15 significant digits)."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{Decimal(format(number, '.15g')):f}"


def require_no_error(field: str, cell: Cell) -> None:
    if isinstance(cell, str) and cell.strip().upper() in FORMULA_ERRORS:
        raise UnreadableCellError(
            field, cell, gettext("The spreadsheet shows an error here instead of a value.")
        )
    if isinstance(cell, str) and LOST in cell:
        raise UnreadableCellError(
            field,
            cell,
            gettext(
                "A letter is lost here (�): it is written otherwise than the rest of the file. "
                "Write it again, save as “CSV UTF-8” or .xlsx and import the file once more."
            ),
        )


def without_exponent(field: str, cell: Cell) -> str:
    """An article number, barcode, price or count; what a spreadsheet made 5,00E+12 is lost."""
    text = as_text(cell)
    if _SCIENTIFIC.match(text.replace(" ", "")):
        raise UnreadableCellError(
            field,
            text,
            gettext(
                "The spreadsheet has rounded this number. Format the "
                "column as text, enter the number again and import the "
                "file once more."
            ),
        )
    return text


def as_barcodes(field: str, cell: Cell) -> list[str]:
    """One or several barcodes, as text: leading zeros stay, spaces and hyphens go."""
    whole = without_exponent(field, cell)
    codes = [_compact(without_exponent(field, part)) for part in re.split(r"[;,|/]", whole)]
    codes = [code for code in dict.fromkeys(codes) if code]
    if any(len(code) > 64 for code in codes):
        raise UnreadableCellError(field, whole, gettext("A barcode has at most 64 characters."))
    return codes


def is_barcode(cell: Cell) -> bool:
    """Whether it can be read as one or several, and names the goods by that."""
    try:
        require_no_error("barcode", cell)
        return bool(as_barcodes("barcode", cell))
    except UnreadableCellError:
        return False


def _compact(code: str) -> str:
    """978-0-553-38095-8 is 9780553380958; other texts stay, but for the apostrophe that
    keeps a spreadsheet from rounding."""
    code = code.strip().removeprefix("'")
    bare = re.sub(r"[\s-]", "", code)
    return bare if bare[:-1].isdigit() and len(bare) >= 8 else code.strip()


def has_valid_check_digit(code: str) -> bool:
    """GS1's check digit; True for codes that have none (other lengths, letters)."""
    if len(code) not in GTIN_LENGTHS or not (code.isascii() and code.isdigit()):
        return True
    digits = [int(character) for character in reversed(code)]
    total = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return total % 10 == 0


def as_bool(field: str, cell: Cell | None, *, default: bool) -> bool:
    text = as_text(cell).casefold()
    if not text:
        return default
    if text in YES:
        return True
    if text in NO:
        return False
    raise UnreadableCellError(field, text, gettext("Write yes or no."))


def plain_number(text: str) -> str:
    """With the digits and signs of ASCII, whichever script wrote it."""
    if text.isascii():
        return text
    plain = text.translate(_PLAIN)
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in plain)


def as_count(field: str, cell: Cell, mark: str = "") -> int:
    """A whole number, negative ones too: 12, "1.000", "12,0", "12 pcs". `mark` is the file's
    decimal mark: where it is a point "1.000" is one; "?" is undecided."""
    text = without_exponent(field, cell)
    if isinstance(cell, int | float) or DECIMALS_ONLY in text:
        mark = "."
    text = plain_number(text)
    text = re.sub(r"(?<!\s)\s*+(?:pcs?|pieces?|units?|st(?:k|ück)?|x)\.?$", "", text, flags=re.I)
    text = re.sub(r"[\s'’]", "", text).replace("\u2212", "-")
    if groups := re.fullmatch(r"-?\d{1,3}(?:([.,])\d{3})+", text):
        text = _without_thousands(field, text, groups[1], mark)
    match = re.fullmatch(r"([+-]?\d+)(?:[.,]0+)?", text)
    if not match:
        raise UnreadableCellError(field, as_text(cell), gettext("This is not a whole number."))
    is_long = len(match[1].lstrip("+-0")) > len(str(MAX_COUNT))  # Python refuses 5,000 digits
    if is_long or abs(int(match[1])) > MAX_COUNT:
        raise UnreadableCellError(field, as_text(cell), gettext("This number is too large."))
    return int(match[1])


def _without_thousands(field: str, text: str, separator: str, mark: str) -> str:
    if text.count(separator) == 1 and mark == "?":
        raise UnreadableCellError(
            field, text, gettext("This could be thousands or decimals: write it without either.")
        )
    is_decimal = separator == mark and text.count(separator) == 1
    return text if is_decimal else re.sub(r"[.,]", "", text)


def as_paths(text: str, *, between: str) -> tuple[tuple[str, ...], ...]:
    """ "Home > Kitchen | Gifts" with `between` "|" is (("Home", "Kitchen"), ("Gifts",))."""
    paths = []
    for part in re.split(between, text) if text else ():
        names = tuple(name.strip()[:255] for name in part.split(">") if name.strip())
        if names and names not in paths:
            paths.append(names)
    return tuple(paths)


def as_urls(text: str) -> tuple[str, ...]:
    """Web addresses; a comma inside one stays, as image services use them."""
    if not text:
        return ()
    parts = (part.strip(" ,") for part in _BETWEEN_URLS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part.startswith(("http://", "https://"))))


def inert(text: str) -> str:
    """No browser takes the rest for markup, even where a template trusts it."""
    return _TAG.sub("< ", text)


LONGEST_HEADING = 1_000  # characters


def heading_key(heading: Cell | None) -> str:
    """How headings are compared: "Art.-\\nNr." and "art nr" are "artnr"; a description is none."""
    return _letters_of(heading[:LONGEST_HEADING] if isinstance(heading, str) else as_text(heading))


@lru_cache(maxsize=4_096)  # each format asks for the same cells
def _letters_of(text: str) -> str:
    folded = normalise("NFKD", as_text(text).casefold())
    return "".join(character for character in folded if character.isalnum())
