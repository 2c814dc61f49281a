"""What is the same text is the same at every door: kept by one, found by another."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.management import call_command
from django.db import connection

from marketplace.accounts.logins import credentials
from marketplace.accounts.models import User
from marketplace.accounts.people.address_book import add_address
from marketplace.accounts.services import RegistrationRefused, register
from marketplace.accounts.social.id_tokens import _names
from marketplace.cart.vouchers import apply_voucher, remove_voucher
from marketplace.notifications.services import Recipient, notify
from marketplace.pages.account.forms import ForgotPasswordForm, NewPasswordForm
from marketplace.pages.market.application_form import ApplicationForm
from marketplace.pages.operators.forms import ResetFactorForm
from marketplace.promotions.models import Promotion
from marketplace.purchases.models import Purchase
from marketplace.purchases.shop_orders import orders_at
from tenants.kernel.errors import Invalid
from tenants.registry.context import use_retailer
from tenants.registry.models import Domain, Retailer
from tenants.registry.services import add_domain, apply_for_shop, change_profile
from tenants.shop.voucher.models import Voucher
from tenants.tasks.runner import run_all
from tests.api.conftest import Api
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_voucher, terms
from tests.factories.orders import check_out
from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db
COMPOSED, DECOMPOSED, WIDE = "Café au lait", "Cafe\u0301 au lait", "Ｃafé au\u3000lait"
NUMBER, TYPED_NUMBER = "+4930111333", "\u202a+49\u00a0(0)30\u00a0111\u2011333\u202c"
NAME, TYPED_NAME = "Ada Lovelace", "\u202eAda\r\nLovelace\u202c"
EMAIL, TYPED_EMAIL = "ada@xn--bcher-kva.example", "\u202aＡda@Bücher.example\u202c"


def log_in_by_page(user, password):
    body = {"identifier": user.email, "password": password}
    return Browser().post("", "/auth/login", body).status_code == 302


def log_in_by_api(user, password):
    body = {"identifier": user.email, "password": password}
    return Api().post("auth/login/", body).status_code == 200


def log_in_elsewhere(user, password):
    return credentials.check(user.email, password) == user


DOORS = [log_in_by_page, log_in_by_api, log_in_elsewhere]


# --- passwords ---------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED, WIDE, f" {COMPOSED} "], ids=ascii)
def test_a_password_opens_by_every_keyboard(door, typed):
    user = make_customer()
    user.set_password(DECOMPOSED)
    user.save(update_fields=["password"])

    assert door(user, typed)
    assert not door(user, COMPOSED.lower())


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("typed", [DECOMPOSED, WIDE, f" {COMPOSED} "], ids=ascii)
def test_a_password_hashed_as_it_was_typed_opens_still(door, typed):
    user = make_customer()
    User.objects.filter(pk=user.pk).update(password=make_password(typed))

    assert door(user, typed)


def test_a_common_password_is_common_in_full_width_too():
    wide = "ｐａｓｓｗｏｒｄ１２３"
    user = make_customer()

    assert "password" in NewPasswordForm({"password": wide}, user=user).errors
    with pytest.raises(RegistrationRefused) as refused:
        register(email="new@mail.example", password=wide)
    assert list(refused.value.fields) == ["password"]


def test_a_long_sentence_that_a_page_took_opens_the_api_too():
    user, sentence = make_customer(), "many words " * 20
    user.set_password(sentence)
    user.save(update_fields=["password"])

    assert log_in_by_page(user, sentence)
    assert log_in_by_api(user, sentence)


# --- phone numbers -----------------------------------------------------------------------------


def test_a_number_is_kept_in_one_form_by_every_door(books):
    user = register(email="a@mail.example", password="looms count in cards", phone=TYPED_NUMBER)
    assert user.phone == NUMBER
    assert User.objects.get(phone=TYPED_NUMBER) == user

    other = make_customer()
    api = Api().login(other)
    answer = api.patch("users/me/", {"phone": TYPED_NUMBER.replace("111", "222")}, if_match="*")
    assert (answer.status_code, answer.json()["phone"]) == (200, "+4930222333")

    address = add_address(user=other, **ADDRESS | {"phone_number": TYPED_NUMBER})
    address.refresh_from_db()
    assert address.phone_number == NUMBER

    change_profile(retailer=books, contact_phone=TYPED_NUMBER)
    assert Retailer.objects.get(pk=books.pk).contact_phone == NUMBER


def test_an_application_takes_a_number_as_people_write_it():
    form = ApplicationForm({"contact_phone": TYPED_NUMBER})
    form.full_clean()
    assert form.cleaned_data["contact_phone"] == NUMBER


# --- e-mail addresses --------------------------------------------------------------------------


@pytest.mark.parametrize("form", [ForgotPasswordForm, ResetFactorForm])
def test_a_page_takes_an_address_as_it_was_copied(form):
    filled = form({"email": TYPED_EMAIL, "reason": "-"})
    assert filled.is_valid()
    assert filled.cleaned_data["email"] == EMAIL


def test_the_api_takes_it_too():
    body = {"email": TYPED_EMAIL, "password": "looms count in cards"}
    assert Api().post("auth/register/", body).status_code == 201
    assert User.objects.get(email=TYPED_EMAIL).email == EMAIL


def test_orders_are_found_by_an_address_as_it_is_read(books):
    check_out(fill_cart(make_product(books).uuid), email=TYPED_EMAIL)

    assert orders_at(books, statuses=[], search="bücher.example").count() == 1
    assert orders_at(books, statuses=[], search="Ada＠Bücher.example").count() == 1


def test_purchases_in_an_old_spelling_are_respelt(books):
    check_out(fill_cart(make_product(books).uuid))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE purchases_purchase SET email = 'Ada@Bücher.example'")

    migrate("marketplace.purchases.migrations.0005_one_spelling")

    assert Purchase.objects.get().email == EMAIL


# --- vouchers ----------------------------------------------------------------------------------

SPELLINGS = [
    "summer24",
    "Summer 24",
    "SUMMER\u201324",
    "ｓｕｍｍｅｒ－２４",
    "\u202asummer-24\u202c",
]


@pytest.mark.parametrize("typed", SPELLINGS, ids=ascii)
def test_a_code_counts_and_is_taken_out_in_any_spelling(books, typed):
    make_voucher(books, "Summer-24", given=terms(percent="10"))
    shopper = fill_cart(make_product(books).uuid)

    result = apply_voucher(shopper=shopper, code=typed)
    assert (result.applied, result.code) == (["books"], "SUMMER-24")

    view = remove_voucher(shopper=shopper, code=typed)
    assert view.group("books").vouchers == []


def test_each_shop_counts_its_own_code(books, coffee):
    make_voucher(books, "TEN-4", given=terms(percent="10"))
    make_voucher(coffee, "TEN4", given=terms(percent="10"))
    shopper = fill_cart(make_product(books).uuid, make_product(coffee).uuid)

    result = apply_voucher(shopper=shopper, code="ten 4")

    assert sorted(result.applied) == ["books", "coffee"]
    codes = {group.retailer.slug: group.vouchers[0].code for group in result.view.groups}
    assert codes == {"books": "TEN-4", "coffee": "TEN4"}


def test_a_code_is_given_once_in_whatever_spelling(books):
    make_voucher(books, "SUMMER-24", given=terms(percent="10"))
    with pytest.raises(Invalid):
        make_voucher(books, "summer\u201324", given=terms(percent="10"))
    with pytest.raises(Invalid):
        make_voucher(books, "ｓｕｍｍｅｒ２４", given=terms(percent="10"))
    with pytest.raises(Invalid):
        make_voucher(books, " - ", given=terms(percent="10"))
    with use_retailer(books):
        assert Voucher.objects.count() == 1


def test_of_two_old_codes_of_one_shop_the_one_typed_counts(books):
    for code in ("AB-C", "XYZ"):
        make_voucher(books, code, given=terms(percent="10"))
    with use_retailer(books):
        Voucher.objects.filter(code="XYZ").update(code="ABC")
    call_command("rebuild_promotions")

    for code in ("abc", "ab-c"):
        shopper = fill_cart(make_product(books).uuid)
        assert apply_voucher(shopper=shopper, code=code).code == code.upper()


def test_codes_that_stood_before_are_found(books):
    make_voucher(books, "SUMMER-24", given=terms(percent="10"))
    Promotion.objects.update(code_key="")

    migrate("marketplace.promotions.migrations.0002_codes_in_any_spelling", "fill")

    shopper = fill_cart(make_product(books).uuid)
    assert apply_voucher(shopper=shopper, code="summer 24").applied == ["books"]


# --- names -------------------------------------------------------------------------------------


def test_a_person_has_one_line_by_every_door(books):
    user = register(email="a@mail.example", password=PASSWORD, first_name=TYPED_NAME)
    assert user.first_name == NAME
    answer = Api().login(user).patch("users/me/", {"last_name": TYPED_NAME}, if_match="*")
    assert answer.json()["last_name"] == NAME
    assert _names({"name": TYPED_NAME}) == ("Ada", "Lovelace")
    assert _names({"given_name": TYPED_NAME}) == (NAME, "")

    address = add_address(user=user, **ADDRESS | {"first_name": TYPED_NAME, "city": TYPED_NAME})
    address.refresh_from_db()
    assert (address.first_name, address.city) == (NAME, NAME)


def test_a_parcel_has_one_line_for_each(books):
    shopper = fill_cart(make_product(books).uuid)
    check_out(shopper, shipping_address=ADDRESS | {"line1": "12\nSquare\u202e"})
    assert Purchase.objects.get().shipping_address["line1"] == "12 Square"


def test_a_name_that_grows_as_it_is_composed_is_measured_so():
    user = make_customer()
    long = "\ufb2c" * 100  # of three letters each, composed

    answer = Api().login(user).patch("users/me/", {"first_name": long}, if_match="*")

    assert answer.status_code == 400


def test_a_shop_has_one_line(books):
    applied = apply_for_shop(name=TYPED_NAME, slug="torn", owner_email="o@torn.example")
    assert Retailer.objects.get(pk=applied.pk).name == NAME
    change_profile(retailer=books, name="Books\r\nBcc: all@mail.example\u202e")
    assert Retailer.objects.get(pk=books.pk).name == "Books Bcc: all@mail.example"


def test_a_shop_that_has_a_torn_name_sends_its_mails(books):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tenants_retailer SET name = %s, contact_email = %s WHERE id = %s",
            ["Northgate\r\nBcc: all@mail.example\u202e", "Desk@Bücher.example\n", books.pk],
        )
    books.refresh_from_db()
    notify("welcome", Recipient("ann@example.com"), {"name": "Ann"}, retailer=books)

    run_all()

    (letter,) = mail.outbox
    assert letter.from_email.startswith('"Northgate Bcc: all@mail.example (Galleria)" <')
    assert letter.reply_to == ["desk@xn--bcher-kva.example"]
    assert letter.message()["Bcc"] is None


def test_names_that_were_torn_before_are_mended(books):
    user = make_customer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tenants_retailer SET name = %s", [TYPED_NAME])
        cursor.execute("UPDATE accounts_user SET first_name = %s", [TYPED_NAME])

    migrate("tenants.registry.migrations.0007_names_in_one_line")
    migrate("marketplace.accounts.migrations.0009_names_in_one_line")

    assert set(Retailer.objects.values_list("name", flat=True)) == {NAME}
    assert User.objects.get(pk=user.pk).first_name == NAME


# --- hosts -------------------------------------------------------------------------------------


def test_a_domain_is_the_one_that_browsers_ask_for(books):
    """By IDNA 2008, as they do: with Python's own codec it was another's, strasse.example."""
    add_domain(retailer=books, domain="Straße.example")
    assert Domain.objects.filter(domain="xn--strae-oqa.example").exists()


def migrate(module, name="respell"):
    class Editor:
        pass

    Editor.connection = connection
    getattr(import_module(module), name)(apps, Editor)
