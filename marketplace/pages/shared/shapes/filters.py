"""The filters beside a list as templates/components/filters.html takes them."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from marketplace.discovery.facets import Choice, Facets
from marketplace.discovery.rates import OLD
from tenants.kernel.money import Money
from tenants.kernel.money_format import write_money

if TYPE_CHECKING:
    from marketplace.pages.shared.browse import Browse

Shape = dict[str, Any]
FILTERS = (
    "category",
    "brand",
    "retailer",
    "price_min",
    "price_max",
    "currency",
    "in_stock",
    "on_sale",
)


def filters_of(browse: "Browse") -> Shape:
    """`count` is how many products fit, or fewer; `chips` each take one choice away again."""
    counted = browse.facets
    facets = _facets(browse, counted)
    chips = _chips(browse, facets)
    return {
        "action": browse.request.path,
        "hidden": browse.hidden_inputs(but=set(FILTERS)),
        "all_hidden": browse.hidden_inputs(but={"ordering"}),
        "facets": facets,
        "price": _price(browse, counted),
        "chips": chips,
        "count": counted.total,
        "has_more": not counted.total_is_exact,
        "active": len(chips),
        "clear_url": _address(browse, browse.query_string(**dict.fromkeys(FILTERS))),
    }


def _facets(browse: "Browse", counted: Facets) -> list[Shape]:
    """On a shop's own host its own categories lead (in the page's head), and it is the one shop."""
    here = browse.retailer is not None
    facets = [] if here else [_categories(browse, counted.categories)]
    facets.append(_facet(browse, "brand", gettext("Brand"), counted.brands))
    if not here:
        facets.append(_facet(browse, "retailer", gettext("Shop"), counted.retailers))
    choosable = [facet for facet in facets if _is_choosable(facet)]
    in_stock = Choice("1", gettext("In stock"), counted.in_stock)
    panel = [*choosable, _facet(browse, "in_stock", gettext("Availability"), [in_stock])]
    if counted.on_sale or browse.query.get("on_sale"):
        on_sale = Choice("1", gettext("Reduced now"), counted.on_sale)
        panel.append(_facet(browse, "on_sale", gettext("Sale"), [on_sale]))
    return panel if counted.total_is_exact else [_without_counts(facet) for facet in panel]


def _without_counts(facet: Shape) -> Shape:
    return facet | {"options": [option | {"count": None} for option in facet["options"]]}


def _is_choosable(facet: Shape) -> bool:
    """One choice alone narrows nothing, unless it is made already and can be taken back."""
    options = facet["options"]
    return len(options) > 1 or any(option["checked"] for option in options)


def _facet(browse: "Browse", name: str, label: str, choices: list[Choice]) -> Shape:
    chosen = set(browse.query.getlist(name))
    options = [_option(choice, choice.value in chosen) for choice in choices]
    values = {choice.value for choice in choices}
    strays = [Choice(value, value, 0) for value in sorted(chosen - values) if value]
    return {
        "name": name,
        "label": label,
        "options": [*options, *(_option(choice, True) for choice in strays)],
    }


def _option(choice: Choice, is_checked: bool) -> Shape:
    return {
        "value": choice.value,
        "label": choice.label,
        "count": choice.count,
        "checked": is_checked,
        "child": choice.depth > 0,
    }


def _categories(browse: "Browse", choices: list[Choice]) -> Shape:
    """The first level, and below it what leads to and lies under a chosen category."""
    chosen = set(browse.query.getlist("category"))
    branches = _branches_of(choices, chosen)
    visible = [
        choice for choice, parent in _with_parents(choices) if not parent or parent in branches
    ]
    return _facet(browse, "category", gettext("Category"), visible)


def _with_parents(choices: list[Choice]) -> list[tuple[Choice, str]]:
    """Each choice of the tree with its parent's value; "" for the first level."""
    line: list[str] = []
    pairs = []
    for choice in choices:
        line = [*line[: choice.depth], choice.value]
        pairs.append((choice, line[choice.depth - 1] if choice.depth else ""))
    return pairs


def _branches_of(choices: list[Choice], chosen: set[str]) -> set[str]:
    """Chosen categories and all above them."""
    parents = {choice.value: parent for choice, parent in _with_parents(choices)}
    branches: set[str] = set()
    for value in chosen:
        while value and value not in branches:
            branches.add(value)
            value = parents.get(value, "")
    return branches


def _price(browse: "Browse", counted: Facets) -> Shape | None:
    query = browse.query
    if counted.price_min is None and not (query.get("price_min") or query.get("price_max")):
        return None
    return {
        "min": query.get("price_min"),
        "max": query.get("price_max"),
        "currency": browse.currency,
        "currencies": _currencies(browse, counted),
        "rates_of": counted.rates_older_than(timezone.now().date() - OLD),
    }


def _currencies(browse: "Browse", counted: Facets) -> list[Shape]:
    """What an amount may be in at the marketplace; nothing to choose where all is one."""
    sold_in = {count.currency for count in counted.currencies}
    codes = sorted({*sold_in, browse.currency, settings.MARKET_CURRENCY})
    if browse.retailer or len(codes) < 2:
        return []
    return [{"value": code, "current": code == browse.currency} for code in codes]


def _chips(browse: "Browse", facets: list[Shape]) -> list[Shape]:
    chips = []
    for facet in facets:
        for option in facet["options"]:
            if option["checked"]:
                query = browse.query_without(facet["name"], option["value"])
                chips.append({"label": option["label"], "url": _address(browse, query)})
    for name, label in (("price_min", gettext("From %s")), ("price_max", gettext("To %s"))):
        if browse.query.get(name):
            query = browse.query_string(**{name: None})
            chips.append(
                {"label": label % _write_amount(browse, name), "url": _address(browse, query)}
            )
    return chips


def _write_amount(browse: "Browse", name: str) -> str:
    """The amount as it was understood; the words themselves where it was not."""
    amount = getattr(browse.filters, name)
    return write_money(Money(amount, browse.currency)) if amount else str(browse.query[name])


def _address(browse: "Browse", query: str) -> str:
    return f"{browse.request.path}?{query}" if query else browse.request.path
