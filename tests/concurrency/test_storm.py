"""Threads call services of three shops at random: PostgreSQL ends none of them for another's sake.

`STORM_SEED` and `STORM_SECONDS` choose another storm. Each thread follows its own dice, so that a
seed gives the same wishes, though not the same meetings.
"""

import os
import random
import threading
import time
from collections import Counter
from decimal import Decimal
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import F, Sum

from marketplace.accounts.models import User
from marketplace.cart import services as cart
from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.shopper import Shopper
from marketplace.discovery.models import Listing
from marketplace.payments.refunds import answer_request
from marketplace.payments.services import receive
from marketplace.privacy.erasure import erase_account
from marketplace.purchases import returns
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import RetailerOrder, ReturnRequest
from marketplace.purchases.services import cancel_order
from tenants.feeds.rows import ProductRow
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.registry import services as registry
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import batches
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.reviews import services as reviews
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.offer.services import end_offer
from tenants.shop.order import states
from tenants.shop.order.models import Line, Order
from tenants.shop.order.services import legal_moves, move_order
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import set_price
from tenants.staff import services as staff
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.goods import make_product
from tests.factories.ledgers import require_agreement
from tests.factories.meetings import Participant
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8
STOCK = 1000
SEED = int(os.environ.get("STORM_SEED", "1"))
SECONDS = float(os.environ.get("STORM_SECONDS", "30"))
OUT_THERE = (states.SHIPPED, states.DELIVERED, states.RETURNED)


class Caller(threading.Thread):
    """Asks for each thing once, and for one after the other until its time is over."""

    def __init__(self, seed, until):
        super().__init__(daemon=True)
        self.dice = random.Random(seed)
        self.until = until
        self.token = ""
        self.wishes, self.failures = Counter(), []

    def run(self):
        try:
            for wish in self.dice.sample(sorted(set(WISHES), key=WISHES.index), len(set(WISHES))):
                self.ask_for(wish)
            while time.monotonic() < self.until:
                self.ask_for(self.dice.choice(WISHES))
        finally:
            connection.close()

    def ask_for(self, wish):
        try:
            wish(self)
        except Refusal as refusal:
            self.wishes[f"{wish.__name__}: {type(refusal).__name__}"] += 1
        except Exception as error:
            self.failures.append(f"{wish.__name__}: {error!r}")
        else:
            self.wishes[wish.__name__] += 1

    def shop(self):
        return self.dice.choice(list(Retailer.objects.order_by("id")))

    def any_of(self, rows):
        """One of the newest, which others are likely to be about as well."""
        newest = list(rows.order_by("-id")[:12])
        if not newest:
            raise NothingThere
        return self.dice.choice(newest)

    def customer(self):
        return self.any_of(User.objects.filter(email__startswith="person", is_active=True))

    def goods(self, shop):
        with use_retailer(shop):
            return self.any_of(Product.objects.filter(parent=None))

    def order(self):
        return self.any_of(RetailerOrder.objects.select_related("retailer", "purchase__user"))


class NothingThere(Refusal):
    code = "nothing-there"


CURRENCIES = (("books", "coffee"), ("books",), ("coffee",), ("tea",))


def fill(caller, slugs=("books", "coffee", "tea")):
    """A guest's cart that this thread has for long, or a customer's that all know."""
    shoppers = [Shopper(token=caller.token), Shopper(user=caller.customer())]
    shopper = caller.dice.choice(shoppers)
    for slug in slugs:
        product = caller.goods(Retailer.objects.get(slug=slug))
        view = cart.add_item(shopper=shopper, product=product.uuid, quantity=1)
        if shopper.user is None:
            caller.token = view.token
            shopper = Shopper(token=view.token)
    return shopper


def buy(caller):
    slugs = caller.dice.choice(CURRENCIES)
    shopper = fill(caller, slugs)
    email = f"guest{caller.dice.randrange(9)}@mail.example"
    check_out(shopper, email=email, retailers=slugs)


def merge(caller):
    fill(caller)
    merge_guest_cart(user=caller.customer(), token=caller.token)


TOKENS: list[str] = []


def hand_over_cart(caller):
    """Two hosts' carts, in whichever direction; other threads know them too."""
    fill(caller)
    TOKENS.append(caller.token)
    source, target = caller.dice.choice(TOKENS[-4:]), caller.dice.choice(TOKENS[-4:])
    merge_guest_carts(source=source, target=target)


def cancel(caller):
    order = caller.order()
    cancel_order(uuid=order.uuid, user=order.purchase.user, **token_of(order))


def token_of(order):
    from marketplace.purchases.queries import make_order_token

    return {} if order.purchase.user else {"order_token": make_order_token(order.purchase)}


def move(caller):
    order = caller.order()
    with use_retailer(order.retailer):
        source = Order.objects.get(uuid=order.uuid)
        moves = legal_moves(source)
        if moves:
            move_order(order=source, to=caller.dice.choice(moves))


def ask(caller):
    order = caller.order()
    kind = caller.dice.choice(["return", "refund"])
    who = {"user": order.purchase.user, **token_of(order)}
    returns.ask(uuid=order.uuid, kind=kind, reason="damaged", **who)


def answer(caller):
    request = caller.any_of(ReturnRequest.objects.select_related("order__retailer"))
    to = caller.dice.choice(returns.moves_of(request) or ["refused"])
    answer_request(retailer=request.order.retailer, uuid=request.uuid, to=to)


def pay(caller):
    receive(payment=caller.order().purchase.payment)


def invoice(caller):
    invoice_of(caller.order())


def reprice(caller):
    shop = caller.shop()
    price = Decimal(caller.dice.randrange(1, 50) * (100 if shop.currency == "JPY" else 1))
    product = caller.goods(shop)
    with use_retailer(shop):
        set_price(product=product, price=price)


def retitle(caller):
    shop = caller.shop()
    product = caller.goods(shop)
    with use_retailer(shop):
        catalogue.change_product(product=product, title=f"Thing {caller.dice.randrange(99)}")


def bring_file(caller):
    """An import's batch over several of the goods, in whichever order."""
    shop = caller.shop()
    with use_retailer(shop):
        keys = list(
            Product.objects.exclude(external_key=None).values_list("external_key", flat=True)
        )
        chosen = caller.dice.sample(keys, min(4, len(keys)))
        digest = str(caller.dice.random())
        rows = [
            ProductRow(
                key=key, kind="simple", rows=(1,), title=digest[:9], currency=shop.currency,
                price=Decimal(900),
            )
            for key in chosen
        ]  # fmt: skip
        batches.write_products(
            rows=rows,
            digests=dict.fromkeys(chosen, digest),
            fields=frozenset({"title", "price"}),
        )


def offer(caller):
    make_offer(caller.shop(), name=str(caller.dice.random()), given=terms(percent="10", times=50))


def end(caller):
    shop = caller.shop()
    with use_retailer(shop):
        end_offer(offer=caller.any_of(ConditionalOffer.objects.all()))


def suspend(caller):
    shop = caller.shop()
    try:
        registry.suspend(retailer=shop, reason="storm")
    finally:
        registry.resume(retailer=shop)


def review(caller):
    shop, user = caller.shop(), caller.customer()
    product = caller.goods(shop)
    with use_retailer(shop):
        reviews.write_review(product=product.uuid, user=user, score=caller.dice.randrange(1, 6))


def erase(caller):
    make_customer(f"person-{caller.dice.random()}@mail.example")
    erase_account(user=caller.customer())


def hire(caller):
    """Somebody becomes an owner, and an owner goes."""
    shop = caller.shop()
    user = caller.customer()
    with use_retailer(shop):
        try:
            staff.add_member(user=user, role="owner")
        finally:
            leaver = staff.Membership.objects.filter(role="owner").order_by("?").first()
            if leaver:
                staff.remove_member(user=leaver.user)


WISHES = [
    *[fill] * 4, *[buy] * 8, *[cancel] * 3, *[move] * 6, *[ask] * 2, *[answer] * 3, *[invoice] * 2,
    *[reprice] * 2, retitle, *[bring_file] * 2, merge, hand_over_cart, pay, offer, end, suspend,
    review, erase, hire,
]  # fmt: skip


@pytest.fixture
def shops(books, coffee, tea):
    for shop in (books, coffee, tea):
        for number in range(4):
            price = "1200" if shop.currency == "JPY" else "12.50"
            make_product(shop, price=price, stock=STOCK, external_key=f"{shop.slug}-{number}")
        make_product(shop, price="900", stock=None, categories=[["Mugs"]])
    for _ in range(6):
        make_reviewer()
    return [books, coffee, tea]


def deadlocks():
    """How many PostgreSQL has ended in this database since it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def blow(seconds, seed):
    until = time.monotonic() + seconds
    callers = [Caller(f"{seed}-{number}", until) for number in range(THREADS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return callers


@pytest.mark.storm
def test_no_service_is_ended_for_another(shops):
    before = deadlocks()
    callers = blow(SECONDS, SEED)

    assert [failure for caller in callers for failure in caller.failures] == []
    assert deadlocks() == before
    wishes = sum((caller.wishes for caller in callers), Counter())
    assert {wish.__name__ for wish in WISHES} - {name.partition(":")[0] for name in wishes} == set()
    assert wishes["buy"]
    assert RetailerOrder.objects.exists()
    require_agreement(*Retailer.objects.filter(slug__in=[shop.slug for shop in shops]))
    for shop in shops:
        assert on_the_shelf(shop) == bought_from_the_shelf(shop)


def on_the_shelf(shop):
    """{stock record: what is gone from it}, of those that are counted."""
    with use_retailer(shop):
        rows = StockRecord.objects.exclude(num_in_stock=None)
        return {pk: STOCK - rest for pk, rest in rows.values_list("id", "num_in_stock")}


def bought_from_the_shelf(shop):
    """{stock record: what orders took out of the shop and did not bring back}"""
    with use_retailer(shop):
        records = StockRecord.objects.exclude(num_in_stock=None).values_list("id", flat=True)
        lines = Line.objects.filter(order__status__in=OUT_THERE, stockrecord__in=records)
        sums = lines.order_by().values_list("stockrecord")
        amounts = dict(sums.annotate(gone=Sum(F("num_allocated") - F("num_returned"))))
        return {pk: amounts.get(pk, 0) for pk in records}


def test_a_deadlock_would_be_counted(books):
    rows = [make_product(books).uuid for _ in range(2)]
    before = deadlocks()
    barrier = threading.Barrier(2)

    def cross(first, second):
        with transaction.atomic():
            hold(Listing.objects.all()).get(uuid=first)
            barrier.wait()
            hold(Listing.objects.all()).get(uuid=second)

    crossing = [Participant(partial(cross, *rows)), Participant(partial(cross, *reversed(rows)))]
    for participant in crossing:
        participant.start()
    for participant in crossing:
        participant.join()
    ended = [each.result for each in crossing if each.result is not None]
    assert [type(error) for error in ended] == [OperationalError]
    assert deadlocks() == before + 1
