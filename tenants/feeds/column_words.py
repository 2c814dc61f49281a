"""What shops call the columns of their lists, in many languages (column_words.toml)."""

import re
import tomllib
from pathlib import Path

from tenants.feeds.cells import as_text, heading_key
from tenants.kernel.money import currency_codes

COLUMNS = (
    *("handle", "title", "description", "brand", "categories", "price", "currency", "stock"),
    *("sale_price", "price_before", "net_price", "tax_rate"),
    *("sku", "barcode", "option1_name", "option1_value", "option2_name", "option2_value"),
    *("option3_name", "option3_value", "images", "active", "featured"),
    *("min_quantity", "max_quantity", "attributes"),
)
FILE = Path(__file__).with_suffix(".toml")
_ATTRIBUTE = re.compile(r"^\s*(?:attribute|attribut|merkmal|spec)\s*:\s*(.+)$", re.I | re.S)
_OPTION = re.compile(r"^option\s*:\s*(.+)$", re.I | re.S)


def read_words() -> dict[str, str]:
    """The field of each heading, by `heading_key`; raises ValueError for a word of two fields."""
    fields = {heading_key(column): column for column in COLUMNS}
    for field, languages in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for word in ",".join(languages.values()).split(","):
            if fields.setdefault(heading_key(word), field) != field:
                raise ValueError(f"“{word.strip()}” stands for {field} and for another field.")
    return fields


_FIELDS = read_words()


def field_of(heading: str) -> str | None:
    """The field of a heading; "attribute: Weight" is a field of its own, "option: Size" too."""
    heading = as_text(heading)
    if field := own_field(heading):
        return field
    key = heading_key(heading)
    if key in _FIELDS:
        return _FIELDS[key]
    without_currency = re.sub(r"\b[A-Z]{3}\b|[€$£]", _no_currency, heading)
    return _FIELDS.get(heading_key(without_currency))


def own_field(name: str) -> str | None:
    """ "attribute: Weight" and "option: Size" as fields: what a shop names itself."""
    if match := _ATTRIBUTE.match(name):
        return f"attribute:{match[1].strip()[:100]}"
    if match := _OPTION.match(name):
        return f"option:{match[1].strip()[:60]}"
    return None


def _no_currency(match: re.Match[str]) -> str:
    """ "Price EUR" and "Price (€)" are "Price"."""
    return "" if match[0] in currency_codes() or match[0] in "€$£" else match[0]
