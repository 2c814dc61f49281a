"""Everything that changes what a shop sells; runs inside that shop's schema.

Each function is atomic and tells discovery in the same transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Invalid, Refusal
from tenants.kernel.names import name_key, options_key
from tenants.kernel.slugs import make_slug
from tenants.registry import notices
from tenants.shop.announcements import announce_products, retailer_here
from tenants.shop.catalogue.duplicates import require_new_name, require_new_options
from tenants.shop.catalogue.images import MOST_IMAGES, make_renditions, store_renditions
from tenants.shop.catalogue.locks import lock_product, lock_variant
from tenants.shop.catalogue.models import (
    Category,
    Product,
    ProductCategory,
    ProductClass,
    ProductImage,
)
from tenants.shop.catalogue.remote_images import name_images
from tenants.shop.catalogue.tasks import enqueue_fetch
from tenants.shop.guards import bulk_writes
from tenants.shop.partner.services import close_record, lock_stock, open_record

CHANGEABLE = {
    "title",
    "description",
    "brand",
    "upc",
    "is_public",
    "min_quantity",
    "max_quantity",
    "is_featured",
    "position",
    "variant_options",
    "specifications",
    "image_urls",
    "meta_title",
    "meta_description",
}


class TooManyImages(Refusal):
    code = "too-many-images"
    title = _("This product has enough pictures.")
    meaning = _("A product has 20 pictures at most.")
    remedy = _("Remove one first.")


@transaction.atomic
def create_product(
    *,
    title: str,
    price: Decimal | None = None,
    price_before: Decimal | None = None,
    currency: str | None = None,
    stock: int | None = None,
    description: str = "",
    brand: str = "",
    categories: Iterable[Category] = (),
    sku: str = "",
    upc: str | None = None,
    attributes: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    is_public: bool = True,
    min_quantity: int = 1,
    max_quantity: int | None = None,
    is_featured: bool = False,
    external_key: str | None = None,
    parent: Product | None = None,
    structure: str | None = None,
) -> Product:
    """A stand-alone product, a parent (`structure`) or, with `parent`, a variant of it.

    `price` includes tax and is in `currency` (the retailer's when absent); `stock` None is not
    counted. Raises InvalidPrice, Invalid, NameTaken; of a variant OptionsTaken, HasOpenStock.
    """
    _require_limits(min_quantity, max_quantity)
    parent, position = _place_of(title, parent, options or {})
    product = Product(
        structure=structure or (Product.CHILD if parent else Product.STANDALONE),
        parent=parent,
        product_class=None if parent else default_class(),
        title=title,
        slug=make_slug(title, fallback="product"),
        description=description,
        brand=brand,
        upc=upc or None,
        specifications=dict(attributes or {}),
        variant_options=dict(options or {}),
        is_public=is_public,
        min_quantity=min_quantity,
        max_quantity=max_quantity,
        is_featured=is_featured,
        external_key=external_key,
        position=position,
    )
    product.save()
    if product.structure != Product.PARENT:
        open_record(
            product=product,
            price=price,
            price_before=price_before,
            currency=currency or retailer_here().currency,
            stock=stock,
            sku=sku,
        )
    _link_categories(product, categories)
    announce_products([product])
    return product


def default_class() -> ProductClass:
    """Seeded in the template (tenants/shop/provisioning.py): goods that are sent and counted."""
    return ProductClass.objects.earliest("id")


def _require_limits(minimum: int, maximum: int | None) -> None:
    if minimum < 1:
        raise Invalid(fields={"min_quantity": [gettext("At least one must be sold.")]})
    if maximum is not None and maximum < minimum:
        raise Invalid(fields={"max_quantity": [gettext("The maximum is below the minimum.")]})


def _place_of(
    title: str, parent: Product | None, options: Mapping[str, str]
) -> tuple[Product | None, int]:
    """The parent, held, and a variant's place in it; what stands alone needs its own name."""
    if parent is not None:
        return _make_room(parent, options)
    require_new_name(title)
    return None, 0


def _make_room(parent: Product, options: Mapping[str, str]) -> tuple[Product, int]:
    """The product, as one with variants, and the place of a new one among them."""
    lock_stock(parent)
    parent = _as_parent(lock_product(parent))
    variants = parent.children.order_by("id").values_list("variant_options", "archived_at")
    siblings = list(variants)
    require_new_options(options, (theirs for theirs, archived in siblings if not archived))
    return parent, len(siblings)


def _as_parent(product: Product) -> Product:
    if product.structure == Product.CHILD:
        raise Invalid(gettext("A variant cannot have variants."))
    if product.structure == Product.STANDALONE:
        close_record(product=product)
        product.structure = Product.PARENT
        product.save(update_fields=["structure", "date_updated"])
    return product


@transaction.atomic
def change_product(*, product: Product, **changes: Any) -> Product:
    """Change any of CHANGEABLE.

    Raises Invalid for limits that contradict each other, NameTaken, OptionsTaken.
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"not changeable here: {', '.join(sorted(unknown))}")
    product = _lock_before(product, changes)
    for name, value in changes.items():
        setattr(product, name, value)
    _require_limits(product.min_quantity, product.max_quantity)
    product.save()
    if "image_urls" in changes and name_images(products=[product.pk]):
        enqueue_fetch()
    announce_products([product])
    return product


def _lock_before(product: Product, changes: Mapping[str, Any]) -> Product:
    """Names and options are held against others only where they change."""
    title, options = changes.get("title"), changes.get("variant_options")
    if product.parent_id and options is not None:
        product = lock_variant(product)
        if options_key(options) != options_key(product.variant_options):
            _require_room(product, options)
        return product
    product = lock_product(product)
    if title is not None and not product.parent_id and name_key(title) != product.name_key:
        require_new_name(title)
    return product


def _require_room(variant: Product, options: Mapping[str, str]) -> None:
    others = Product.objects.filter(parent=variant.parent_id, archived_at=None)
    others = others.exclude(pk=variant.pk).order_by("id")
    require_new_options(options, others.values_list("variant_options", flat=True))


@transaction.atomic
def archive_product(*, product: Product) -> Product:
    """Take it from sale for good; orders keep pointing to it. Variants go with their parent."""
    return _set_archived(product, now())


@transaction.atomic
def restore_product(*, product: Product) -> Product:
    """Raises OptionsTaken for a variant whose place another took."""
    if product.parent_id:
        product = lock_variant(product)
        _require_room(product, product.variant_options)
    return _set_archived(product, None)


def _set_archived(product: Product, moment: Any) -> Product:
    product = lock_product(product)
    product.archived_at = moment
    product.save(update_fields=["archived_at", "date_updated"])
    announce_products([product])
    return product


@transaction.atomic
def set_categories(*, product: Product, categories: Iterable[Category]) -> None:
    with bulk_writes():
        ProductCategory.objects.filter(product=product).delete()
    _link_categories(product, categories)
    announce_products([product])


def _link_categories(product: Product, categories: Iterable[Category]) -> None:
    links = [ProductCategory(product=product, category=category) for category in categories]
    with bulk_writes():
        ProductCategory.objects.bulk_create(links)


@transaction.atomic
def add_image(
    *, product: Product, file: IO[bytes], caption: str = "", is_primary: bool = False
) -> ProductImage:
    """Check, re-encode and keep a picture with its smaller copies; the first is primary.

    Raises UnusableImage (on the field "image"), TooManyImages.
    """
    pictures = make_renditions(file=file)
    product = lock_product(product)
    count = product.images.count()
    if count >= MOST_IMAGES:
        raise TooManyImages(
            gettext("At most %(most_images)s: remove one first.") % {"most_images": MOST_IMAGES}
        )
    if is_primary:
        _make_room_in_front(product)
    image = ProductImage(
        product=product,
        caption=caption,
        display_order=0 if is_primary else count,
        width=pictures.width,
        height=pictures.height,
    )
    store_renditions(image=image, pictures=pictures)
    image.save()
    announce_products([product])
    return image


def _make_room_in_front(product: Product) -> None:
    with bulk_writes():
        ProductImage.objects.filter(product=product).update(display_order=F("display_order") + 1)


@transaction.atomic
def change_image(
    *, image: ProductImage, caption: str | None = None, is_primary: bool = False
) -> ProductImage:
    """Another caption, or the first place."""
    product = lock_product(image.product)
    if caption is not None:
        image.caption = caption
    if is_primary:
        _make_room_in_front(product)
        image.display_order = 0
    image.save(update_fields=["caption", "display_order"])
    announce_products([product])
    return image


@transaction.atomic
def order_images(*, product: Product, images: Sequence[UUID]) -> None:
    """Put the pictures in this order, the first being the primary one.

    Raises Invalid (on the field "images") unless each is named once.
    """
    product = lock_product(product)
    there = {image.uuid: image for image in product.images.order_by("id")}
    if sorted(there) != sorted(images):
        raise Invalid(fields={"images": [gettext("Name each picture of the product once.")]})
    for place, uuid in enumerate(images):
        there[uuid].display_order = place
    with bulk_writes():
        ProductImage.objects.bulk_update(list(there.values()), ["display_order"])
    announce_products([product])


@transaction.atomic
def create_category(*, name: str, parent: Category | None = None) -> Category:
    fields = {"name": name, "slug": make_slug(name, fallback="category")}
    category = parent.add_child(**fields) if parent else Category.add_root(**fields)
    announce_categories([category])
    return category


@transaction.atomic
def change_category(*, category: Category, **changes: Any) -> Category:
    """Only what is named: its place in the tree, and how many stand below it, may be newer."""
    for name, value in changes.items():
        setattr(category, name, value)
    category.save(update_fields=list(changes))
    announce_categories([category])
    return category


def category_for_path(path: list[str]) -> Category:
    """The category at ["Home", "Kitchen"], made with its ancestors where missing."""
    category: Category | None = None
    for name in path:
        siblings = category.get_children() if category else Category.get_root_nodes()
        category = siblings.filter(name=name).first() or create_category(name=name, parent=category)
    if category is None:
        raise Invalid(gettext("A category path has at least one name."))
    return category


def announce_categories(categories: Iterable[Category]) -> None:
    ids = sorted(category.pk for category in categories)
    notices.category_changed.send(Category, retailer=retailer_here(), categories=ids)


@transaction.atomic
def remove_image(*, image: ProductImage) -> None:
    product = image.product
    with bulk_writes():
        image.delete()
    announce_products([product])
