"""Someone who changes shops at random through every door that the product has."""

import csv
import io
import random
import uuid
from decimal import Decimal

from django.db import transaction
from django.test import Client

from marketplace.discovery.models import CategoryMapping, MarketCategory
from marketplace.discovery.services import confirm_category
from tenants.feeds.services import import_catalogue
from tenants.kernel.errors import Refusal
from tenants.registry import services as registry
from tenants.registry.context import use_public, use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.order.models import Order
from tenants.shop.order.services import move_order
from tenants.shop.order.states import MOVES, PAID
from tenants.shop.partner import services as partner
from tests.factories.addresses import ADDRESS
from tests.factories.staff import open_staff_browser

WORDS = ("blue red oak tin mug lamp Crème Straße t-shirt l'oréal usb-c 3.5mm kettle tea").split()
PLACES = ["Home > Kitchen > Mugs", "Home > Lighting", "Kategorie 17", "Books", "Books > Fiction"]


class RolledBack(Exception):
    """The end of an edit that is taken back, or that finds nothing to change."""


class Editor:
    def __init__(self, retailers, folder, seed=1):
        self.retailers = [retailer.pk for retailer in retailers]
        self.folder = folder
        self.chance = random.Random(seed)
        self.staff = {retailer.pk: open_staff_browser(retailer, "owner") for retailer in retailers}
        self.market = Client(headers={"host": "localhost"})
        self.orders = []  # (id, token) of what guests bought over the API
        self.refused = 0
        self.done = dict.fromkeys(sorted(EDITS), 0)

    def edit(self):
        """One edit; a refusal is an answer like any other, and leaves nothing behind."""
        name = self.chance.choices(list(self.done), [EDITS[one] for one in self.done])[0]
        try:
            getattr(self, name)(self.shop())
            self.done[name] += 1
        except (Refusal, RolledBack):
            self.refused += 1

    # --- what is chosen -----------------------------------------------------------------------
    def shop(self):
        return Retailer.objects.get(pk=self.chance.choice(self.retailers))

    def title(self):
        """A shop has a name once."""
        words = self.chance.choices(WORDS, k=self.chance.randint(1, 4))
        return " ".join([*words, str(self.chance.randrange(10**9))])

    def price(self):
        return self.chance.choice([None, *(Decimal(n) / 4 for n in range(1, 200))])

    def stock(self):
        return self.chance.choice([None, 0, 0, 1, 2, 5, 50])

    def some(self, products):
        found = list(products.order_by("id"))
        if not found:
            raise RolledBack
        return self.chance.choice(found)

    def product(self):
        return self.some(Product.objects.exclude(structure=Product.CHILD))

    def sellable(self):
        return self.some(Product.objects.exclude(structure=Product.PARENT))

    def category(self):
        return self.some(Category.objects.all())

    # --- the shop's services ------------------------------------------------------------------
    def create(self, shop):
        with use_retailer(shop):
            places = self.chance.sample(PLACES, self.chance.randint(0, 2))
            catalogue.create_product(
                title=self.title(),
                price=self.price(),
                stock=self.stock(),
                brand=self.chance.choice(WORDS),
                description=self.title(),
                categories=[catalogue.category_for_path(one.split(" > ")) for one in places],
                min_quantity=self.chance.choice([1, 1, 3]),
                attributes={"Material": self.chance.choice(WORDS)},
            )

    def add_variant(self, shop):
        with use_retailer(shop):
            catalogue.create_product(
                title="",
                parent=self.product(),
                price=self.price(),
                stock=self.stock(),
                sku=self.title()[:20],
                options={"Colour": self.title()},
            )

    def change(self, shop):
        changes = {
            "title": self.title(),
            "brand": self.title(),
            "description": self.title(),
            "is_public": self.chance.random() < 0.7,
            "is_featured": self.chance.random() < 0.3,
            "min_quantity": self.chance.choice([1, 2, 9]),
            "image_urls": [f"https://img.example/{self.chance.random()}.jpg"],
        }
        name = self.chance.choice(sorted(changes))
        with use_retailer(shop):
            anything = self.some(Product.objects.all())
            catalogue.change_product(product=anything, **{name: changes[name]})

    def archive(self, shop):
        with use_retailer(shop):
            catalogue.archive_product(product=self.some(Product.objects.all()))

    def restore(self, shop):
        with use_retailer(shop):
            archived = Product.objects.exclude(archived_at=None)
            catalogue.restore_product(product=self.some(archived))

    def reprice(self, shop):
        with use_retailer(shop):
            partner.set_price(product=self.sellable(), price=self.price())

    def restock(self, shop):
        with use_retailer(shop):
            partner.set_stock(product=self.sellable(), num_in_stock=self.stock())

    def recategorise(self, shop):
        with use_retailer(shop):
            catalogue.set_categories(product=self.product(), categories=[self.category()])

    def rename_category(self, shop):
        with use_retailer(shop):
            catalogue.change_category(category=self.category(), name=self.title())

    def confirm(self, shop):
        row = CategoryMapping.objects.filter(retailer=shop).order_by("?").first()
        if row is not None:
            place = self.chance.choice(list(MarketCategory.objects.order_by("id")))
            confirm_category(retailer=shop, shop_category=row.shop_category, category=place)

    # --- feeds, dashboard, admin --------------------------------------------------------------
    def import_file(self, shop):
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["handle", "title", "price", "stock", "brand", "categories"])
        for _ in range(4):
            key = self.chance.randrange(20)
            price = self.price() or Decimal(1)
            rows.writerow([f"key-{key}", self.title(), price, self.stock(), "Feed", "Books"])
        path = self.folder / f"{uuid.uuid4()}.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        import_catalogue(retailer=shop, path=path)

    def use_dashboard(self, shop):
        with use_retailer(shop):
            product = self.some(Product.objects.filter(structure=Product.STANDALONE))
        self.post(
            shop,
            f"/dashboard/catalogue/products/{product.pk}/",
            title=self.title(),
            price=self.price() or "",
            num_in_stock="" if (stock := self.stock()) is None else stock,
            min_quantity=1,
            is_public="on",
        )

    def use_admin(self, shop):
        with use_retailer(shop):
            product = self.product()
        self.post(
            shop,
            f"/admin/catalogue/product/{product.pk}/change/",
            title=self.title(),
            brand=self.title(),
            min_quantity=1,
            is_public="on",
        )

    def post(self, shop, path, **fields):
        answer = self.staff[shop.pk].post(path, fields)
        assert answer.status_code in (200, 302, 422, 503), (path, answer.status_code)

    # --- buying, and what becomes of it -------------------------------------------------------
    def buy(self, shop):
        """Two things over the API, as a guest."""
        with use_retailer(shop):
            wanted = [self.sellable().uuid, self.sellable().uuid]
        token = None
        for product in wanted:
            body = {"product": str(product), "quantity": 1}
            answer = self.call("cart/items/", body, {"x-cart-token": token})
            token = answer.json().get("token") or token
        body = {"email": "guest@example.com", "shipping_address": ADDRESS}
        headers = {"x-cart-token": token, "idempotency-key": str(uuid.uuid4())}
        answer = self.call("checkout/", body, headers)
        if answer.status_code == 201:
            placed = answer.json()
            self.orders += [(order["id"], placed["order_token"]) for order in placed["orders"]]

    def cancel(self, shop):
        if self.orders:
            order, token = self.chance.choice(self.orders)
            self.call(f"orders/{order}/cancel/", {}, {"x-order-token": token})

    def call(self, path, body, headers):
        sent = {name: value for name, value in headers.items() if value}
        answer = self.market.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=sent
        )
        assert answer.status_code < 500 or answer.status_code == 503, answer.content
        return answer

    def move(self, shop):
        with use_retailer(shop):
            order = self.some(Order.objects.all())
            moves = [move for move in MOVES[order.status] if move != PAID]
            if moves:  # one of the other way of fulfilment is refused
                move_order(order=order, to=self.chance.choice(moves), role="staff")

    # --- the registry, and second thoughts ----------------------------------------------------
    def rename(self, shop):
        with use_public():
            registry.rename(retailer=shop, name=f"Shop {self.chance.randrange(1000)}")

    def suspend_or_resume(self, shop):
        if shop.is_active:
            registry.suspend(retailer=shop, reason="test")
        else:
            registry.resume(retailer=shop)

    def think_again(self, shop):
        with transaction.atomic():
            self.chance.choice([self.create, self.change, self.archive, self.reprice])(shop)
            raise RolledBack


EDITS = {
    "create": 10, "add_variant": 6, "change": 12, "archive": 4, "restore": 4, "reprice": 8,
    "restock": 8, "recategorise": 5, "rename_category": 3, "confirm": 2, "import_file": 4,
    "use_dashboard": 5, "use_admin": 3, "buy": 6, "cancel": 3, "move": 4, "rename": 1,
    "suspend_or_resume": 2, "think_again": 6,
}  # fmt: skip
