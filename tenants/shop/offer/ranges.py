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
    asked = [one for one in ranges if one.members is None and not one.proxy_class]
    if not asked:
        return
    ids = {one.pk for one in asked}
    products = {one.id for one in goods} | {one.listed_id for one in goods}
    excluded = _pairs(Range.excluded_products.through, "range_id", "product_id", ids)
    excluded = {pair for pair in excluded if pair[1] in products}
    banned = _paths(Range.excluded_categories.through, ids)
    wide = all(one.includes_all_products for one in asked)
    rows = RangeProduct.objects.filter(range_id__in=ids, product_id__in=products)
    included: Pairs = set() if wide else set(rows.values_list("range_id", "product_id"))
    wanted: Pairs = set() if wide else _paths(Range.included_categories.through, ids)
    classes: Pairs = (
        set() if wide else _pairs(Range.classes.through, "range_id", "productclass_id", ids)
    )
    shelves = _shelves(goods) if wanted or banned else {}

    def is_member(one: Range, item: Goods) -> bool:
        both = ((one.pk, item.id), (one.pk, item.listed_id))
        shelf = shelves.get(item.listed_id, [])
        if any(pair in excluded for pair in both) or _stands(one.pk, shelf, banned):
            return False
        return (
            one.includes_all_products
            or any(pair in included for pair in both)
            or (one.pk, item.product_class_id) in classes
            or _stands(one.pk, shelf, wanted)
        )

    for one in asked:
        one.members = frozenset(item.id for item in goods if is_member(one, item))


def listed_in(ranges: Collection[int]) -> set[UUID]:
    """The stand-alone and parent products that may be in these ranges: all that can, some more."""
    listed = Product.objects.exclude(structure=Product.CHILD).order_by()
    if Range.objects.filter(pk__in=ranges).filter(_is_open_to_all()).exists():
        return set(listed.values_list("uuid", flat=True))
    named = RangeProduct.objects.filter(range_id__in=ranges).values("product_id")
    classes = _pairs(Range.classes.through, "range_id", "productclass_id", set(ranges))
    paths = _paths(Range.included_categories.through, set(ranges))
    wanted = Q(pk__in=named) | Q(children__pk__in=named)
    wanted |= Q(product_class_id__in=[value for _, value in classes])
    for _, path in paths:
        wanted |= Q(categories__path__startswith=path)
    return set(listed.filter(wanted).values_list("uuid", flat=True))


def _is_open_to_all() -> Q:
    """A class of a shop's own may hold any product."""
    return Q(includes_all_products=True) | ~Q(proxy_class=None)


def _pairs(through: type[Model], left: str, right: str, ids: set[int]) -> Pairs:
    rows: QuerySet = through._default_manager.filter(range_id__in=ids)
    return set(rows.values_list(left, right))


def _paths(through: type[Model], ids: set[int]) -> Pairs:
    """(range, path of a category): what is below the path belongs to it."""
    rows: QuerySet = through._default_manager.filter(range_id__in=ids)
    return set(rows.values_list("range_id", F("category__path")))


def _shelves(goods: Collection[Goods]) -> dict[int, list[str]]:
    """The paths of the categories in which each stand-alone or parent product stands."""
    found: dict[int, list[str]] = {}
    rows = ProductCategory.objects.filter(product_id__in={one.listed_id for one in goods})
    for product, path in rows.values_list("product_id", "category__path"):
        found.setdefault(product, []).append(path)
    return found


def _stands(range_id: int, shelf: list[str], paths: Pairs) -> bool:
    return any(
        of == range_id and path.startswith(str(above)) for of, above in paths for path in shelf
    )
