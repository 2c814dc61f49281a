"""The first half of a walk: a cart is put together, joined, and what it holds changes.

The checkout that it tries on the way is walk.Walk's.
"""

from dataclasses import replace

import pytest

from marketplace.cart.merges import merge_guest_carts
from tenants.kernel.money import to_minor
from tenants.registry.states import IllegalShopMove
from tests.api.conftest import Api
from tests.crossings import truths
from tests.crossings.factors import replaces_cart
from tests.crossings.model import (
    CODES,
    FALL,
    NOVEL,
    RISE,
    STEP,
    WANTED_PIECES,
    Model,
    Pieces,
    Prices,
)
from tests.crossings.scene import Scene
from tests.factories.accounts import make_customer


class CartWalk:
    """`front` is who holds the cart at the moment: the buyer, or the guest before the login."""

    def __init__(self, row, folder):
        self.row, self.scene = row, Scene(row, folder)
        self.user = make_customer() if row["buyer"] == "customer" else None
        self.api = Api().login(self.user) if self.user else Api()
        self.front = self.api
        self.slugs = ["books", "coffee", "tea"] if row["shops"] == "3" else ["books"]
        self.others = self.scene.others if row["shops"] == "3" else []
        self.quote, self.quoted_slugs = None, []
        pieces = Pieces(WANTED_PIECES)
        now = Prices(self.scene.price, counts=True)
        self.model = Model(row, now, pieces, price_seen=self.scene.price)

    def minor(self, money):
        return to_minor(self.scene.amount(0).__class__(money["amount"]), money["currency"])

    def hold(self):
        truths.hold(self.scene)

    # --- the cart -----------------------------------------------------------------------------
    def fill(self):
        merge, novel = self.row["merge"], self.scene.novel
        guest = self.api if merge == "none" else Api()
        if merge == "same":
            self.api.add(novel)
        if merge == "other":
            self.api.add(self.scene.others[0])
        self.front = guest
        guest.add(novel, WANTED_PIECES)
        guest.add(self.scene.map)
        for product in self.others:
            if not (merge == "other" and product is self.scene.others[0]):
                guest.add(product)
        if self.row["join"] == "early":
            self.join()
        self.choose_way()
        self.look()

    def join(self):
        """The guest logs in, or meets the cart of another host; what the answer tells."""
        if self.front is self.api:
            return None
        guest, self.front = self.front, self.api
        if self.user:
            answer = self.api.post("cart/merge/", {"token": guest.cart}).json()
            losses = (answer["limited"], answer["dropped"])
            self.repeat(lambda: self.api.post("cart/merge/", {"token": guest.cart}))
        else:
            result = merge_guest_carts(source=guest.cart, target=self.api.cart)
            self.api.cart, losses = result.token, (result.limited, result.dropped)
        if self.row["merge"] == "same":
            self.model.pieces = replace(self.model.pieces, novels=WANTED_PIECES + 1)
        return losses

    def repeat(self, act, *codes):
        """The same act twice: it changes nothing more, and is refused by one of these codes."""
        if self.row["twice"] != "twice":
            return
        answer = act()
        if codes:
            assert answer.status_code >= 400, answer.content
            assert answer.json()["type"].removeprefix("/problems/") in codes
        else:
            assert answer.status_code < 300, answer.content

    def choose_way(self):
        way = "pickup" if self.row["way"] == "pickup" else "delivery"
        answer = self.front.patch("cart/groups/books/", {"fulfilment": way})
        assert answer.status_code == 200

    def look(self):
        """The cart is read, and says what the model does."""
        body = self.front.get("cart/").json()
        [group] = [group for group in body["groups"] if group["retailer"]["slug"] == "books"]
        assert self.minor(group["to_pay"]) == self.model.sums().payable
        assert self.minor(group["discount"]) == self.model.sums().off
        self.model.look()

    def enter_code(self):
        if self.row["discount"] not in CODES:
            return
        for _ in range(2 if self.row["twice"] == "twice" else 1):
            assert self.front.post("cart/vouchers/", {"code": "gift"}).status_code == 200
        self.model.has_code = True
        self.look()

    def take_out_and_in(self):
        if self.row["undo"] != "cart":
            return
        self.front.delete(f"cart/items/{self.item(self.scene.map)}/")
        self.front.add(self.scene.map)
        if self.row["discount"] in CODES:
            self.front.delete("cart/vouchers/GIFT/")
            self.enter_code()
        other = "delivery" if self.row["way"] == "pickup" else "pickup"
        self.front.patch("cart/groups/books/", {"fulfilment": other})
        self.choose_way()
        self.look()

    def slugs_in_cart(self):
        """Before a late login the account's cart may hold one of the shops."""
        groups = self.front.get("cart/").json()["groups"]
        return [group["retailer"]["slug"] for group in groups]

    def item(self, product):
        groups = self.front.get("cart/").json()["groups"]
        items = [item for group in groups for item in group["items"]]
        return next(item["id"] for item in items if item["product"] == str(product.uuid))

    def set_pieces(self, product, quantity):
        path = f"cart/items/{self.item(product)}/"
        assert self.front.patch(path, {"quantity": quantity}).status_code == 200
        name = "novels" if product is self.scene.novel else "maps"
        self.model.pieces = replace(self.model.pieces, **{name: quantity})
        self.model.look()

    def miss_minimum(self):
        if self.row["least"] != "missed":
            return
        novels = self.model.pieces.novels
        self.set_pieces(self.scene.novel, 1)
        refusal = self.refusal(self.check_out(slugs=self.slugs_in_cart()))
        assert refusal == self.model.answer() == ["below-minimum-order"]
        self.set_pieces(self.scene.novel, novels)

    # --- what changes before the checkout -----------------------------------------------------
    def ask_quote(self):
        if self.row["discount"] == "cut":
            self.set_price(NOVEL)
        if self.row["quote"] == "none":
            return
        body = {"retailers": self.slugs_in_cart()}
        answer = self.front.post("cart/quote/", body).json()
        self.quote, self.quoted_slugs = answer["id"], body["retailers"]
        self.model.ask_for_quote()
        [group] = [group for group in answer["groups"] if group["retailer"]["slug"] == "books"]
        assert self.minor(group["to_pay"]) == self.model.sums().payable
        if self.row["quote"] == "expired":
            self.scene.end_quote(self.quote)
            self.model.is_quote_over = True
        if self.row["quote"] == "risen":
            self.set_price(self.scene.price + STEP)

    def set_price(self, price):
        self.scene.price_at(price)
        self.model.now = replace(self.model.now, novel=price)

    def end_discount(self):
        if self.row["expiry"] == "over":
            self.scene.end_discount()
            self.model.now = Prices(self.scene.price, counts=False)

    def bring_list(self):
        """The shop's list is imported between the cart and the checkout."""
        feed, price = self.row["feed"], self.scene.price
        if feed in ("risen", "fallen"):
            price += RISE if feed == "risen" else -FALL
            self.scene.feed(price=price)
            self.model.now = replace(self.model.now, novel=price)
        elif feed == "gone":
            self.scene.feed(is_active=False)
            self.model.is_active = False
        elif feed == "short":
            self.scene.feed(stock=2)
            self.model.stock = 2
        if self.row["twice"] == "twice" and feed != "none":
            report = self.scene.feed(is_active=self.model.is_active)
            assert report.unchanged == report.rows

    def join_late(self):
        if self.row["join"] != "late" or self.front is self.api:
            return
        limited, dropped = self.join()
        if not replaces_cart(self.row):
            return
        self.model.is_quote_partial = sorted(self.quoted_slugs) != sorted(self.slugs)
        self.choose_way()
        if not self.model.is_active:
            assert [line["title"] for line in dropped][:1] == ["A Novel"]
            self.put_in_again()
        elif self.model.stock is not None:
            assert [line["title"] for line in limited] == ["A Novel"]
            self.model.pieces = replace(self.model.pieces, novels=self.model.stock)
            self.model.look()
        elif self.row["merge"] == "same":
            self.model.look()

    def put_in_again(self):
        """What was withdrawn is for sale again: the shopper puts it in at the price of now."""
        self.restore()
        self.front.add(self.scene.novel, WANTED_PIECES)
        if self.row["merge"] == "other":
            self.model.price_seen = self.model.now.novel
        self.model.look()

    def restore(self):
        self.scene.feed(is_active=True)
        self.model.is_active = True

    def trade_from_cart(self):
        if self.row["trade"] != "cart":
            return
        self.scene.suspend()
        self.repeat_service(self.scene.suspend, IllegalShopMove)
        answer = self.refusal(self.check_out(quote=None))
        assert answer[:2] == ["cart-changed", "unavailable"]
        self.hold()
        self.scene.resume()

    def repeat_service(self, act, refusal):
        if self.row["twice"] == "twice":
            with pytest.raises(refusal):
                act()
