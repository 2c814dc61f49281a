"""What crosses in one purchase, and the values that each takes. The first value is the calm one."""

FACTORS: dict[str, tuple[str, ...]] = {
    "currency": ("EUR", "JPY", "KWD"),
    "shops": ("1", "3"),
    "buyer": ("customer", "guest"),
    # What the buyer's own cart holds when a guest's joins it: nothing, the same product, others.
    "merge": ("none", "over", "same", "other"),
    "join": ("early", "late"),  # before or after prices, stock and offers have changed
    "way": ("fee", "free", "pickup"),
    "least": ("none", "met", "missed"),
    "discount": ("none", "percent", "fixed", "voucher", "gift", "multibuy", "cut"),
    "expiry": ("none", "over"),  # the discount ends between cart and checkout
    "quote": ("none", "valid", "expired", "risen"),
    "feed": ("none", "risen", "fallen", "gone", "short"),
    "trade": ("open", "cart", "order"),  # the shop is suspended with it in the cart, or ordered
    "undo": ("none", "cart", "request"),
    "twice": ("once", "twice"),
    "cancel": ("none", "buyer", "shop", "late"),
    "invoice": ("none", "early", "shipped", "back"),
    "back": ("none", "part", "whole", "twice", "counter"),
    "closing": ("none", "closed"),
    "language": ("en", "de", "ar"),
    "zone": ("UTC", "east", "west"),
}
NAMES = tuple(FACTORS)
Row = dict[str, str]
Setting = tuple[str, str]


def masked(row: Row) -> set[str]:
    """Factors that do nothing in this row, because another undoes them."""
    is_quoted = row["quote"] in ("valid", "risen")
    return {"discount"} if row["expiry"] == "over" and not is_quoted else set()


def replaces_cart(row: Row) -> bool:
    """The cart is taken in by another, and its quote with it."""
    return row["join"] == "late" and row["merge"] in ("same", "other")


def settings_of(row: Row) -> list[Setting]:
    """Those that do something, in the order of the factors."""
    idle = masked(row)
    return [(name, row[name]) for name in NAMES if name not in idle]
