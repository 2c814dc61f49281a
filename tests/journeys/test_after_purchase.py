"""In Chromium: the pages after a purchase, looked over by axe, wide and narrow."""

import pytest

from marketplace.purchases import returns
from marketplace.reviews import services as reviews
from marketplace.wishlists import services as wishlists
from tenants.kernel.ids import short_id
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import make_member

pytestmark = [
    pytest.mark.world,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def scene(books):
    """A product with a review, one order that can be returned and one that was asked about."""
    novel = make_product(books, "A Novel with a rather long name", price="12.50")
    buyer, owner = make_customer(first_name="Ada", last_name="Lind"), make_member(books, "owner")
    orders = [
        hand_over(make_order(books, novel, user=buyer, quantity=3), carrier="DHL") for _ in "12"
    ]
    returns.ask(uuid=orders[1].uuid, kind="return", reason="damaged", note="Torn", user=buyer)
    review = reviews.write(user=buyer, product=novel.uuid, score=4, title="Good", body="Twice.")
    reviews.report(user=make_customer(), uuid=review.uuid, reason="Rude")
    wishlists.save_product(user=buyer, product=novel.uuid)
    return novel, orders, buyer, owner, wishlists.share(user=buyer)


def save_from_two_tabs(page):
    """The second to be saved shows the page as it was before the first."""
    other = page.context.new_page()
    other.goto(page.url)
    change_review(other, stars=2, body="A sentence that goes on. " * 12)
    other.get_by_text("Your review is changed.").wait_for()
    other.close()
    change_review(page, stars=5, body="Thrice.")
    page.wait_for_url("**/change")


def change_review(page, *, stars, body):
    page.locator("summary", has_text="Change your review").click()
    page.locator(f"[name=score][value='{stars}']").check()
    page.fill("[name=body]", body)
    page.get_by_role("button", name="Save the change").click()


def walk(guest, scene):
    """The name of each page, while the browser is on it."""
    novel, orders, buyer, owner, token = scene
    product = f"/products/{novel.slug}-{short_id(novel.uuid)}"

    guest.go("", product)
    yield "product-reviews"
    guest.go("", f"/wishlists/{token}")
    yield "shared-wishlist"
    guest.go("books", "/auth/login")
    guest.log_in(buyer.email, PASSWORD)
    for name, path in (
        ("product-mine", product),
        ("all-reviews", f"/products/{novel.uuid}/reviews"),
        ("order-returnable", f"/account/orders/{orders[0].uuid}"),
        ("order-asked", f"/account/orders/{orders[1].uuid}"),
        ("wishlist", "/account/wishlist"),
    ):
        guest.go("books", path)
        for summary in guest.page.locator("main details:not([open]) > summary").all():
            summary.click()
        yield name
    guest.go("books", product)
    save_from_two_tabs(guest.page)
    yield "review-overtaken"
    guest.page.context.clear_cookies()
    guest.go("books", "/auth/login")
    guest.log_in(owner.email, PASSWORD)
    for name in ("returns", "reviews", f"orders/{orders[1].number}"):
        guest.go("books", f"/seller/{name}")
        yield f"seller-{name.partition('/')[0]}"


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(visit, scene, width):
    with visit(f"after-{width}", viewport={"width": width, "height": 900}) as guest:
        for name in walk(guest, scene):
            guest.look(name)
            assert guest.overflow() == 0, name
