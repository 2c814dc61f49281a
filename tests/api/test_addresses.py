"""The address book over REST."""

import uuid

import pytest

from marketplace.accounts.models import Address
from marketplace.accounts.people.address_book import MOST, add_address, set_default
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.threads import at_once


@pytest.fixture
def ada(customer):
    return Api().login(customer)


def add(api, **changes):
    answer = api.post("customers/addresses/", ADDRESS | changes)
    assert answer.status_code == 201, answer.content
    return answer.json()


def book(api):
    """[(town, is it the default)] as it is listed."""
    results = api.get("customers/addresses/").json()["results"]
    return [(one["city"], one["is_default"]) for one in results]


def test_an_address_is_added_read_changed_and_removed(ada):
    made = add(ada, country="de")

    assert made == {"id": made["id"], "line2": "", "state": "", "is_default": True, **ADDRESS}
    path = f"customers/addresses/{made['id']}/"
    assert ada.get(path).json() == made
    changed = ada.patch(path, {"city": "Kiel", "line2": "Hinterhaus"}, if_match="*")
    assert changed.json() == made | {"city": "Kiel", "line2": "Hinterhaus"}
    assert ada.delete(path).status_code == 204
    assert_problem(ada.get(path), status=404, code="not-found")
    assert book(ada) == []


@pytest.mark.parametrize(
    ("country", "changes"),
    [
        ("HK", {"city": "Central", "postcode": ""}),
        ("AE", {"city": "Dubai", "postcode": ""}),
        ("IE", {"city": "Cork", "postcode": "", "last_name": ""}),
    ],
)
def test_what_a_country_has_not_is_not_needed(ada, country, changes):
    answer = add(ada, country=country, **changes)

    assert {name: answer[name] for name in changes} == changes


def test_what_is_kept_is_as_the_country_writes_it(ada):
    answer = add(ada, country="US", city="Austin", state="texas", postcode="787011234")

    assert (answer["state"], answer["postcode"]) == ("TX", "78701-1234")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"postcode": "1011"},
            "postcode",
            "A postcode in Germany is five digits, such as 26133.",
        ),
        (
            {"country": "US", "postcode": "78701"},
            "state",
            "A state is needed in the United States, such as Alabama (AL).",
        ),
        ({"first_name": "", "last_name": ""}, "first_name", "This field is required."),
    ],
)
def test_what_the_country_needs_is_told_beside_its_field(ada, changes, field, message):
    answer = ada.post("customers/addresses/", ADDRESS | changes)

    problem = assert_problem(answer, status=400, code="validation-error")
    assert problem["errors"] == {field: [message]}
    assert not Address.objects.exists()


def test_an_address_from_before_is_read_and_made_the_default_and_mended(ada, customer):
    old = Address.objects.create(user=customer, **ADDRESS | {"postcode": "1", "last_name": ""})
    path = f"customers/addresses/{old.uuid}/"

    assert ada.get(path).json()["postcode"] == "1"
    assert ada.post(f"{path}set-default/").status_code == 200
    refused = ada.patch(path, {"line2": "Hinterhaus"}, if_match="*")
    assert list(assert_problem(refused, status=400, code="validation-error")["errors"]) == [
        "postcode"
    ]
    mended = ada.patch(path, {"line2": "Hinterhaus", "postcode": "20459"}, if_match="*")
    assert (mended.status_code, mended.json()["line2"]) == (200, "Hinterhaus")


def test_the_default_stands_first_and_passes_on(ada):
    add(ada, city="Hamburg")
    kiel = add(ada, city="Kiel")
    add(ada, city="Bonn", is_default=True)
    assert book(ada) == [("Bonn", True), ("Kiel", False), ("Hamburg", False)]

    answer = ada.post(f"customers/addresses/{kiel['id']}/set-default/")
    assert answer.json() == kiel | {"is_default": True}
    assert book(ada) == [("Kiel", True), ("Bonn", False), ("Hamburg", False)]

    ada.delete(f"customers/addresses/{kiel['id']}/")
    assert book(ada) == [("Bonn", True), ("Hamburg", False)]


def test_a_default_stays_one_until_another_takes_its_place(ada):
    made = add(ada)

    answer = ada.patch(f"customers/addresses/{made['id']}/", {"is_default": False}, if_match="*")

    assert answer.json()["is_default"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (ADDRESS | {"country": "XX"}, "country"),
        (ADDRESS | {"country": "DEU"}, "country"),
        (ADDRESS | {"city": ""}, "city"),
        ({name: text for name, text in ADDRESS.items() if name != "line1"}, "line1"),
        (ADDRESS | {"postcode": "1" * 21}, "postcode"),
        (ADDRESS | {"line1": "nul\x00"}, "line1"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(ada, body, field):
    answer = ada.post("customers/addresses/", body)

    assert list(assert_problem(answer, status=400, code="validation-error")["errors"]) == [field]
    assert not Address.objects.exists()


def test_what_is_wrong_in_a_change_changes_nothing(ada):
    address = add(ada)
    path = f"customers/addresses/{address['id']}/"

    answer = ada.patch(path, {"postcode": "1" * 21, "city": "Kiel"}, if_match="*")

    assert "postcode" in assert_problem(answer, status=400, code="validation-error")["errors"]
    assert ada.get(path).json() == address


@pytest.mark.parametrize(
    ("method", "tail"), [("get", ""), ("patch", ""), ("delete", ""), ("post", "set-default/")]
)
@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_another_persons_address_is_not_there(ada, method, tail, whose):
    eve = make_customer()
    theirs = add_address(user=eve, **ADDRESS), add_address(user=eve, **ADDRESS)
    before = list(Address.objects.order_by("id").values())
    named = theirs[1].uuid if whose == "another's" else uuid.uuid4()

    body = {"city": "Kiel", "is_default": True} if method == "patch" else None
    answer = ada.send(method, f"customers/addresses/{named}/{tail}", body, {"if-match": "*"})

    assert_problem(answer, status=404, code="not-found")
    assert list(Address.objects.order_by("id").values()) == before


def test_a_book_has_its_bounds(ada, customer):
    Address.objects.bulk_create([Address(user=customer, **ADDRESS) for _ in range(MOST)])

    answer = ada.post("customers/addresses/", ADDRESS)

    assert_problem(answer, status=409, code="address-book-full")


@pytest.mark.django_db(transaction=True)
def test_of_two_that_choose_a_default_at_once_one_stands():
    ada = make_customer()
    books = [add_address(user=ada, **ADDRESS) for _ in range(4)]

    told = at_once(*(lambda one=one: set_default(user=ada, uuid=one.uuid) for one in books))

    assert [one for one in told if isinstance(one, Exception)] == []
    assert Address.objects.filter(user=ada, is_default=True).count() == 1
