"""Invoices: numbers without a gap, frozen content, every script."""

from decimal import Decimal
from functools import partial

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from marketplace.cart.vouchers import apply_voucher
from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.invoice_pdf import render
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import Invoice, RetailerOrder
from tenants.shop.offer.models import Benefit
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out, hand_over, make_order
from tests.factories.threads import at_once


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_are_numbered_without_a_gap(books):
    product = make_product(books, stock=50)
    orders = [hand_over(make_order(books, product)) for _ in range(6)]

    written = at_once(*[partial(invoice_of, order) for order in orders for _ in range(2)])

    assert all(isinstance(one, Invoice) for one in written), written
    assert sorted({one.sequence for one in written}) == [1, 2, 3, 4, 5, 6]
    assert Invoice.objects.count() == 6


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_used_again(books, coffee):
    first, second = (hand_over(make_order(books, make_product(books))) for _ in range(2))
    with transaction.atomic():
        invoice_of(first)
        transaction.set_rollback(True)
    assert invoice_of(second).number == "BOOKS-000001"
    assert invoice_of(first).number == "BOOKS-000002"
    assert invoice_of(hand_over(make_order(coffee, make_product(coffee)))).number == "COFFEE-000001"


@pytest.mark.django_db
@pytest.mark.parametrize("until", ["processing", "ready_for_pickup"])
def test_what_can_still_be_cancelled_has_no_invoice(books, until):
    order = hand_over(make_order(books, make_product(books), fulfilment="pickup"), until=until)
    with pytest.raises(NoInvoiceYet):
        invoice_of(order)
    assert Invoice.objects.count() == 0


@pytest.mark.django_db
def test_it_says_who_sold_what_to_whom_and_stays_so(books):
    order = hand_over(make_order(books, make_product(books, "A Novel", price="12.50"), quantity=2))
    before = render(invoice_of(order))
    books.name = "Renamed"
    books.save()

    text = text_of(before)
    for words in ("Northgate Books", "BOOKS-000001", order.number, "A Novel", "Ada Lind", "€25.00"):
        assert words in text
    order.refresh_from_db()
    assert render(invoice_of(order)) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "shown"),
    [
        ("ar", "فنجان قهوة", "فنجان قهوة"),
        ("he", "ספל אבן", "ספל אבן"),
        ("ja", "京都の茶碗", "京都の茶碗"),
        ("ru", "Кружка", "Кружка"),
        ("en", "Łódź – Ελλάδα", "Łódź – Ελλάδα"),
    ],
)
def test_every_script_can_be_read_in_it(books, language, title, shown):
    books.language = language
    books.save()
    order = make_order(books, make_product(books, title), address=ADDRESS | {"last_name": title})
    text = text_of(render(invoice_of(hand_over(order))))
    assert text.count(shown) == 2


@pytest.mark.django_db
def test_a_long_order_takes_several_pages(books):
    order = hand_over(make_order(books, make_product(books)))
    invoice = invoice_of(order)
    invoice.content["lines"] = invoice.content["lines"] * 80
    assert len(pypdfium2.PdfDocument(render(invoice))) >= 3


@pytest.fixture
def discounted(books):
    """3 x 9.99 less a third by an offer, a map; 5.90 for the delivery less 2.50 by a voucher."""
    books.delivery_fee = Decimal("5.90")
    books.save()
    novel, chart = (
        make_product(books, "A Novel", price="9.99"),
        make_product(books, "A Map", price="5.00"),
    )
    make_offer(books, name="Spring", given=terms(percent="33", products=[novel]))
    make_voucher(
        books,
        "ROAD",
        name="Half the road",
        given=terms(off="2.50", benefit=Benefit.SHIPPING_ABSOLUTE),
    )
    order = make_order(books, novel, novel, novel, chart, code="ROAD")
    return hand_over(order, until="shipped")


@pytest.mark.django_db
def test_it_shows_each_discount_and_adds_up(discounted):
    invoice = invoice_of(discounted)

    told = {key: invoice.content[key] for key in ("lines", "goods", "delivery", "payable")}
    assert told == {
        "lines": [
            {"title": "A Novel", "quantity": 3, "unit_price": "9.99", "before_discount": "29.97"},
            {"title": "A Map", "quantity": 1, "unit_price": "5.00", "before_discount": "5.00"},
        ],
        "goods": "34.97",
        "delivery": "5.90",
        "payable": "28.48",
    }
    assert invoice.content["discounts"] == [
        {"name": "Spring", "code": "", "kind": "goods", "amount": "9.89"},
        {"name": "Half the road", "code": "ROAD", "kind": "delivery", "amount": "2.50"},
    ]
    text = text_of(render(invoice))
    sums = ("€34.97", "Spring", "-€9.89", "€5.90", "Half the road (ROAD)", "-€2.50", "€28.48")
    for words in sums:
        assert words in text
    call_command("check_invoices")


@pytest.mark.django_db
def test_those_that_do_not_add_up_are_listed_and_left_alone(discounted, books, capsys):
    """As they were issued before: lines without their discounts, and what was paid."""
    wrong = invoice_of(discounted)
    content = wrong.content | {"delivery": "3.40", "total": "28.48"}
    content["lines"] = [{"title": "Novels", "quantity": 3, "unit_price": "11.66", "total": "34.97"}]
    del content["discounts"], content["payable"]
    Invoice.objects.filter(pk=wrong.pk).update(content=content)
    right = invoice_of(hand_over(make_order(books, make_product(books)), until="shipped"))

    with pytest.raises(CommandError, match=r"^1 issued invoices do not add up\.$"):
        call_command("check_invoices")

    told = capsys.readouterr().err
    assert told == "books BOOKS-000001: it demands 28.48 EUR, its lines make 38.37\n"
    wrong.refresh_from_db()
    assert wrong.content == content
    right.refresh_from_db()
    text = text_of(render(wrong))
    for words in ("€34.97", "€3.40", "€28.48"):
        assert words in text


@pytest.mark.django_db
def test_offers_of_the_delivery_take_off_no_more_than_it_costs(books):
    """Two vouchers of 4.00 each for a delivery of 5.90."""
    books.delivery_fee = Decimal("5.90")
    books.save()
    shopper = fill_cart(make_product(books, price="9.99").uuid, quantity=2)
    for code in ("ONE", "TWO"):
        given = terms(off="4.00", benefit=Benefit.SHIPPING_ABSOLUTE)
        make_voucher(books, code, given=given)
        apply_voucher(shopper=shopper, code=code)
    check_out(shopper)
    content = invoice_of(hand_over(RetailerOrder.objects.get(), until="shipped")).content
    assert [one["amount"] for one in content["discounts"]] == ["4.00", "1.90"]
    assert (content["delivery"], content["payable"]) == ("5.90", "19.98")


@pytest.mark.django_db
def test_both_parties_stand_as_their_countries_write_them(books):
    books.street, books.postcode, books.city, books.country = "Torstraße 1", "10119", "Berlin", "DE"
    books.contact_email = books.contact_phone = ""
    books.save()
    abroad = ADDRESS | {"country": "US", "city": "Austin", "state": "Texas", "postcode": "78701"}
    order = make_order(books, make_product(books), address=abroad)

    content = invoice_of(hand_over(order)).content

    assert content["seller"]["lines"] == ["Torstraße 1", "10119 Berlin", "Germany"]
    assert content["buyer"]["lines"] == [
        "Ada Lind",
        "Hafenstraße 3",
        "Austin, TX 78701",
        "UNITED STATES",
    ]
