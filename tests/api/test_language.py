"""In another language than English each sentence of a refusal, and of a page, is a translation.

The language is made up: each text that goes through gettext stands in brackets.
"""

import pytest
from django.utils.translation import trans_real

from tests.api.conftest import Api
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db
LANGUAGE = "eo"


@pytest.fixture(autouse=True)
def brackets(monkeypatch, settings):
    settings.LANGUAGES = [("en", "English"), (LANGUAGE, "Esperanto")]
    plain, counted = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext

    def gettext(self, message):
        return f"[{message}]" if self.language() == LANGUAGE else plain(self, message)

    def ngettext(self, single, several, number):
        if self.language() != LANGUAGE:
            return counted(self, single, several, number)
        return f"[{single if number == 1 else several}]"

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", gettext)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", ngettext)


def sentences_of(answer):
    """What people read of a problem document."""
    body = answer.json()
    fields = [text for texts in body.get("errors", {}).values() for text in texts]
    return [body["title"], body["detail"], *fields]


def ask(api, path, body=None):
    if body is None:
        return api.get(path, accept_language=LANGUAGE)
    return api.post(path, body, accept_language=LANGUAGE, idempotency_key="0123456789abcdef")


@pytest.mark.parametrize(
    ("status", "path", "body"),
    [
        (400, "products/?page_size=x", None),
        (400, "products/?page_size=1&page_size=2", None),
        (400, "products/?in_stock=perhaps", None),
        (400, "products/?price_min=much", None),
        (400, "products/?cursor=x", None),
        (400, "products/?unknown=1", None),
        (400, f"products/?search={'x' * 201}", None),
        (400, "retailers/?latitude=1", None),
        (400, "retailers/?latitude=x&longitude=1", None),
        (400, "cart/items/", {"product": 5, "quantity": "x"}),
        (400, "cart/items/", {}),
        (401, "users/me/", None),
        (401, "auth/login/", {"identifier": "a@mail.example", "password": "x"}),
        (404, "nothing/", None),
        (404, "products/00000000-0000-4000-8000-000000000000/", None),
        (400, "auth/register/", {"email": "ada@mail.example", "password": "password123"}),
        (405, "cart/", {}),
    ],
)
def test_a_refusal_is_in_the_language_of_whoever_asked(status, path, body):
    answer = ask(Api(), path, body)

    assert answer.status_code == status
    assert [text for text in sentences_of(answer) if not text.startswith("[")] == []


def test_so_is_one_beside_a_field_that_a_service_refused(books):
    api = Api()
    api.cart = fill_cart(make_product(books).uuid).token
    order = {"email": "ada@mail.example"}

    answer = ask(api, "checkout/", order | {"payment_method": "cash_on_delivery"})

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert [text for text in sentences_of(answer) if not text.startswith("[")] == []


def test_so_is_one_of_too_many_tries():
    api = Api()
    for _ in range(11):
        answer = ask(api, "auth/login/", {"identifier": "a@mail.example", "password": "x"})

    assert answer.status_code == 429
    assert [text for text in sentences_of(answer) if not text.startswith("[")] == []


def test_a_page_is_too(client):
    page = client.get("/cart", headers={"host": "localhost", "accept-language": LANGUAGE})

    assert page.status_code == 200
    assert "[Your cart" in page.content.decode()
