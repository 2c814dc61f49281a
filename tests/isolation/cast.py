"""Who takes part, and what must not be seen by the wrong ones.

Each of two shops is planted with things whose texts are canaries: letters that occur nowhere
else. A page that shows one to somebody who may not see it leaks, whatever the page is.
"""

from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from functools import cached_property

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.models import ContentPage, HomePage
from marketplace.accounts.models import Address, User
from marketplace.accounts.people.avatars import set_avatar
from marketplace.activities.services import record
from marketplace.cart.models import Cart, CartLine
from marketplace.discovery.models import MarketCategory
from marketplace.payments.checkout import Placed
from marketplace.purchases.models import RetailerOrder
from tenants.feeds.models import ImportJob, ImportRow
from tenants.kernel.ids import short_id
from tenants.kernel.opening_hours import Span, SpecialDays
from tenants.registry import audit
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.opening_hours import save_special_days
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Product, RemoteImage
from tenants.shop.offer.models import Benefit
from tenants.shop.offer.services import Terms, create_voucher
from tenants.shop.order.models import Order
from tenants.staff.models import Membership
from tests.factories.accounts import make_operator, make_reviewer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.orders import check_out
from tests.factories.pictures import draw_picture
from tests.factories.staff import make_member

GOODS = "goods"  # shown to everybody, but on the hosts of the market and of its own shop only
SHELF = "shelf"  # not for sale: for the shop's staff, and in the operators' look at the tables
DESK = "desk"  # for those who work in the shop, on its host
ORDER = "order"  # for its buyer and for the shop that it was placed at
PERSON = "person"  # for the person herself, and for shops where she bought


@dataclass(frozen=True)
class Canary:
    """`shops` are slugs of those it belongs to; `person` is the e-mail address of its subject."""

    text: str
    kind: str
    shops: tuple[str, ...] = ()
    person: str = ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """A UUID may be written without its hyphens."""
        text = self.text.lower()
        return tuple(dict.fromkeys([text, text.replace("-", "")]))


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who opens pages; `works_at` is a slug, and the role one of that shop."""

    name: str
    user: User | None
    works_at: str = ""
    role: str = ""
    operates: bool = False

    def may_see(self, canary: Canary, *, host: str) -> bool:
        """`host` is a shop's slug, or "" for the marketplace's."""
        if canary.kind == GOODS:
            return host in ("", *canary.shops)
        if host and canary.shops and host not in canary.shops and canary.kind != PERSON:
            return False
        if self.user is not None and canary.person == self.user.email:
            return True
        if not host:
            # Staff read their shop's orders over REST there, below /retailers/{slug}/.
            works_there = bool(self.works_at) and self.works_at in canary.shops
            kinds = (ORDER, PERSON, DESK, SHELF) if works_there else (ORDER, PERSON, SHELF)
            return (self.operates or works_there) and canary.kind in kinds
        return self.works_at == host and host in canary.shops


@dataclass(slots=True)
class Planted:
    """A shop's things; `ids` fill the arguments of addresses (tests/isolation/matrix.py)."""

    retailer: Retailer
    ids: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Cast:
    shops: dict[str, Planted] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    order_tokens: dict[str, str] = field(default_factory=dict)
    cart_tokens: dict[str, str] = field(default_factory=dict)

    def plant(self, kind: str, *, shops: tuple[str, ...] = (), person: str = "", as_: str) -> str:
        """A text that occurs nowhere else, and is searched for from now on."""
        text = f"qz{as_}{'x'.join(shops)}{len(self.canaries):03}zq"
        self.canaries.append(Canary(text, kind, shops, person))
        return text

    def watch(self, text: object, kind: str, *, shops: tuple[str, ...], person: str = "") -> None:
        """Search for a text that came about by itself: a number, an id."""
        self.canaries.append(Canary(str(text), kind, shops, person))

    def leaks(self, text: str, *, member: Member, host: str, asked: str = "") -> list[str]:
        """What `text` tells that this member may not know and did not `ask` for by name."""
        lower, known = text.lower(), asked.lower()
        return [
            canary.text
            for canary in self.canaries
            if any(form in lower for form in canary.forms)
            and not any(form in known for form in canary.forms)
            and not member.may_see(canary, host=host)
        ]


def make_cast(books: Retailer, coffee: Retailer) -> Cast:
    from tests.isolation.aftermath import plant_aftermath

    cast = Cast()
    shopper, other = person(cast, "shopper"), person(cast, "other")
    for retailer in (books, coffee):
        furnish(cast, retailer)
    operator = make_operator("operator@market.example", email_verified_at=timezone.now())
    cast.members |= {
        member.name: member
        for member in (
            Member("guest", None),
            Member("shopper", shopper),
            Member("other", other),
            Member("stranger", hire(cast, coffee, "owner"), works_at="coffee", role="owner"),
            Member("operator", operator, operates=True),
            Member("editor", hire(cast, books, "editor"), works_at="books", role="editor"),
            Member("author", hire(cast, books, "author"), works_at="books", role="author"),
            Member("fulfilment", hire(cast, books, "fulfilment"), "books", "fulfilment"),
            Member("analyst", hire(cast, books, "analyst"), works_at="books", role="analyst"),
            Member("support", hire(cast, books, "support"), works_at="books", role="support"),
            Member("manager", hire(cast, books, "manager"), works_at="books", role="manager"),
            Member("owner", hire(cast, books, "owner"), works_at="books", role="owner"),
        )
    }
    plant_aftermath(cast, shopper)
    for name, user in (("shopper", shopper), ("other", other)):
        buy(cast, name, user)
    buy_as_guest(cast)
    return cast


def person(cast: Cast, name: str) -> User:
    """A customer; what is told of her belongs to both shops, since she buys at both."""
    address = f"qz{name}@mail.example"
    user = make_reviewer(address, first_name="Ada", phone=f"+4930{len(name)}55{len(name)}123")
    cast.watch(address, PERSON, shops=("books", "coffee"), person=address)
    cast.watch(user.phone, PERSON, shops=(), person=address)
    cast.watch(user.uuid, PERSON, shops=("books", "coffee"), person=address)
    street = cast.plant(PERSON, person=address, as_="street")
    kept = Address.objects.create(
        user=user,
        first_name="Ada",
        last_name="Lind",
        line1=street,
        city="Hamburg",
        postcode="20459",
        country="DE",
    )
    cast.watch(kept.uuid, PERSON, shops=(), person=address)
    device = cast.plant(PERSON, person=address, as_="device")
    record(user=user, kind="logged_in", device=device)
    set_avatar(user=user, file=draw_picture())
    cast.watch(user.profile.avatar, PERSON, shops=(), person=address)
    return user


def hire(cast: Cast, retailer: Retailer, role: str) -> User:
    address = f"qz{role}{retailer.slug}@work.example"
    user = make_member(retailer, role, email=address, email_verified_at=timezone.now())
    with use_retailer(retailer):
        cast.shops[retailer.slug].ids["membership"] = Membership.objects.get(user=user).pk
    cast.shops[retailer.slug].ids["colleague"] = user.uuid
    cast.watch(address, PERSON, shops=(retailer.slug,), person=address)
    return user


def furnish(cast: Cast, retailer: Retailer) -> None:
    planted = cast.shops[retailer.slug] = Planted(
        retailer, {"slug": retailer.slug, "schema": retailer.schema_name}
    )
    planted.ids["problem"] = "not-found"
    planted.ids["market_category"] = MarketCategory.objects.order_by("id")[0].slug
    with use_retailer(retailer):
        plant_goods(cast, planted)
        plant_pages(cast, planted)
        plant_desk(cast, planted)
        plant_vouchers(cast, planted)
    owner = f"owner@{retailer.slug}.example"
    cast.watch(owner, PERSON, shops=(retailer.slug,), person=owner)


def plant_goods(cast: Cast, planted: Planted) -> None:
    shop = (planted.retailer.slug,)
    category = catalogue.category_for_path([cast.plant(GOODS, shops=shop, as_="category")])
    values = {"price": Decimal(10), "stock": 90, "categories": [category]}
    shown = catalogue.create_product(
        title=cast.plant(GOODS, shops=shop, as_="product"),
        sku=cast.plant(GOODS, shops=shop, as_="sku"),
        brand=cast.plant(GOODS, shops=shop, as_="brand"),
        **values,
    )
    image = catalogue.add_image(product=shown, file=draw_picture(), caption="A picture")
    hidden = catalogue.create_product(
        title=cast.plant(SHELF, shops=shop, as_="hidden"), is_public=False, **values
    )
    archived = catalogue.create_product(
        title=cast.plant(SHELF, shops=shop, as_="archived"), **values
    )
    catalogue.archive_product(product=archived)
    parent = catalogue.create_product(
        title=cast.plant(GOODS, shops=shop, as_="parent"), structure="parent"
    )
    variant = catalogue.create_product(
        title="", parent=parent, options={"Size": "S"}, price=Decimal(10), stock=9
    )
    cast.watch(shown.uuid, GOODS, shops=shop)
    cast.watch(hidden.uuid, SHELF, shops=shop)
    planted.ids |= {
        "product": shown.uuid,
        "product_slug": shown.slug,
        "product_pk": shown.pk,
        "short_id": short_id(shown.uuid),
        "hidden": hidden.uuid,
        "hidden_pk": hidden.pk,
        "hidden_slug": hidden.slug,
        "hidden_short_id": short_id(hidden.uuid),
        "archived": archived.uuid,
        "archived_pk": archived.pk,
        "archived_slug": archived.slug,
        "archived_short_id": short_id(archived.uuid),
        "stock_pk": shown.stockrecords.get().pk,
        "category_slug": category.slug,
        "category_pk": category.pk,
        "image_pk": image.pk,
        "picture": image.uuid,
        "parent": parent.uuid,
        "variant": variant.uuid,
        "image_file": image.original.name,
    }


def plant_pages(cast: Cast, planted: Planted) -> None:
    shop = (planted.retailer.slug,)
    home = HomePage.objects.get()
    page = ContentPage(title=cast.plant(GOODS, shops=shop, as_="page"), slug="about-us")
    home.add_child(instance=page)
    page.save_revision().publish()
    page.title = cast.plant(DESK, shops=shop, as_="draft")
    revision = page.save_revision()
    secret = ContentPage(
        title=cast.plant(DESK, shops=shop, as_="unpublished"), slug="not-yet", live=False
    )
    home.add_child(instance=secret)
    file = ContentFile(draw_picture().read(), name="planted.png")
    image = Image.objects.create(title=cast.plant(DESK, shops=shop, as_="image"), file=file)
    document = Document.objects.create(
        title=cast.plant(DESK, shops=shop, as_="document"),
        file=ContentFile(b"planted", name=f"{shop[0]}.txt"),
    )
    planted.ids |= {
        "page_pk": page.pk,
        "page_path": "about-us/",
        "page_path_open": "about-us",
        "sitemap_part": "products",
        "icon_size": 192,
        "secret_path": "not-yet/",
        "revision_pk": revision.pk,
        "secret_pk": secret.pk,
        "wagtail_image": image.pk,
        "wagtail_image_file": image.file.name,
        "document": document.pk,
        "document_file": document.filename,
    }


def plant_vouchers(cast: Cast, planted: Planted) -> None:
    """One that the marketplace shows to everyone, and one whose code is the shop's secret."""
    shop = (planted.retailer.slug,)
    given = Terms(benefit=Benefit.PERCENTAGE, value=Decimal(10), at_least=Decimal(5000))
    shown = create_voucher(
        code=cast.plant(GOODS, shops=shop, as_="voucher"),
        name=cast.plant(GOODS, shops=shop, as_="promotion"),
        terms=given,
        is_public=True,
    )
    create_voucher(
        code=cast.plant(DESK, shops=shop, as_="code"),
        name=cast.plant(DESK, shops=shop, as_="secret"),
        terms=given,
    )
    planted.ids["promotion"] = shown.uuid


def plant_desk(cast: Cast, planted: Planted) -> None:
    shop = (planted.retailer.slug,)
    audit.record(what="shop.changed", on=cast.plant(DESK, shops=shop, as_="audit"))
    day = timezone.now().date() + timedelta(days=9)
    note = cast.plant(GOODS, shops=shop, as_="note")
    days = SpecialDays(day, day, (Span(time(9), time(12)),), note)
    special = save_special_days(retailer=planted.retailer, days=days)
    planted.ids["special_days"] = special.pk
    job = ImportJob.objects.create(
        file_name=cast.plant(DESK, shops=shop, as_="import"),
        work_digest="0" * 32,
        format="template",
        status=ImportJob.Status.FAILED,
        error=cast.plant(DESK, shops=shop, as_="failure"),
    )
    ImportRow.objects.create(
        job=job, row=2, kind="refused", reason=cast.plant(DESK, shops=shop, as_="refused")
    )
    cast.watch(job.uuid, DESK, shops=shop)
    planted.ids["import"] = job.uuid
    RemoteImage.objects.create(
        product=Product.objects.get(uuid=planted.ids["product"]),
        url=f"https://img.example/{cast.plant(DESK, shops=shop, as_='picture')}.jpg",
        place=1,
        status=RemoteImage.Status.FAILED,
        reason=cast.plant(DESK, shops=shop, as_="unfetched"),
    )


def buy(cast: Cast, name: str, user: User) -> None:
    """One purchase over both shops; each shop may know its own half and the buyer."""
    products = [planted.ids["product"] for planted in cast.shops.values()]
    shopper = fill_cart(*products, user=user)
    placed = order(cast, shopper, email=user.email, owner=user.email)
    note_orders(cast, placed, name, user.email)
    fill_cart(*products, user=user, quantity=2)
    cast.watch(Cart.objects.get(user=user).uuid, PERSON, shops=(), person=user.email)
    for line in CartLine.objects.filter(basket__cart__user=user):
        planted = cast.shops[line.basket.retailer.slug]
        planted.ids |= {f"{name}_item": line.uuid, name: user.uuid}
        planted.ids[f"{name}_address"] = user.address_book.get().uuid


def buy_as_guest(cast: Cast) -> None:
    products = [planted.ids["product"] for planted in cast.shops.values()]
    email = "qzguest@mail.example"
    cast.watch(email, PERSON, shops=("books", "coffee"), person=email)
    placed = order(cast, fill_cart(*products), email=email, owner=email)
    note_orders(cast, placed, "guest", email)
    cast.cart_tokens["guest"] = fill_cart(*products).token


def order(cast: Cast, shopper: object, *, email: str, owner: str) -> Placed:
    both = ("books", "coffee")
    return check_out(
        shopper,
        email=email,
        fulfilment=dict.fromkeys(both, "delivery"),
        shipping_address=ADDRESS
        | {"line1": cast.plant(PERSON, shops=both, person=owner, as_="parcel")},
    )


def note_orders(cast: Cast, placed: Placed, name: str, email: str) -> None:
    cast.order_tokens[name] = placed.order_token
    cast.watch(placed.purchase.uuid, ORDER, shops=("books", "coffee"), person=email)
    cast.watch(placed.payment.uuid, ORDER, shops=("books", "coffee"), person=email)
    for pointer in RetailerOrder.objects.filter(purchase=placed.purchase):
        slug = pointer.retailer.slug
        ids = cast.shops[slug].ids
        ids |= {f"{name}_order": pointer.uuid, f"{name}_number": pointer.number}
        ids[f"{name}_purchase"] = placed.purchase.uuid
        ids[f"{name}_payment"] = placed.payment.uuid
        with use_retailer(pointer.retailer):
            ids[f"{name}_order_pk"] = Order.objects.get(uuid=pointer.uuid).pk
        cast.watch(pointer.uuid, ORDER, shops=(slug,), person=email)
        cast.watch(pointer.number, ORDER, shops=(slug,), person=email)
