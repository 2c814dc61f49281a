"""Where a checkout over REST sends to: an address that is sent, or one of the book."""

import uuid

import pytest

from marketplace.accounts.models import Address
from marketplace.accounts.people.address_book import MOST, add_address
from marketplace.purchases.models import Purchase
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product


@pytest.fixture
def buyer(customer, books):
    """A customer with a novel in the cart."""
    api = Api().login(customer)
    api.add(make_product(books))
    return api


def test_the_id_of_a_booked_address_is_enough(buyer, customer):
    booked = add_address(user=customer, **ADDRESS)

    answer = buyer.check_out(shipping_address=None, shipping_address_id=str(booked.uuid))

    assert answer.status_code == 201, answer.content
    sent_to = Purchase.objects.get().shipping_address
    assert {name: sent_to[name] for name in ADDRESS} == ADDRESS


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_an_address_of_no_book_of_hers_is_refused(buyer, whose):
    theirs = add_address(user=make_customer(), **ADDRESS).uuid
    named = theirs if whose == "another's" else uuid.uuid4()

    answer = buyer.check_out(shipping_address=None, shipping_address_id=str(named))

    problem = assert_problem(answer, status=422, code="invalid")
    assert problem["errors"] == {"shipping_address_id": ["This address is not in your book."]}
    assert not Purchase.objects.exists()


def test_a_guest_has_no_book(api, books, customer):
    api.add(make_product(books))
    booked = str(add_address(user=customer, **ADDRESS).uuid)

    for body, field in (
        ({"shipping_address": None, "shipping_address_id": booked}, "shipping_address_id"),
        ({"save_address": True}, "save_address"),
    ):
        answer = api.check_out(**body)
        assert list(assert_problem(answer, status=422, code="invalid")["errors"]) == [field]
    assert not Purchase.objects.exists()
    assert Address.objects.count() == 1


def test_an_address_and_an_id_are_one_too_many(buyer, customer):
    booked = add_address(user=customer, **ADDRESS)

    answer = buyer.check_out(shipping_address_id=str(booked.uuid))

    problem = assert_problem(answer, status=422, code="invalid")
    assert list(problem["errors"]) == ["shipping_address_id"]


def test_a_sent_address_is_kept_once(buyer, customer, books):
    assert buyer.check_out(save_address=True).status_code == 201
    buyer.add(make_product(books))
    again = ADDRESS | {"city": "HAMBURG", "postcode": "D-20459", "phone_number": ""}
    assert buyer.check_out(save_address=True, shipping_address=again).status_code == 201

    entry = customer.address_book.get()
    assert (entry.city, entry.postcode, entry.is_default) == ("Hamburg", "20459", True)
    assert Purchase.objects.count() == 2


def test_nothing_is_kept_unless_asked_or_when_nothing_is_bought(buyer, customer):
    refused = buyer.check_out(save_address=True, shipping_address=ADDRESS | {"postcode": "1"})
    assert_problem(refused, status=422, code="address-needed")
    assert buyer.check_out().status_code == 201

    assert not customer.address_book.exists()


def test_a_full_book_keeps_no_more_and_nothing_is_bought(buyer, customer):
    Address.objects.bulk_create([Address(user=customer, **ADDRESS) for _ in range(MOST)])

    answer = buyer.check_out(save_address=True, shipping_address=ADDRESS | {"city": "Kiel"})

    assert_problem(answer, status=409, code="address-book-full")
    assert not Purchase.objects.exists()
    # One that is in it already takes no room.
    assert buyer.check_out(save_address=True).status_code == 201


def test_an_address_from_before_is_told_when_it_is_used(buyer, customer):
    old = Address.objects.create(user=customer, **ADDRESS | {"postcode": "1"})

    answer = buyer.check_out(shipping_address=None, shipping_address_id=str(old.uuid))

    assert assert_problem(answer, status=422, code="address-needed")["errors"] == {
        "shipping_address.postcode": ["A postcode in Germany is five digits, such as 26133."]
    }
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(
    ("changes", "stored"),
    [
        ({"country": "HK", "city": "Central", "postcode": ""}, {"state": "Hong Kong Island"}),
        (
            {"country": "AE", "city": "Dubai", "postcode": "0000"},
            {"postcode": "", "state": "Dubai"},
        ),
        ({"country": "IE", "city": "Cork", "postcode": "", "last_name": ""}, {"last_name": ""}),
        (
            {"country": "US", "city": "Austin", "state": "Texas", "postcode": "78701"},
            {"state": "TX"},
        ),
    ],
)
def test_book_and_checkout_need_the_same(buyer, customer, changes, stored):
    booked = buyer.post("customers/addresses/", ADDRESS | changes)
    answer = buyer.check_out(shipping_address=ADDRESS | changes)

    assert (booked.status_code, answer.status_code) == (201, 201)
    sent_to = Purchase.objects.get().shipping_address
    assert {name: sent_to[name] for name in stored} == stored
    assert {name: booked.json()[name] for name in stored} == stored
