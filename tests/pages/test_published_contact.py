"""Of how a shop is reached everybody sees what its owner published, and nothing else."""

import pytest
from django.core import mail

from marketplace.discovery.shops import Place, ShopFilters, find_shops
from marketplace.notifications.services import Recipient, notify
from marketplace.purchases.invoices import invoice_of
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tenants.registry.services import apply_for_shop
from tenants.tasks.runner import run_all
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order
from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db

DETAILS = {
    "contact_email": "ada@private.example",
    "contact_phone": "+493012345678",
    "street": "Torstrasse 1",
    "postcode": "10119",
    "city": "Berlin",
    "latitude": 52.5,
    "longitude": 13.4,
}
SECRETS = ("ada@private.example", "+493012345678", "Torstrasse 1", "10119", "52.5")


@pytest.fixture
def private(books):
    flags = dict.fromkeys(["publishes_email", "publishes_phone", "publishes_address"], False)
    Retailer.objects.filter(pk=books.pk).update(**DETAILS, **flags)
    books.refresh_from_db()
    directory.forget()
    return books


PAGES = [
    ("books", "/"),
    ("books", "/catalogue/"),
    ("books", "/api/v1/retailers/books/"),
    ("", "/retailers/books"),
    ("", "/retailers"),
    ("", "/api/v1/retailers/"),
    ("", "/api/v1/retailers/books/"),
]


@pytest.mark.parametrize(("host", "path"), PAGES)
def test_what_is_not_published_stands_nowhere(private, host, path):
    answer = Browser().get(host, path)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert [secret for secret in SECRETS if secret in words] == []


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("publishes_email", ["ada@private.example"]),
        ("publishes_phone", ["+493012345678"]),
        ("publishes_address", ["Torstrasse 1", "10119"]),
    ],
)
def test_each_detail_is_published_by_itself(private, flag, words):
    Retailer.objects.filter(pk=private.pk).update(**{flag: True})
    directory.forget()
    for host, path in [("books", "/catalogue/"), ("", "/api/v1/retailers/books/")]:
        page = Browser().get(host, path).content.decode()
        assert [secret for secret in SECRETS[:4] if secret in page] == words


def test_a_mail_of_the_shop_is_answered_only_to_a_published_mailbox(private):
    notify("welcome", Recipient("ann@mail.example"), {"name": "Ann"}, retailer=private)
    run_all()

    assert [message.reply_to for message in mail.outbox] == [[]]


def test_an_invoice_names_the_address_that_it_must_and_no_more(private):
    order = make_order(private, make_product(private))
    seller = invoice_of(hand_over(order)).content["seller"]
    assert seller["lines"] == ["Torstrasse 1", "10119 Berlin"]


def test_distances_do_not_tell_where_an_unpublished_address_is(private):
    near = ShopFilters(near=Place(52.5, 13.4, 5000))
    assert not find_shops(Retailer.objects.active(), near).exists()


def test_an_applicants_details_are_private_until_published():
    shop = apply_for_shop(
        name="Toys", slug="toys", owner_email="ada@private.example", contact_phone="+493012345678"
    )
    assert (shop.contact.email, shop.contact.phone) == ("", "")
    assert shop.contact_email == "ada@private.example"
