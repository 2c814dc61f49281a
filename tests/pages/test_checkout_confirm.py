"""An order that is confirmed by mail, through the pages and without any script."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from marketplace.cart.queries import read_cart
from marketplace.cart.services import set_fulfilment
from marketplace.cart.shopper import Shopper, read_token
from marketplace.payments.checkout import place
from marketplace.payments.confirmation_links import merge_carts
from marketplace.payments.confirmations import ConfirmationNeeded, find_waiting
from marketplace.payments.models import OrderConfirmation
from marketplace.purchases.models import Purchase
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.models import Benefit
from tenants.shop.partner.services import set_price, set_stock
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.factories.messages import links_by_mail
from tests.factories.offers import make_offer, terms
from tests.factories.threads import at_once
from tests.pages.browser import Browser, hidden, text_of
from tests.pages.checkout import order_on_page, with_cart
from tests.pages.test_handoff import carry, cart_of

pytestmark = pytest.mark.django_db
MAILBOX = "ada@mail.example"


@pytest.fixture
def novel(books):
    Retailer.objects.filter(pk=books.pk).update(guest_order_pieces=0)
    return make_product(books, "Novel")


@pytest.fixture
def link(novel):
    """Of an order of one novel."""
    return ordered(novel)[1]


def ordered(*products, slug=""):
    browser = with_cart(*products, slug=slug)
    answer = order_on_page(browser, slug)
    assert (answer.status_code, answer["Location"]) == (302, "/checkout/awaited")
    return browser, links_by_mail(MAILBOX, "/checkout/confirm/")[-1]


def test_a_shop_that_delivers_there_no_more_says_so_once(link, books):
    Retailer.objects.filter(pk=books.pk).update(delivery_postcodes=["99"])
    browser = Browser()
    for answer in (browser.get("", link), browser.post("", link, {"seen": ""})):
        text = text_of(answer)
        assert text.count("Not every shop delivers to this address.") == 1
        assert "Northgate Books does not deliver to this address" in text
        assert "Choose another address" not in text
        assert "Check out again, in the browser in which you ordered" in text
    assert Purchase.objects.count() == 0


def test_the_page_that_waits_is_kept_by_no_browser(novel):
    browser, _ = ordered(novel)

    page = browser.get("", "/checkout/awaited")

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


def test_the_cart_shows_what_counts_with_the_way_that_was_chosen_at_the_checkout(books, novel):
    """Picked up, a tenth of the goods; delivered, the fee, which is more."""
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal(15))
    make_offer(books, given=terms(percent="10"))
    make_offer(books, given=terms(percent="100", benefit=Benefit.SHIPPING_PERCENTAGE))
    shopper = fill_cart(make_product(books, price="100.00").uuid)
    set_fulfilment(shopper=shopper, retailer=books, fulfilment="pickup")

    answer = place(
        shopper=shopper,
        email=MAILBOX,
        shipping_address=ADDRESS,
        fulfilment={"books": "delivery"},
    )

    assert isinstance(answer, ConfirmationNeeded)
    assert str(read_cart(shopper).group("books").to_pay) == "100.00 EUR"


def test_what_other_guests_ordered_counts_for_none_but_them(books):
    Retailer.objects.filter(pk=books.pk).update(guest_order_pieces=1)
    product = make_product(books, "Novel")

    emails = ("ada@mail.example", "eve@mail.example", "Ada@Mail.example")
    ways = [order_on_page(with_cart(product), email=email)["Location"] for email in emails]

    assert [way == "/checkout/awaited" for way in ways] == [False, False, True]


def confirm(link, browser=None, slug=""):
    """Open it in a browser that knows nothing of the cart, and press the button."""
    browser = browser or Browser()
    page = browser.get(slug, link)
    assert page.status_code == 200, page.content
    return browser.post(slug, link, {"seen": hidden(page, "seen")})


@pytest.mark.parametrize("slug", ["", "books"])
def test_the_link_shows_the_order_and_a_button_places_it(novel, books, slug):
    browser, link = ordered(novel, slug=slug)
    told = text_of(browser.get(slug, "/checkout/awaited"))
    assert MAILBOX in told
    assert "Nothing is ordered yet" in told

    mailbox = Browser()
    page = text_of(mailbox.get(slug, link))
    assert "Novel" in page
    assert not Purchase.objects.exists()

    answer = confirm(link, mailbox, slug)
    purchase = Purchase.objects.get()
    assert answer["Location"].startswith(f"/checkout/done/{purchase.uuid}?token=")
    assert "Thank you" in text_of(mailbox.follow(answer))
    assert (purchase.email, purchase.user) == (MAILBOX, None)
    assert read_stock(books, novel) == (10, 1)
    assert browser.get(slug, "/checkout/awaited")["Location"] == "/cart"


def test_the_sums_are_those_of_the_order_and_not_of_the_cart_before(novel):
    """It is picked up; in the cart it would have been delivered."""
    browser = with_cart(novel)
    way = "fulfilment-books"
    order_on_page(browser, **{way: "pickup"})
    page = text_of(Browser().get("", links_by_mail(MAILBOX, "/checkout/confirm/")[-1]))

    assert page.count("€12.50") >= 2
    assert "€17.40" not in page


@pytest.mark.parametrize(("of", "elsewhere"), [("", "books"), ("books", ""), ("books", "coffee")])
def test_the_link_is_of_its_host_alone(novel, of, elsewhere):
    _, link = ordered(novel, slug=of)
    assert Browser().get(elsewhere, link).status_code == 410
    assert Browser().post(elsewhere, link, {"seen": "x"}).status_code == 410
    assert not Purchase.objects.exists()


def test_programs_that_open_links_place_nothing(link):
    for _ in range(3):
        assert Browser().get("", link).status_code == 200
    assert Browser().at("").head(link, headers={"host": "localhost"}).status_code == 200
    assert not Purchase.objects.exists()


def test_a_second_click_leads_to_the_same_order(link):
    first, second = confirm(link), Browser().get("", link)

    assert second.status_code == 302
    assert second["Location"].split("?")[0] == first["Location"].split("?")[0]
    assert Purchase.objects.count() == 1


def test_a_button_pressed_twice_places_once(link):
    browser = Browser()
    seen = hidden(browser.get("", link), "seen")
    answers = [browser.post("", link, {"seen": seen}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Purchase.objects.count() == 1


def test_another_address_is_shown_before_anything_goes_there(novel):
    """The cart's owner checks out again while the mailbox's owner reads the page."""
    browser, link = ordered(novel)
    mailbox = Browser()
    seen = hidden(mailbox.get("", link), "seen")
    order_on_page(browser, line1="9 Another Street")
    answer = mailbox.post("", link, {"seen": seen})

    assert answer.status_code == 409
    assert "9 Another Street" in text_of(answer)
    assert not Purchase.objects.exists()
    assert mailbox.post("", link, {"seen": hidden(answer, "seen")}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_buttons_pressed_at_once_place_once(books):
    Retailer.objects.filter(pk=books.pk).update(guest_order_pieces=0)
    _, link = ordered(make_product(books))
    browsers = [Browser() for _ in range(4)]
    seen = [hidden(browser.get("", link), "seen") for browser in browsers]
    calls = [
        lambda b=b, s=s: b.post("", link, {"seen": s}).status_code
        for b, s in zip(browsers, seen, strict=True)
    ]

    assert at_once(*calls) == [302] * 4
    assert Purchase.objects.count() == 1


def test_after_a_day_it_places_nothing(link):
    OrderConfirmation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    browser = Browser()
    assert browser.get("", link).status_code == 410
    assert browser.post("", link, {"seen": "x"}).status_code == 410
    assert not Purchase.objects.exists()


def test_a_made_up_link_opens_nothing(link):
    for made_up in (link[:-4] + "xxxx", "/checkout/confirm/x", link.replace(":", ":x")):
        assert Browser().get("", made_up).status_code == 410


def test_a_price_that_rose_is_shown_before_it_is_paid(novel, books, link):
    browser = Browser()
    seen = hidden(browser.get("", link), "seen")
    with use_retailer(books):
        set_price(product=novel, price=Decimal(20))
    answer = browser.post("", link, {"seen": seen})

    assert answer.status_code == 409
    assert "Something has changed" in text_of(answer)
    assert not Purchase.objects.exists()
    placed = browser.post("", link, {"seen": hidden(answer, "seen")})
    assert placed.status_code == 302
    assert Purchase.objects.get().orders.get().payable >= 20


def test_a_price_that_rose_before_the_link_was_opened_is_shown_once(novel, books, link):
    with use_retailer(books):
        set_price(product=novel, price=Decimal(20))
    browser = Browser()
    page = browser.get("", link)

    assert "Something has changed" in text_of(page)
    assert browser.post("", link, {"seen": hidden(page, "seen")}).status_code == 302


def assert_no_way_on_but_the_cart(link, seen):
    """Neither by the page that was open before nor by a new one, which has no button."""
    browser = Browser()
    for page in (browser.post("", link, {"seen": seen}), browser.get("", link)):
        text = text_of(page)
        assert "It cannot be placed so." in text
        assert "Place the order" not in text
        assert b'name="seen"' not in page.content
    assert not Purchase.objects.exists()


def test_without_stock_nothing_is_placed(novel, books, link):
    seen = hidden(Browser().get("", link), "seen")
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=0)
    assert "Sold out" in text_of(Browser().get("", link))
    assert_no_way_on_but_the_cart(link, seen)


def test_at_a_suspended_shop_nothing_is_placed(books, link):
    seen = hidden(Browser().get("", link), "seen")
    Retailer.objects.filter(pk=books.pk).update(status="suspended")
    assert_no_way_on_but_the_cart(link, seen)


def test_below_the_shops_minimum_there_is_no_button(books, link):
    Retailer.objects.filter(pk=books.pk).update(minimum_order=500)
    page = Browser().get("", link)
    assert "Place the order" not in text_of(page)


def test_what_was_put_in_meanwhile_is_shown_before_it_is_placed(novel, books):
    browser, link = ordered(novel)
    mailbox = Browser()
    seen = hidden(mailbox.get("", link), "seen")
    browser.post("", "/cart/items", {"product": make_product(books, "Atlas").uuid})
    answer = mailbox.post("", link, {"seen": seen})

    assert answer.status_code == 409
    assert "Atlas" in text_of(answer)
    assert not Purchase.objects.exists()


def test_a_cart_that_became_an_accounts_is_not_placed_by_the_guests_link(novel):
    browser, link = ordered(novel)
    user = make_customer()
    browser.post("", "/auth/login", {"identifier": user.email, "password": PASSWORD})
    answer = Browser().get("", link)

    assert answer.status_code == 410
    assert "become that of an account" in text_of(answer)
    assert not Purchase.objects.exists()


def test_the_waiting_page_is_for_who_waits(books):
    assert Browser().get("", "/checkout/awaited")["Location"] == "/cart"


def test_what_is_over_waits_no_more(novel):
    browser, _ = ordered(novel)
    OrderConfirmation.objects.update(expires_at=timezone.now())
    assert browser.get("", "/checkout/awaited")["Location"] == "/cart"


def test_the_link_is_told_to_no_other_site(link):
    page = Browser().get("", link).content.decode()
    assert re.search(r'name="referrer" content="same-origin"', page)


# --- carts that became one ----------------------------------------------------------------------


def test_the_link_of_a_shops_host_places_what_a_passage_made_part_of_another_cart(
    novel, books, coffee
):
    browser, link = ordered(novel, slug="books")
    browser.post("", "/cart/items", {"product": make_product(coffee, "Beans").uuid})
    carry(browser, "books", "")

    answer = confirm(link, slug="books")

    assert answer.status_code == 302
    purchase = Purchase.objects.get()
    assert (purchase.email, purchase.orders.get().retailer) == (MAILBOX, books)
    assert cart_of(browser, "").count == 1


def test_what_came_from_the_other_cart_is_shown_before_it_is_placed(novel, books):
    browser, link = ordered(novel)
    mailbox = Browser()
    seen = hidden(mailbox.get("", link), "seen")
    browser.post("books", "/cart/items", {"product": make_product(books, "Atlas").uuid})
    carry(browser, "", "books")

    answer = mailbox.post("", link, {"seen": seen})

    assert answer.status_code == 409
    assert "Atlas" in text_of(answer)
    assert mailbox.post("", link, {"seen": hidden(answer, "seen")}).status_code == 302
    assert Purchase.objects.get().orders.get().item_count == 2


def test_the_link_of_a_cart_that_held_another_moves_with_it(novel, books):
    """The browser names it by the cart that became part of it before."""
    product = make_product(books, "Atlas")
    source, middle, last = (fill_cart(product.uuid).token for _ in range(3))
    merge_carts(source=source, target=middle)
    place(shopper=Shopper(token=middle), email=MAILBOX, shipping_address=ADDRESS)
    merge_carts(source=source, target=last)

    waiting = find_waiting(cart=read_token(last))
    assert waiting is not None
    assert waiting.email == MAILBOX
    [link] = links_by_mail(MAILBOX, "/checkout/confirm/")
    assert confirm(link).status_code == 302
    assert Purchase.objects.get().orders.get().item_count == 3


def test_links_of_both_carts_work_until_there_is_nothing_left(novel, books):
    browser, link = ordered(novel)
    browser.post("books", "/cart/items", {"product": make_product(books, "Atlas").uuid})
    order_on_page(browser, "books")
    other = links_by_mail(MAILBOX, "/checkout/confirm/")[-1]
    carry(browser, "books", "")
    told = text_of(browser.get("", "/checkout/awaited"))

    assert MAILBOX in told
    assert confirm(other, slug="books").status_code == 302
    assert Purchase.objects.get().orders.get().item_count == 2
    over = Browser().get("", link)
    assert over.status_code == 410
    assert "The cart of this order is empty" in text_of(over)


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_while_the_carts_become_one_is_told_and_works(books):
    Retailer.objects.filter(pk=books.pk).update(guest_order_pieces=0)
    browser, link = ordered(make_product(books))
    mailbox = Browser()
    seen = hidden(mailbox.get("", link), "seen")
    browser.post("books", "/cart/items", {"product": make_product(books).uuid})
    at_once(
        lambda: carry(browser, "", "books").status_code,
        lambda: mailbox.post("", link, {"seen": seen}).status_code,
    )

    if not Purchase.objects.exists():
        assert confirm(link).status_code == 302
    assert Purchase.objects.count() == 1


def test_a_passage_into_an_account_says_where_the_cart_is(novel):
    browser, link = ordered(novel, slug="books")
    user = make_customer()
    browser.post("", "/auth/login", {"identifier": user.email, "password": PASSWORD})
    carry(browser, "books", "")

    over = Browser().get("books", link)
    assert over.status_code == 410
    assert "become that of an account: log in to find it there" in text_of(over)
    assert read_cart(Shopper(user=user)).count == 1


def test_the_page_shows_the_whole_address(link):
    page = text_of(Browser().get("", link))

    assert "Hafenstraße 3" in page
    assert "Germany" in page


def test_a_customer_who_waits_is_told_how_it_is_asked_no_more(novel):
    browser, ada = Browser(), make_customer(email_verified_at=None)
    browser.post("", "/auth/login", {"identifier": ada.email, "password": PASSWORD})
    browser.post("", "/cart/items", {"product": novel.uuid})
    order_on_page(browser)

    page = browser.get("", "/checkout/awaited").content.decode()

    assert "we do not ask again" in page
    assert 'href="/profile"' in page
