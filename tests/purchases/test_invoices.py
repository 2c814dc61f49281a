"""Invoices: numbers without a gap, frozen content, every script."""

from functools import partial

import pypdfium2
import pytest
from django.db import transaction

from marketplace.pages.invoice_pdf import render
from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import Invoice
from tests.factories.goods import ADDRESS, sell
from tests.factories.orders import hand_over, make_order
from tests.factories.threads import at_once


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_are_numbered_without_a_gap(books):
    product = sell(books, stock=50)
    orders = [hand_over(make_order(books, product)) for _ in range(6)]

    written = at_once(*[partial(invoice_of, order) for order in orders for _ in range(2)])

    assert all(isinstance(one, Invoice) for one in written), written
    assert sorted({one.sequence for one in written}) == [1, 2, 3, 4, 5, 6]
    assert Invoice.objects.count() == 6


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_used_again(books, coffee):
    first, second = (hand_over(make_order(books, sell(books))) for _ in range(2))
    with transaction.atomic():
        invoice_of(first)
        transaction.set_rollback(True)
    assert invoice_of(second).number == "BOOKS-000001"
    assert invoice_of(first).number == "BOOKS-000002"
    assert invoice_of(hand_over(make_order(coffee, sell(coffee)))).number == "COFFEE-000001"


@pytest.mark.django_db
@pytest.mark.parametrize("until", ["processing", "ready_for_pickup"])
def test_what_can_still_be_cancelled_has_no_invoice(books, until):
    order = hand_over(make_order(books, sell(books), fulfilment="pickup"), until=until)
    with pytest.raises(NoInvoiceYet):
        invoice_of(order)
    assert Invoice.objects.count() == 0


@pytest.mark.django_db
def test_it_says_who_sold_what_to_whom_and_stays_so(books):
    order = hand_over(make_order(books, sell(books, "A Novel", price="12.50"), quantity=2))
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
    order = make_order(books, sell(books, title), address=ADDRESS | {"last_name": title})
    text = text_of(render(invoice_of(hand_over(order))))
    assert text.count(shown) == 2


@pytest.mark.django_db
def test_a_long_order_takes_several_pages(books):
    order = hand_over(make_order(books, sell(books)))
    invoice = invoice_of(order)
    invoice.content["lines"] = invoice.content["lines"] * 80
    assert len(pypdfium2.PdfDocument(render(invoice))) >= 3
