"""Three shops of one currency, what they sell, and what happens to the first one's prices."""

from django.utils.timezone import now

from marketplace.purchases.models import Quote
from tenants.feeds.services import import_catalogue
from tenants.kernel.money import format_amount, from_minor
from tenants.registry import services as registry
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.offer.models import Benefit
from tenants.shop.offer.services import end_offer, end_voucher
from tenants.shop.partner.services import set_price
from tenants.shop.voucher.models import Voucher
from tests.crossings.model import CUT, FEE, FREE_OVER, LARGE_MINIMUM, MAP, MINIMUM, NOVEL
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms

STOCK, OTHER_PRICE = 20, 700
ZONES = {"UTC": "UTC", "east": "Pacific/Kiritimati", "west": "Pacific/Pago_Pago"}
MINIMUMS = {"none": 0, "met": MINIMUM, "missed": LARGE_MINIMUM}


class Scene:
    """`home` is the shop that everything happens to; the others only sell beside it."""

    def __init__(self, row, folder):
        self.row, self.folder, self.currency = row, folder, row["currency"]
        self.shops = [self._furnish(slug) for slug in ("books", "coffee", "tea")]
        self.home = self.shops[0]
        self.price = CUT if row["discount"] == "cut" else NOVEL
        self.novel_stock = STOCK
        self.feed(price=self.price)
        self.novel, self.map = self._product("novel"), self._product("map")
        self.others = [
            make_product(shop, f"Beans {shop.slug}", price=self.amount(OTHER_PRICE), stock=STOCK)
            for shop in self.shops[1:]
        ]
        self.offer = self.voucher = None
        self._promote(row["discount"])
        self.invoices, self.papers = {}, {}

    def amount(self, minor):
        return from_minor(minor, self.currency)

    def fresh(self, shop=None):
        return Retailer.objects.get(pk=(shop or self.home).pk)

    def _furnish(self, slug):
        """Its currency is set past the services: a shop cannot change it once it is open."""
        Retailer.objects.filter(slug=slug).update(currency=self.currency)
        profile = {
            "language": self.row["language"],
            "timezone": ZONES[self.row["zone"]],
            "delivery_fee": self.amount(FEE),
        }
        if slug == "books":
            free = self.row["way"] == "free"
            profile["free_delivery_over"] = self.amount(FREE_OVER) if free else None
            profile["minimum_order"] = self.amount(MINIMUMS[self.row["least"]])
        return registry.change_profile(retailer=Retailer.objects.get(slug=slug), **profile)

    def _product(self, key):
        with use_retailer(self.home):
            return Product.objects.get(external_key=key)

    def _promote(self, discount):
        """Limited to more uses than there are, so that each use is counted."""
        offers = {
            "percent": terms(percent="33", times=50),
            "fixed": terms(off=str(self.amount(250)), times=50),
            "multibuy": terms(benefit=Benefit.MULTIBUY, pieces=4, times=50),
        }
        percents = {"voucher": "20", "gift": "100"}
        if discount in offers:
            self.offer = make_offer(self.home, given=offers[discount])
        if discount in percents:
            self.voucher = make_voucher(
                self.home, "GIFT", given=terms(percent=percents[discount]), usage=Voucher.SINGLE_USE
            )

    # --- what happens to it -------------------------------------------------------------------
    def feed(self, *, price=None, stock=None, is_active=True):
        """The shop's list is imported again, as its till wrote it."""
        self.price = self.price if price is None else price
        self.novel_stock = self.novel_stock if stock is None else stock
        rows = [
            "handle,title,price,stock,active",
            self._line("novel", "A Novel", self.price, self.novel_stock, is_active),
            self._line("map", "A Map", MAP, STOCK, True),
        ]
        path = self.folder / "list.csv"
        path.write_text("\n".join(rows) + "\n")
        report = import_catalogue(retailer=self.home, path=path)
        assert report.refused_rows == 0, list(report.refused)
        return report

    def _line(self, key, title, price, stock, is_active):
        text = format_amount(self.amount(price), self.currency)
        return f"{key},{title},{text},{stock},{'yes' if is_active else 'no'}"

    def price_at(self, price):
        self.price = price
        with use_retailer(self.home):
            set_price(product=self.novel, price=self.amount(price))

    def end_discount(self):
        with use_retailer(self.home):
            if self.offer:
                end_offer(offer=self.offer)
            if self.voucher:
                end_voucher(voucher=self.voucher)
        if self.row["discount"] == "cut":
            self.price_at(CUT)

    def end_quote(self, uuid):
        Quote.objects.filter(uuid=uuid).update(expires_at=now())

    def suspend(self):
        registry.suspend(retailer=self.fresh(), reason="crossing")

    def resume(self):
        registry.resume(retailer=self.fresh())

    def close(self):
        registry.close(retailer=self.fresh())

    def stock_of(self, title):
        """What was there before anything left."""
        return self.novel_stock if title == "A Novel" else STOCK
