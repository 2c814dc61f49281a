"""Which products of a basket are in which ranges: a fixed number of statements for all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet

from tenants.shop.catalogue.models import Product, ProductCategory
from tenants.shop.offer.models import Range, RangeProduct


@dataclass(frozen=True, slots=True)
class Goods:
    """What offers look at; a variant is in a range if it or its parent is."""

    id: int
    parent_id: int | None
    product_class_id: int | None
    is_discountable: bool

    @property
    def listed_id(self) -> int:
        return self.parent_id or self.id


Pairs = set[tuple[int, object]]


def fill_members(ranges: Iterable[Range], goods: Collection[Goods]) -> None:
    """Set `members` of each range; one with a class of its own (`proxy_class`) decides itself."""
    open_ranges = [
        offer_range
        for offer_range in ranges
        if offer_range.members is None and not offer_range.proxy_class
    ]
    if not open_ranges:
        return
    ids = {offer_range.pk for offer_range in open_ranges}
    products = {item.id for item in goods} | {item.listed_id for item in goods}
    excluded = _pairs(Range.excluded_products.through, "range_id", "product_id", ids)
    excluded = {pair for pair in excluded if pair[1] in products}
    banned = _paths(Range.excluded_categories.through, ids)
    wide = all(offer_range.includes_all_products for offer_range in open_ranges)
    rows = RangeProduct.objects.filter(range_id__in=ids, product_id__in=products)
    included: Pairs = set() if wide else set(rows.values_list("range_id", "product_id"))
    included_paths: Pairs = set() if wide else _paths(Range.included_categories.through, ids)
    classes: Pairs = (
        set() if wide else _pairs(Range.classes.through, "range_id", "productclass_id", ids)
    )
    shelves = _shelves(goods) if included_paths or banned else {}

    def is_member(offer_range: Range, item: Goods) -> bool:
        both = ((offer_range.pk, item.id), (offer_range.pk, item.listed_id))
        shelf = shelves.get(item.listed_id, [])
        if any(pair in excluded for pair in both) or _stands(offer_range.pk, shelf, banned):
            return False
        return (
            offer_range.includes_all_products
            or any(pair in included for pair in both)
            or (offer_range.pk, item.product_class_id) in classes
            or _stands(offer_range.pk, shelf, included_paths)
        )

    for offer_range in open_ranges:
        offer_range.members = frozenset(item.id for item in goods if is_member(offer_range, item))


def listed_in(ranges: Collection[int]) -> set[UUID]:
    """The stand-alone and parent products that may be in these ranges: all that can, some more."""
    listed = Product.objects.exclude(structure=Product.CHILD).order_by()
    if Range.objects.filter(pk__in=ranges).filter(_is_open_to_all()).exists():
        return set(listed.values_list("uuid", flat=True))
    named = RangeProduct.objects.filter(range_id__in=ranges).values("product_id")
    classes = _pairs(Range.classes.through, "range_id", "productclass_id", set(ranges))
    paths = _paths(Range.included_categories.through, set(ranges))
    condition = Q(pk__in=named) | Q(children__pk__in=named)
    condition |= Q(product_class_id__in=[value for _, value in classes])
    for _, path in paths:
        condition |= Q(categories__path__startswith=path)
    return set(listed.filter(condition).values_list("uuid", flat=True))


def _is_open_to_all() -> Q:
    """A class of a shop's own may hold any product."""
    return Q(includes_all_products=True) | ~Q(proxy_class=None)


def _pairs(through: type[Model], first: str, second: str, ids: set[int]) -> Pairs:
    rows: QuerySet = through._default_manager.filter(range_id__in=ids)
    return set(rows.values_list(first, second))


def _paths(through: type[Model], ids: set[int]) -> Pairs:
    """(range, path of a category): what is below the path belongs to it."""
    rows: QuerySet = through._default_manager.filter(range_id__in=ids)
    return set(rows.values_list("range_id", F("category__path")))


def _shelves(goods: Collection[Goods]) -> dict[int, list[str]]:
    """The paths of the categories in which each stand-alone or parent product stands."""
    shelves: dict[int, list[str]] = {}
    rows = ProductCategory.objects.filter(product_id__in={item.listed_id for item in goods})
    for product, path in rows.values_list("product_id", "category__path"):
        shelves.setdefault(product, []).append(path)
    return shelves


def _stands(range_id: int, shelf: list[str], paths: Pairs) -> bool:
    return any(
        of == range_id and path.startswith(str(above)) for of, above in paths for path in shelf
    )
