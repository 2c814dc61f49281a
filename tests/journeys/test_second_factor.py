"""A second factor in a browser: set up on a phone, with script or without, then asked for."""

import pyotp
import pytest

from tests.factories.accounts import PASSWORD, make_customer

pytestmark = [
    pytest.mark.world,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def shown(guest):
    """What the page tells to be copied. The database is not asked: not in Playwright's thread."""
    return guest.page.locator("main code").all_inner_texts()


@pytest.mark.parametrize(("slug", "script"), [("", True), ("books", False)])
def test_it_is_set_up_and_asked_for(visit, slug, script):
    ada = make_customer()

    def look(guest, what):
        if script:  # axe needs it
            guest.look(what)
        assert guest.overflow() <= 0

    prefix = "/account" if slug else "/profile"
    with visit(f"second-factor-{slug or 'market'}", script=script) as guest:
        guest.go(slug, f"/auth/login?next={prefix}/second-factor")
        guest.log_in(ada.email, PASSWORD)
        look(guest, "off")
        guest.page.get_by_role("button", name="Set it up").click()
        guest.at(slug, f"{prefix}/second-factor/set-up")
        look(guest, "set-up")
        guest.fill(code=pyotp.TOTP(shown(guest)[0].replace(" ", "")).now())
        guest.page.get_by_role("button", name="Switch it on").click()
        guest.page.get_by_role("heading", name="Your recovery codes").wait_for()
        look(guest, "codes")
        codes = shown(guest)
        assert len(codes) == 10
        guest.page.get_by_role("link", name="I have kept them").click()
        guest.at(slug, f"{prefix}/second-factor")
        look(guest, "on")
    with visit("second-step", script=script) as guest:
        guest.go(slug, f"/auth/login?next={prefix}/orders")
        guest.log_in(ada.email, PASSWORD)
        look(guest, "asked")
        guest.fill(code="000000")
        guest.page.locator("main button[type=submit]").click()
        look(guest, "wrong")
        guest.fill(code=codes[0])
        guest.page.locator("main button[type=submit]").click()
        guest.at(slug, f"{prefix}/orders")
