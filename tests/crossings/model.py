"""What docs/money.md says a cart costs and a checkout answers, reckoned again in whole units.

Written apart from the product, for one shop's three novels and a map: in the currency's smallest
unit, without its offers, its carts, or its `Money`.
"""

from dataclasses import dataclass, replace

NOVEL, CUT, MAP, FEE = 999, 1199, 500, 590
STEP = 100  # by which a price rises by hand
# By a list: never to what that list said before, which would leave alone what was set by hand.
RISE, FALL = 150, 50
FREE_OVER, MINIMUM, LARGE_MINIMUM = 3000, 1000, 2900
WANTED_PIECES = 3
CODES = ("voucher", "gift")


@dataclass(frozen=True)
class Prices:
    """Of one moment: the novel's price, whether the discount counts."""

    novel: int
    counts: bool


@dataclass(frozen=True)
class Pieces:
    novels: int
    maps: int = 1


@dataclass(frozen=True)
class Sums:
    goods: int
    off: int
    fee: int

    @property
    def payable(self) -> int:
        return self.goods - self.off + self.fee


def goods_of(price: int, pieces: Pieces) -> int:
    return price * pieces.novels + MAP * pieces.maps


def taken_off(discount: str, price: int, pieces: Pieces) -> int:
    goods = goods_of(price, pieces)
    match discount:
        case "percent":
            return goods * 33 // 100
        case "voucher":
            return goods * 20 // 100
        case "fixed":
            return min(250, goods)
        case "gift":
            return goods
        case "multibuy":  # of four pieces the cheapest is free
            return MAP if pieces.novels + pieces.maps >= 4 else 0
        case _:
            return 0


@dataclass
class Model:
    """One cart of the first shop, and what its buyer saw last."""

    row: dict[str, str]
    now: Prices
    pieces: Pieces
    stock: int | None = None  # None: enough
    is_active: bool = True
    has_code: bool = False
    price_seen: int = 0
    off_seen: int = 0
    quote: Prices | None = None
    quoted_pieces: Pieces | None = None
    quoted_fee: int = 0
    is_quote_over: bool = False
    is_quote_partial: bool = False  # the cart that took it in holds goods of a further shop

    def fee(self, goods: int) -> int:
        if self.row["way"] == "pickup" or (self.row["way"] == "free" and goods >= FREE_OVER):
            return 0
        return FEE

    def sums(self, prices: Prices | None = None) -> Sums:
        prices = prices or self.now
        goods = goods_of(prices.novel, self.pieces)
        return Sums(goods, self.off(prices), self.fee(goods))

    def off(self, prices: Prices) -> int:
        discount = self.row["discount"]
        if not prices.counts or (discount in CODES and not self.has_code):
            return 0
        return taken_off(discount, prices.novel, self.pieces)

    @property
    def minimum(self) -> int:
        return {"none": 0, "met": MINIMUM, "missed": LARGE_MINIMUM}[self.row["least"]]

    def look(self) -> None:
        """A cart that was changed is shown: the discount of this moment has been seen."""
        self.off_seen = self.sums().off

    def ask_for_quote(self) -> None:
        self.quote, self.quoted_pieces = self.now, self.pieces
        self.quoted_fee = self.sums().fee

    # --- the checkout's answer ----------------------------------------------------------------
    def answer(self) -> list[str]:
        """[] is placed; else the refusal's code, and for a changed cart what has."""
        if self.quote and (problem := self._quote_problem()):
            self.quote = None
            return [problem]
        changes = self.changes()
        if set(changes) - {"price_dropped"}:
            self._mark_seen(changes)
            return ["cart-changed", *sorted(changes)]
        if self.charged().goods < self.minimum:
            return ["below-minimum-order"]
        return []

    def _quote_problem(self) -> str:
        if self.is_quote_over:
            return "quote-expired"
        is_of_all = self.pieces == self.quoted_pieces and not self.is_quote_partial
        return "" if is_of_all else "quote-differs"

    def charged(self) -> Sums:
        """With a quote: no more for a piece or the delivery than it says, its offers too."""
        if self.quote is None:
            return self.sums()
        price = min(self.now.novel, self.quote.novel)
        sums = self.sums(replace(self.quote, novel=price))
        return replace(sums, fee=min(sums.fee, self.quoted_fee))

    def changes(self) -> list[str]:
        before = self.quote.novel if self.quote else self.price_seen
        price = min(self.now.novel, self.quote.novel) if self.quote else self.now.novel
        return [*self._change_of_novel(before, price), *self._change_of_discount(before)]

    def _change_of_novel(self, before: int, price: int) -> list[str]:
        if not self.is_active:
            return ["archived"]
        if self.stock is not None and self.stock < self.pieces.novels:
            return ["less_stock"]
        if price == before:
            return []
        return ["price_rose" if price > before else "price_dropped"]

    def _change_of_discount(self, before: int) -> list[str]:
        """Told when less is taken off than was seen, and more is to pay by it."""
        off = self.off_seen
        if self.quote:
            off = self.off(self.quote)
        goods, charged = goods_of(before, self.pieces), self.charged()
        expected = goods - off + (self.quoted_fee if self.quote else self.fee(goods))
        fell = charged.off < off and expected < charged.payable
        return ["discount_fell"] if fell else []

    def _mark_seen(self, changes: list[str]) -> None:
        """The refusal told it; or the discount fell with its price, so that no more is to pay."""
        if {"price_rose", "price_dropped"} & set(changes):
            self.price_seen = self.charged().goods - MAP * self.pieces.maps
            self.price_seen //= self.pieces.novels
        if "discount_fell" in changes:
            self.off_seen = self.charged().off
        elif "price_dropped" in changes and not self.quote:
            self.off_seen = min(self.off_seen, self.charged().off)
