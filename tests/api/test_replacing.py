"""PUT replaces the whole: what is left out gets its default, or is refused as required."""

import pytest
from django.utils.timezone import now

from marketplace.accounts.models import Address, User
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db
FULL = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "phone": "+442079460000",
    "birthday": "1990-12-10",
    "preferences": {"language": "en", "currency": "EUR", "time_zone": "Europe/London"},
    "privacy": {"shows_name": False, "wants_suggestions": False},
}
EMPTY = {
    "first_name": "",
    "last_name": "",
    "phone": None,
    "birthday": None,
    "preferences": {"language": None, "currency": None, "time_zone": None},
    "privacy": {"shows_name": True, "wants_suggestions": True},
}


@pytest.fixture
def ada(customer):
    return Api().login(customer)


def put(api, path, body, **headers):
    return api.send("put", path, body, headers)


def values_at(api, path, like):
    answer = api.get(path).json()
    return {name: answer[name] for name in like}


@pytest.mark.parametrize("path", ["users/me/", "auth/profile/", "customers/profile/"])
def test_a_profile_is_replaced_by_all_of_its_names(ada, path):
    tag = ada.get("users/me/").headers["ETag"]

    full = put(ada, path, FULL, if_match=tag)
    assert full.status_code == 200, full.content
    assert values_at(ada, "users/me/", FULL) == FULL
    emptied = put(ada, path, {}, if_match=full.headers["ETag"])

    assert emptied.status_code == 200
    assert values_at(ada, "users/me/", EMPTY) == EMPTY


def test_a_part_of_the_preferences_empties_the_others(ada):
    put(ada, "users/me/", FULL, if_match="*")

    put(ada, "users/me/", FULL | {"preferences": {"currency": "USD"}}, if_match="*")

    assert values_at(ada, "users/me/", FULL)["preferences"] == {
        "language": None,
        "currency": "USD",
        "time_zone": None,
    }


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [(None, 428, "precondition-required"), ('"old"', 412, "precondition-failed")],
)
def test_a_profile_that_was_not_read_as_it_is_stays(ada, tag, status, code):
    put(ada, "users/me/", FULL, if_match="*")

    assert_problem(put(ada, "users/me/", {}, if_match=tag), status=status, code=code)
    assert values_at(ada, "users/me/", FULL) == FULL


def test_another_accounts_phone_number_is_refused_as_by_a_change(ada):
    make_customer(phone=FULL["phone"])
    before = ada.get("users/me/").json()

    answer = put(ada, "users/me/", FULL, if_match="*")
    assert "phone" in assert_problem(answer, status=400, code="validation-error")["errors"]
    assert ada.get("users/me/").json() == before


def test_an_address_is_replaced(ada):
    address = ada.post("customers/addresses/", ADDRESS | {"line2": "Second floor"}).json()
    path = f"customers/addresses/{address['id']}/"

    answer = put(ada, path, ADDRESS | {"city": "Kiel"}, if_match=ada.get(path).headers["ETag"])

    assert answer.status_code == 200, answer.content
    assert (answer.json()["line2"], answer.json()["city"]) == ("", "Kiel")
    assert answer.json()["is_default"] is True
    assert ada.get(path).headers["ETag"] == answer.headers["ETag"]


def test_an_address_without_what_it_needs_is_refused_and_stays(ada):
    address = ada.post("customers/addresses/", ADDRESS).json()
    before = Address.objects.values().get()

    answer = put(ada, f"customers/addresses/{address['id']}/", {"city": "Kiel"}, if_match="*")

    assert "line1" in assert_problem(answer, status=400, code="validation-error")["errors"]
    assert Address.objects.values().get() == before


def test_a_review_is_replaced(ada, books):
    whole = {"rating": 5, "title": "Lovely", "comment": "Sits well in the hand"}
    path = f"products/{make_product(books).uuid}/reviews/"
    User.objects.update(email_verified_at=now())
    review = ada.post(path, whole).json()

    answer = put(ada, f"reviews/{review['id']}/", {"rating": 2})

    assert answer.status_code == 200, answer.content
    assert [answer.json()[name] for name in whole] == [2, "", ""]
    assert_problem(
        put(ada, f"reviews/{review['id']}/", {"title": "x"}), status=400, code="validation-error"
    )
    assert ada.get(f"reviews/{review['id']}/").json()["rating"] == 2
