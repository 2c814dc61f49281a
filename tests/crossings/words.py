"""What people and programs read of an order is one amount: API, pages, mail, paper."""

import re
from html import unescape

import pypdfium2
from django.core import mail
from django.test import Client

from marketplace.notifications.kinds import KINDS
from marketplace.purchases.models import Invoice
from tenants.kernel.money import Money
from tenants.kernel.money_format import write_money
from tenants.tasks.runner import run_all
from tests.factories.staff import open_browser, open_staff_browser

# Marks of direction and the spaces that are set around a currency.
UNSEEN = re.compile("[\\s\u00a0\u202f\u200e\u200f\u061c\u2066-\u2069]+")


def bare(text):
    return UNSEEN.sub("", unescape(text))


def writes(text, money, *languages):
    """Whether the text has this amount, written in one of these languages."""
    text = bare(text)
    return any(bare(write_money(money, language)) in text for language in languages)


def read_all(walk, order, purchase):
    """Every place that tells what this order costs tells the same."""
    _read_api(walk, order, purchase)
    _read_pages(walk, order)
    _read_mail(walk, order, purchase)
    _read_paper(walk, order)


def _read_api(walk, order, purchase):
    body = walk.api.get(f"orders/{order.uuid}/").json()
    money = order.money.as_dict()
    assert body["payable"] == money
    assert body["payment"]["amount"] == purchase.money.as_dict()
    goods = sum(walk.minor(item["payable"]) for item in body["items"])
    assert goods + walk.minor(body["delivery_fee"]) == walk.minor(money)
    assert walk.minor(body["goods_total"]) - walk.minor(body["discount"]) == goods
    whole = walk.api.get(f"purchases/{purchase.uuid}/").json()
    assert whole["total"] == purchase.money.as_dict()
    row = next(row for row in whole["orders"] if row["id"] == str(order.uuid))
    assert (row["payable"], row["status"]) == (money, order.status)
    assert row["payment_status"] == order.allocation.status


def _read_pages(walk, order):
    """On the shop's host, which a closed shop has no more: then a guest's on the marketplace's."""
    guests = f"/orders/at-shop/{order.uuid}?token={walk.api.order}"
    pages = []
    if order.retailer.is_active:
        path = f"/account/orders/{order.uuid}" if walk.user else guests
        pages.append(open_browser(order.retailer, walk.user).get(path))
        pages.append(
            open_staff_browser(order.retailer, "owner").get(f"/seller/orders/{order.number}")
        )
    elif not walk.user:
        pages.append(Client(headers={"host": "localhost"}).get(guests))
    for page in pages:
        assert page.status_code == 200
        assert writes(page.content.decode(), order.money, "en", walk.row["language"])


def _read_mail(walk, order, purchase):
    """The buyer's, and the one to the shop's staff in the language of the shop.

    What comes later tells of a move or of a part of it (a return's worth), not of the whole.
    """
    run_all()
    letters = [letter for letter in mail.outbox if order.number in letter.body]
    placed = [letter.body for letter in letters if letter.subject == subject_of("order_placed")]
    taken = [
        letter.body
        for letter in letters
        if letter.subject == subject_of("order_for_staff", number=order.number)
    ]
    assert placed
    assert taken
    assert all(writes(text, purchase.money, "en") for text in placed), placed
    for text in placed + taken:
        assert writes(text, order.money, "en", walk.row["language"]), text


def subject_of(kind, **values):
    return str(KINDS[kind].subject) % values


def _read_paper(walk, order):
    invoice = Invoice.objects.filter(order=order).first()
    if invoice is None:
        return
    answer = walk.api.get(f"orders/{order.uuid}/invoice/")
    if invoice.number in walk.scene.papers:
        assert answer.content == walk.scene.papers[invoice.number]
        return
    walk.scene.papers[invoice.number] = answer.content
    document = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    digits = bare(write_money(Money(order.payable, order.currency), walk.row["language"]))
    figure = re.sub(r"[^\d.,٠-٩٫٬]", "", digits).strip(".,")
    assert figure in bare(text), (figure, bare(text))
