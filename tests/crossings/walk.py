"""One row of the table, walked: put together, bought, moved, returned, cancelled, invoiced.

The buyer acts through the API, the shop through its services. After each step everything that
tests.crossings.truths knows is asserted; what each answer is comes from tests.crossings.model.
"""

from fractions import Fraction
from uuid import UUID, uuid4

import pytest

from marketplace.payments.refunds import answer_request
from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order
from tenants.shop.order.services import IllegalMove, move_order
from tests.api.conftest import Api
from tests.crossings import truths, words
from tests.crossings.cart_walk import CartWalk
from tests.crossings.model import FEE, Model
from tests.crossings.scene import OTHER_PRICE
from tests.factories.addresses import ADDRESS
from tests.factories.orders import ROAD

EMAIL = "guest@mail.example"


class Walk(CartWalk):
    def whole(self):
        for step in (
            self.fill, self.enter_code, self.take_out_and_in, self.miss_minimum, self.ask_quote,
            self.end_discount, self.bring_list, self.join_late, self.trade_from_cart,
        ):  # fmt: skip
            step()
        self.hold()
        order = self.buy()
        self.hold()
        order = self.cancel(order)
        self.hold()
        self.hand_over(order)
        self.send_back(order)
        self.hold()
        self.read(order)
        self.close(order)
        truths.hold_at_end(self.scene)

    # --- the checkout -------------------------------------------------------------------------
    def check_out(self, *, slugs=(), quote=None, key=None):
        way = "pickup" if self.row["way"] == "pickup" else "delivery"
        body = {
            "email": EMAIL,
            "retailers": list(slugs) or self.slugs,
            "fulfilment": {"books": way},
            "shipping_address": ADDRESS,
        }
        body |= {"quote": quote} if quote else {}
        before = self.front.post("checkout/preview/", body)
        answer = self.front.post("checkout/", body, idempotency_key=key or uuid4().hex)
        self.compare(before, answer)
        return answer

    def compare(self, preview, answer):
        """The preview says beforehand what the checkout answers."""
        if preview.status_code != 200:
            assert preview.json()["type"] == answer.json()["type"]
            return
        body = preview.json()
        assert body["can_be_placed"] == (answer.status_code == 201)
        if answer.status_code == 201:
            assert body["to_pay"] == answer.json()["totals"]
        elif "changes" in answer.json():
            assert kinds_in(body) == kinds_in(answer.json())

    def refusal(self, answer):
        if answer.status_code == 201:
            return []
        body = answer.json()
        return [body["type"].removeprefix("/problems/"), *kinds_in(body)]

    def buy(self):
        """Again after each refusal, as the shopper does who reads it."""
        for _ in range(8):
            quote = self.quote if self.model.quote else None
            expected, charged = self.model.answer(), self.model.charged()
            key = uuid4().hex
            answer = self.check_out(quote=quote, key=key)
            assert self.refusal(answer) == expected
            if not expected:
                return self.ordered(answer, charged)
            self.hold()
            self.react(expected)
        raise AssertionError("never placed")

    def react(self, refusal):
        if "archived" in refusal:
            self.restore()
        elif "less_stock" in refusal:
            self.set_pieces(self.scene.novel, self.model.stock)
        elif refusal == ["below-minimum-order"]:
            self.set_pieces(self.scene.map, self.model.pieces.maps + 1)

    def ordered(self, answer, charged):
        body = answer.json()
        self.api.order = body["order_token"]
        orders = {row["retailer"]["slug"]: row for row in body["orders"]}
        assert sorted(orders) == sorted(self.slugs)
        home = orders["books"]
        assert self.minor(home["payable"]) == charged.payable
        assert self.minor(home["discount"]) == charged.off
        assert self.minor(home["delivery_fee"]) == charged.fee
        beside = sum(self.minor(row["payable"]) for slug, row in orders.items() if slug != "books")
        assert beside == len(self.others) * (OTHER_PRICE + FEE)
        assert self.minor(body["totals"][0]) == charged.payable + beside
        self.repeat(lambda: self.check_out_again(), "empty-cart", "unknown-retailer")
        return self.fresh(UUID(home["id"]))

    def check_out_again(self):
        body = {"email": EMAIL, "retailers": self.slugs, "shipping_address": ADDRESS}
        return self.front.post("checkout/", body, idempotency_key=uuid4().hex)

    def fresh(self, uuid):
        orders = RetailerOrder.objects.select_related("retailer", "purchase", "allocation__payment")
        return orders.get(uuid=uuid)

    # --- the order ----------------------------------------------------------------------------
    def cancel(self, order):
        """Who cancels buys the same again: stock, codes and offers have been given back."""
        if self.row["trade"] == "order":
            self.scene.suspend()
            self.hold()
        if self.row["cancel"] == "buyer":
            path = f"orders/{order.uuid}/cancel/"
            assert self.api.post(path).status_code == 200
            self.repeat(lambda: self.api.post(path), "too-late-to-cancel")
        if self.row["trade"] == "order":
            self.hold()
            self.scene.resume()
        if self.row["cancel"] == "shop":
            self.move(order, "processing", "cancelled")
            self.repeat_service(lambda: self.move(order, "cancelled"), IllegalMove)
        if self.row["cancel"] not in ("buyer", "shop"):
            return order
        self.hold()
        return self.buy_again()

    def buy_again(self):
        self.others, self.slugs = [], ["books"]
        pieces, now = self.model.pieces, self.model.now
        self.model = Model(self.row, now, pieces, stock=self.model.stock, price_seen=now.novel)
        self.front.add(self.scene.novel, pieces.novels)
        self.front.add(self.scene.map, pieces.maps)
        self.choose_way()
        if now.counts:
            self.enter_code()
        self.look()
        return self.buy()

    def move(self, order, *steps):
        with use_retailer(order.retailer):
            for status in steps:
                move_order(order=Order.objects.get(uuid=order.uuid), to=status)

    def hand_over(self, order):
        """Those of the other shops are handed over first."""
        standing = RetailerOrder.objects.exclude(status="cancelled").select_related("retailer")
        for other in standing.exclude(pk=order.pk):
            self.move(other, *ROAD[other.fulfilment])
        self.hold()
        for status in ROAD[order.fulfilment]:
            if self.row["invoice"] == "early":
                self.refuse_invoice(order)
            self.move(order, status)
            self.hold()
            if status == "shipped" or (status == "delivered" and order.fulfilment == "pickup"):
                self.after_it_left(order)

    def refuse_invoice(self, order):
        if self.fresh(order.uuid).status in ("pending", "processing", "ready_for_pickup"):
            with pytest.raises(NoInvoiceYet):
                invoice_of(order)

    def after_it_left(self, order):
        if self.row["cancel"] == "late":
            answer = self.api.post(f"orders/{order.uuid}/cancel/")
            assert self.refusal(answer) == ["too-late-to-cancel"]
            with pytest.raises(IllegalMove):
                self.move(order, "cancelled")
        if self.row["invoice"] in ("early", "shipped"):
            self.write_invoice(order)
        self.hold()

    def write_invoice(self, order):
        number = invoice_of(self.fresh(order.uuid)).number
        if self.row["twice"] == "twice":
            assert invoice_of(self.fresh(order.uuid)).number == number

    # --- what comes back ----------------------------------------------------------------------
    def send_back(self, order):
        back = self.row["back"]
        if back == "counter":
            self.move(order, "returned")
        for pieces in {"part": [1], "whole": [None], "twice": [1, None]}.get(back, []):
            self.return_pieces(order, pieces)
        if self.row["invoice"] == "back":
            self.write_invoice(order)
        status = self.fresh(order.uuid).status
        assert status == ("returned" if back in ("counter", "whole", "twice") else "delivered")
        if self.row["cancel"] == "late":
            answer = self.api.post(f"orders/{order.uuid}/cancel/")
            assert self.refusal(answer) == ["too-late-to-cancel"]

    def return_pieces(self, order, pieces):
        expected = self.worth(order, pieces)
        request = self.ask(order, pieces)
        if self.row["undo"] == "request":
            self.answer(order, request, "refused")
            self.hold()
            request = self.ask(order, pieces)
        assert self.minor(request["amount"]) == expected
        for to in ("approved", "received", "refunded")[: 3 if expected else 2]:
            self.answer(order, request, to)
            self.repeat_service(lambda to=to: self.answer(order, request, to), IllegalMove)
            self.hold()

    def ask(self, order, pieces):
        body = {"reason": "damaged"}
        if pieces:
            item = self.api.get(f"orders/{order.uuid}/").json()["items"][0]
            body["items"] = [{"id": item["id"], "quantity": pieces}]
        answer = self.api.post(f"orders/{order.uuid}/return/", body)
        assert answer.status_code == 201, answer.content
        self.repeat(lambda: self.api.post(f"orders/{order.uuid}/return/", body), "already-asked")
        return answer.json()

    def answer(self, order, request, to):
        answer_request(retailer=order.retailer, uuid=UUID(request["id"]), to=to)

    def worth(self, order, pieces):
        """The pieces of the first line, or all that is left with the delivery."""
        body = self.api.get(f"orders/{order.uuid}/").json()
        line = body["items"][0]
        one = Fraction(self.minor(line["payable"]), line["quantity"])
        if pieces:
            return int(one * pieces + Fraction(1, 2))
        earlier = self.api.get(f"orders/{order.uuid}/return/").json()["results"]
        standing = [row for row in earlier if row["status"] != "refused"]
        return self.minor(body["payable"]) - sum(self.minor(row["amount"]) for row in standing)

    # --- the end ------------------------------------------------------------------------------
    def read(self, order):
        order = self.fresh(order.uuid)
        words.read_all(self, order, Purchase.objects.get(pk=order.purchase_id))

    def close(self, order):
        """An order that is open when the shop closes can be cancelled, and nothing else."""
        if self.row["closing"] != "closed":
            return
        last = Api()
        last.add(self.scene.map, 6)
        body = {"email": EMAIL, "retailers": ["books"], "shipping_address": ADDRESS}
        placed = last.post("checkout/", body, idempotency_key=uuid4().hex).json()
        last.order, uuid = placed["order_token"], placed["orders"][0]["id"]
        last.add(self.scene.map)
        self.scene.close()
        self.hold()
        again = last.post("checkout/", body, idempotency_key=uuid4().hex)
        assert self.refusal(again) == ["cart-changed", "unavailable"]
        assert last.post(f"orders/{uuid}/cancel/").status_code == 200
        answer = self.api.post(f"orders/{order.uuid}/return/", {"reason": "damaged"})
        assert self.refusal(answer) == ["cannot-return"]
        self.write_invoice(order)
        self.read(order)


def kinds_in(body):
    return sorted(change["kind"] for change in body.get("changes", []))
