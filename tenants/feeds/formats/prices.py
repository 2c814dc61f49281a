"""What a row says of its price: with tax or without, reduced or not.

Sold is what is paid, tax included. A list of prices without tax tells the rate in a column, or
somebody says it for all of it (`Context.tax_rate`); nobody guesses it.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from tenants.feeds.amounts import as_rate
from tenants.feeds.cells import UnreadableCellError
from tenants.feeds.formats.base import RowReader
from tenants.kernel.taxes import gross_of, net_of

# Of value added, sales and goods: multiples of a half but for these (FR, CH, NY, QC).
HIGHEST_RATE, HALF = Decimal(30), Decimal("0.5")
ODD_RATES = {Decimal(rate) for rate in ("2.1 2.6 3.7 3.8 4.8 7.7 8.1 8.875 9.975 14.975".split())}


def read_prices(reader: RowReader, currency: str = "") -> dict[str, Any]:
    """Fields of ProductRow, from the cells price or net_price, sale_price, price_before, tax_rate.

    `currency` is the row's own, empty for the shop's. Raises UnreadableCellError.
    """
    is_net = reader.has("net_price") and not reader.has("price")
    rate = _rate(reader, is_needed=is_net)
    tax = rate if is_net else None
    price, code = reader.price(_price_field(reader, is_net=is_net), currency, tax)
    before = _further(reader, "price_before", code, tax)
    if reader.has("price", "net_price") and price is not None:
        price, before = _reduced(reader, price, before, code, tax)
    return {
        "price": price,
        "currency": code,
        "price_before": _above(before, price),
        "net_price": net_of(price, rate=rate, currency=code),
        "tax_rate": rate,
    }


def read_price_and_before(
    reader: RowReader, name: str, *, before: str, currency: str = ""
) -> dict[str, Any]:
    """Fields of ProductRow, from the cell `name`, and from `before` what the goods cost before
    where that is another cell and says more. `currency` as in read_prices."""
    price, code = reader.price(name, currency)
    older = _further(reader, before, code, None) if before != name else None
    return {"price": price, "currency": code, "price_before": _above(older, price)}


def _above(before: Decimal | None, price: Decimal | None) -> Decimal | None:
    return before if price is not None and before and before > price else None


def _price_field(reader: RowReader, *, is_net: bool) -> str:
    if is_net:
        return "net_price"
    return "sale_price" if reader.has("sale_price") and not reader.has("price") else "price"


def _reduced(
    reader: RowReader, price: Decimal, before: Decimal | None, currency: str, tax: Decimal | None
) -> tuple[Decimal, Decimal | None]:
    """The sale price and what it takes the place of; many systems write 0 for no sale."""
    sale = _further(reader, "sale_price", currency, tax)
    if not sale or sale == price:
        return price, before
    if sale > price:
        reader.remark("sale_price", gettext("It is not below the price, and was left out."))
        return price, before
    return sale, price


def _further(reader: RowReader, name: str, currency: str, tax: Decimal | None) -> Decimal | None:
    """An amount beside the price, in the same currency; left out where it cannot be read."""
    if not reader.has(name):
        return None
    return reader.optional("price_before", lambda: _amount(reader, name, currency, tax), None)


def _amount(reader: RowReader, name: str, currency: str, tax: Decimal | None) -> Decimal:
    price = reader.read_price(name, currency)
    if price.currency != currency:
        reason = gettext("The price is in %(currency)s.") % {"currency": currency}
        raise UnreadableCellError(name, reader.text(name), reason)
    return price.amount if tax is None else gross_of(price.exact, rate=tax, currency=currency)


def _rate(reader: RowReader, *, is_needed: bool) -> Decimal | None:
    default = reader.context.tax_rate
    if reader.has("tax_rate"):
        if is_needed:
            return _own_rate(reader)
        return reader.optional("tax_rate", lambda: _own_rate(reader), default)
    if is_needed and default is None:
        raise UnreadableCellError(
            "tax_rate", "", gettext("A price without tax needs the rate of its tax.")
        )
    return default


def _own_rate(reader: RowReader) -> Decimal:
    """ "VAT" heads columns of amounts too: what no state asks is not taken for a rate."""
    rate = as_rate("tax_rate", reader.cell("tax_rate"))
    if rate > HIGHEST_RATE or (rate % HALF and rate not in ODD_RATES):
        reason = gettext(
            "This is no usual rate: is it an amount of tax? Say the rate for all rows."
        )
        raise UnreadableCellError("tax_rate", reader.text("tax_rate"), reason)
    return rate
