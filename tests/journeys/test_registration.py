"""An account in a browser: asked for by keyboard on a phone, finished by the letter's link."""

import pytest

from marketplace.accounts.proofs.registration import make_token
from tests.factories.accounts import PASSWORD
from tests.factories.goods import make_product
from tests.pages.test_registration import NEW

pytestmark = [
    pytest.mark.world,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize(("slug", "script"), [("", True), ("books", False)])
def test_a_shopper_comes_back_to_her_cart_with_an_account(books, visit, slug, script):
    make_product(books, "Novel")

    def look(guest, what):
        if script:  # axe needs it
            guest.look(what)
        assert guest.overflow() <= 0

    with visit(f"registration-{slug or 'market'}", script=script) as guest:
        guest.go(slug, "/products")
        guest.page.locator(".product-card form button").first.click()
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.go(slug, "/auth/register?next=/cart")
        look(guest, "empty")
        guest.tab_to("E-mail")
        guest.page.keyboard.type(NEW)
        guest.press("Send me the link")
        guest.page.get_by_role("heading", name="Look into your mail").wait_for()
        look(guest, "sent")
        guest.go(slug, f"/auth/register/{make_token(NEW, '/cart')}")
        look(guest, "finish")
        guest.fill(password="12345")
        guest.press("Make my account")
        guest.page.get_by_text("too short").wait_for()
        look(guest, "error")
        guest.tab_to("New password")
        guest.page.keyboard.type(PASSWORD)
        guest.press("Make my account")
        guest.at(slug, "/cart")
        guest.page.get_by_text("your account is ready").wait_for()
        assert "Novel" in guest.page.locator("main").inner_text()
