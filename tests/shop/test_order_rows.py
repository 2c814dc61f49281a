"""The rows of an order, written by one statement, beside those that its models write."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.timezone import now

from tenants.kernel import fulfilments
from tenants.registry.context import use_retailer
from tenants.shop.basket.models import Basket
from tenants.shop.order import placement, states
from tenants.shop.order.amounts import line_amount
from tenants.shop.order.models import (
    Line,
    LinePrice,
    Order,
    OrderStatusChange,
    ShippingAddress,
)
from tenants.shop.order.statements import WRITE_ORDER
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out

MODELS = (ShippingAddress, Order, Line, LinePrice, OrderStatusChange)
# Of a row's own, or of the moment.
OWN = {
    ShippingAddress: {"id"},
    Order: {"id", "uuid", "number", "shipping_address_id", "date_placed"},
    Line: {"id", "uuid", "order_id"},
    LinePrice: {"id", "order_id", "line_id"},
    OrderStatusChange: {"id", "order_id", "date_created"},
}
# Null, or what the database gives by itself.
UNWRITTEN = {
    ShippingAddress: {"id", "code"},
    Order: {"id", "site_id", "billing_address_id", "shipping_tax_code", "carrier"},
    Line: {"id", "uuid", "tax_code", "num_returned"},
    LinePrice: {"id", "tax_code"},
    OrderStatusChange: {"id"},
}
# Small letters in a postcode, spaces in a number, quotes, signs of a format, no ASCII.
AWKWARD = ADDRESS | {
    "line1": 'O\'Hara\\Road "3" %s %(note)s {}',
    "line2": "",
    "state": "Łódź \U0001f6d2",
    "postcode": "ec1a 1bb",
    "country": "GB",
    "phone_number": "+44 20 7946 0018",
}


@pytest.fixture
def requests(monkeypatch):
    """What `place_order` was asked for, by each call."""
    calls, read = [], placement._order_values

    def note(request):
        calls.append(request)
        return read(request)

    monkeypatch.setattr(placement, "_order_values", note)
    return calls


def write_by_models(request):
    amounts, address = request.amounts, request.shipping_address
    order = Order.objects.create(
        number="by-models",
        purchase=request.purchase,
        basket_id=request.basket_id,
        user_id=request.user_id,
        guest_email="" if request.user_id else request.email,
        currency=amounts.payable.currency,
        total_incl_tax=amounts.payable.amount,
        total_excl_tax=amounts.payable.amount,
        shipping_incl_tax=amounts.delivery.amount,
        shipping_excl_tax=amounts.delivery.amount,
        shipping_method=request.fulfilment,
        shipping_code=request.fulfilment,
        shipping_address=address_by_model(address) if address_is_kept(request) else None,
        status=states.PENDING,
        fulfilment=request.fulfilment,
        payment_method=request.payment_method,
        awaits_payment=request.paid_ahead and bool(amounts.payable),
        date_placed=now(),
    )
    for line, discount in zip(request.lines, request.discounts.lines, strict=True):
        row = Line.objects.create(order=order, **line_by_model(line, discount))
        LinePrice.objects.create(
            order=order,
            line=row,
            quantity=row.quantity,
            price_incl_tax=row.unit_price_incl_tax,
            price_excl_tax=row.unit_price_excl_tax,
        )
    OrderStatusChange.objects.create(
        order=order,
        old_status="",
        new_status=states.PENDING,
        actor=getattr(request.actor, "uuid", None),
        actor_role="customer",
        note=request.note,
    )
    return order


def address_is_kept(request):
    return request.shipping_address and request.fulfilment == fulfilments.DELIVERY


def address_by_model(address):
    names = ("first_name", "last_name", "line1", "line2", "state", "postcode", "phone_number")
    return ShippingAddress.objects.create(
        **{name: address.get(name, "") for name in names},
        line4=address.get("city", ""),
        country_id=address["country"],
    )


def line_by_model(line, discount):
    unit, before = line.price, line_amount(line.price, line.quantity)
    return {
        "partner": line.partner,
        "partner_name": line.partner.name,
        "partner_sku": line.sku,
        "stockrecord_id": line.record_id,
        "product_id": line.goods.id,
        "title": line.title[:255],
        "upc": line.upc,
        "quantity": line.quantity,
        "line_price_incl_tax": (before - discount).amount,
        "line_price_excl_tax": (before - discount).amount,
        "line_price_before_discounts_incl_tax": before.amount,
        "line_price_before_discounts_excl_tax": before.amount,
        "unit_price_incl_tax": unit.amount,
        "unit_price_excl_tax": unit.amount,
        "status": states.PENDING,
        "num_allocated": line.quantity if line.available is not None else 0,
    }


def rows_of(order):
    """{model: its rows of this order as the database has them, without what is their own}."""
    querysets = {
        ShippingAddress: ShippingAddress.objects.filter(order=order),
        Order: Order.objects.filter(pk=order.pk),
        Line: Line.objects.filter(order=order),
        LinePrice: LinePrice.objects.filter(order=order),
        OrderStatusChange: OrderStatusChange.objects.filter(order=order),
    }
    return {
        model: [
            {name: value for name, value in row.items() if name not in OWN[model]}
            for row in rows.order_by("id").values()
        ]
        for model, rows in querysets.items()
    }


def place_both(shop, requests, shopper, **details):
    check_out(shopper, **details)
    with use_retailer(shop):
        order = Order.objects.get()
        return order, write_by_models(requests[-1])


@pytest.mark.django_db
def test_a_delivered_order_is_as_the_models_write_it(books, requests):
    books.delivery_fee = 5
    books.save()
    make_offer(books, given=terms(percent="15.5"))
    goods = [make_product(books, name).uuid for name in ('"Atlas" %s', "Globe")]
    shopper = fill_cart(*goods, user=make_customer(), quantity=3)

    order, twin = place_both(books, requests, shopper)

    with use_retailer(books):
        assert rows_of(order) == rows_of(twin)
        assert [len(rows) for rows in rows_of(order).values()] == [1, 1, 2, 2, 1]
        assert order.lines.exclude(line_price_incl_tax=0).count() == 2


@pytest.mark.django_db
def test_the_fields_of_the_model_have_changed_what_is_written(books, requests):
    """The checkout has put an address in its one form; nothing relies on that here."""
    check_out(fill_cart(make_product(books, "Atlas").uuid))
    request = replace(requests[-1], shipping_address=AWKWARD)

    with use_retailer(books):
        order = placement.place_order(request=request)
        assert rows_of(order) == rows_of(write_by_models(request))
        assert order.shipping_address.postcode == "EC1A 1BB"
        assert order.shipping_address.phone_number == "+442079460018"


@pytest.mark.django_db
def test_a_guests_order_that_is_fetched_is_as_the_models_write_it(books, requests):
    shopper = fill_cart(make_product(books, "Atlas", stock=None).uuid)

    order, twin = place_both(books, requests, shopper, fulfilment={books.slug: "pickup"})

    with use_retailer(books):
        assert rows_of(order) == rows_of(twin)
        assert order.shipping_address_id is None
        assert not ShippingAddress.objects.exists()


@pytest.mark.django_db
def test_what_is_a_rows_own_is_written_too(books, requests):
    shopper = fill_cart(make_product(books, "Atlas").uuid, make_product(books, "Globe").uuid)

    order, _twin = place_both(books, requests, shopper)

    with use_retailer(books):
        moment, basket = order.date_placed, Basket.objects.get(pk=order.basket_id)
        lines = list(order.lines.order_by("id"))
        assert abs(now() - moment) < timedelta(minutes=1)
        assert order.uuid
        assert order.number != "by-models"
        assert order.status_changes.get().date_created == moment
        assert (basket.status, basket.date_submitted) == (Basket.SUBMITTED, moment)
        assert [line.title for line in lines] == ["Atlas", "Globe"]
        assert [line.prices.get().order_id for line in lines] == [order.pk] * 2
        assert len({line.uuid for line in lines}) == 2


def columns_written(model):
    table = re.escape(model._meta.db_table)
    (names,) = re.findall(rf"INSERT INTO {table} \(([^)]*)\)", WRITE_ORDER)
    return {name.strip() for name in names.split(",")}


@pytest.mark.parametrize("model", MODELS)
def test_each_column_is_written_or_left_on_purpose(model):
    """A new column of a model fails here: write it in WRITE_ORDER, or say that it is left out."""
    columns = {column.column for column in model._meta.concrete_fields}

    assert columns_written(model) == columns - UNWRITTEN[model]
    assert UNWRITTEN[model] <= columns


@pytest.mark.parametrize("model", MODELS)
def test_what_is_left_is_null_or_the_databases(model):
    for column in model._meta.concrete_fields:
        if column.column in UNWRITTEN[model] and not column.primary_key:
            assert column.has_db_default() or (column.null and not column.has_default()), column
