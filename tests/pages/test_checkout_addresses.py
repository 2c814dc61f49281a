"""The addresses of a checkout's page: those of the book, and another that may be kept."""

import pytest

from marketplace.accounts.models import Address
from marketplace.accounts.people.address_book import MOST, add_address
from marketplace.purchases.models import Purchase
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.pages.browser import text_of
from tests.pages.checkout import order_on_page, with_cart

pytestmark = pytest.mark.django_db


def test_saved_addresses_are_offered_the_default_first(books):
    ada = make_customer()
    add_address(user=ada, **ADDRESS | {"city": "Kiel"})
    add_address(user=ada, is_default=True, **ADDRESS)
    browser = with_cart(make_product(books), user=ada)

    page = text_of(browser.get("", "/checkout"))

    first, second = page.index("20459 Hamburg, Germany"), page.index("20459 Kiel, Germany")
    assert first < second < page.index("Another address")
    assert "Keep this address in my address book" in page


def test_another_address_is_kept_where_asked(books):
    ada = make_customer()
    browser = with_cart(make_product(books), user=ada)

    order_on_page(browser, booked="new", save_address="on")

    entry = ada.address_book.get()
    assert {name: getattr(entry, name) for name in ADDRESS} == ADDRESS
    assert Purchase.objects.get().shipping_address["city"] == "Hamburg"


def test_a_guest_and_a_full_book_are_not_asked_to_keep_one(books):
    ada = make_customer()
    Address.objects.bulk_create([Address(user=ada, **ADDRESS) for _ in range(MOST)])

    for user in (None, ada):
        page = with_cart(make_product(books), user=user).get("", "/checkout")
        assert "Keep this address" not in text_of(page)


def test_an_old_address_says_what_is_wrong_with_it_and_leads_to_its_page_and_back(books):
    ada = make_customer()
    old = Address.objects.create(user=ada, **ADDRESS | {"postcode": "1"}, is_default=True)
    browser = with_cart(make_product(books), user=ada)
    sentence = "A postcode in Germany is five digits, such as 26133."
    path = f"/profile/addresses/{old.uuid}?next=/checkout"

    page = browser.get("", "/checkout")
    assert sentence in text_of(page)
    assert f'href="{path}"' in page.content.decode()
    refused = order_on_page(browser, booked=str(old.uuid))
    assert (refused.status_code, sentence in text_of(refused)) == (422, True)
    assert not Purchase.objects.exists()

    saved = browser.post("", path, ADDRESS)
    assert (saved.status_code, saved["Location"]) == (302, "/checkout")
    assert order_on_page(browser, booked=str(old.uuid)).status_code == 302


def test_what_the_country_needs_is_told_beside_its_field(books):
    browser = with_cart(make_product(books))

    answer = order_on_page(browser, country="US", state="", postcode="1")

    html, page = answer.content.decode(), text_of(answer)
    assert answer.status_code == 422
    assert 'id="id_state_error"' in html
    assert "A state is needed in the United States, such as Alabama (AL)." in page
    assert "A ZIP code in the United States is five digits, such as 95014." in page
    assert not Purchase.objects.exists()


def test_who_has_one_name_buys_and_is_called_by_it(books):
    browser = with_cart(make_product(books))

    answer = order_on_page(
        browser, first_name="", last_name="Teller", country="HK", city="Central", postcode=""
    )

    page = text_of(browser.follow(answer))
    assert "Thank you, Teller" in page


def test_fields_are_named_and_marked_as_the_shops_country_has_them(books):
    books.country = "US"
    books.save()

    html = with_cart(make_product(books)).get("", "/checkout").content.decode()

    for label in ("ZIP code", "State"):
        assert label in html
        after = html.split(f"{label}\n", 1)[1].split("</label>", 1)[0]
        assert "optional" not in after


@pytest.mark.parametrize(
    ("country", "labels"),
    [
        ("US", ["ZIP code", "Town or city", "State"]),
        ("DE", ["Postcode", "Town or city", "Province (optional)"]),
        ("hk", ["Postcode (optional)", "District (optional)", "Area (optional)"]),
        ("", ["Postcode (optional)", "Town or city (optional)", "Region (optional)"]),
        ("no country", ["Postcode (optional)", "Town or city", "Province (optional)"]),
    ],
)
def test_labels_follow_the_choice_of_a_country(country, labels, books):
    browser = with_cart(make_product(books))
    html = browser.get("", "/checkout").content.decode()
    assert 'hx-get="/address-labels" hx-trigger="change" hx-swap="none"' in html

    answer = browser.get("books", f"/address-labels?country={country}")

    fragment = answer.content.decode()
    assert text_of(answer) == " ".join(labels)
    assert "max-age=86400" in answer["Cache-Control"]
    for name in ("postcode", "city", "state"):
        assert f'id="id_{name}-label"' in fragment
        assert f'id="id_{name}-label"' in html
    unused = {"US": 0, "DE": 1, "hk": 1, "": 0}
    assert fragment.count("data-unused") == unused.get(country, 0)


def test_another_address_is_marked_the_same_while_one_of_the_book_is_chosen(books):
    ada = make_customer()
    add_address(user=ada, **ADDRESS)

    html = with_cart(make_product(books), user=ada).get("", "/checkout").content.decode()

    for label in ("First name", "Street and number", "Country"):
        after = html.split(f"{label}\n", 1)[1].split("</label>", 1)[0]
        assert "optional" not in after


def test_a_book_page_names_what_is_wrong(books):
    ada = make_customer()
    browser = with_cart(user=ada)

    answer = browser.post("", "/profile/addresses/add", ADDRESS | {"postcode": "1"})

    assert answer.status_code == 422
    assert "A postcode in Germany is five digits, such as 26133." in text_of(answer)
    assert not ada.address_book.exists()
    whole = ADDRESS | {"country": "HK", "city": "Central", "postcode": "", "last_name": ""}
    assert browser.post("", "/profile/addresses/add", whole).status_code == 302
    assert "Hong Kong Island" in text_of(browser.get("", "/profile/addresses"))
