"""Signed values and keys, taken to where they do not belong: they open nothing."""

import pytest
from django.conf import settings
from django.test import Client

from marketplace.accounts.errors import InvalidToken
from marketplace.accounts.logins import handoff, tokens
from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper, read_token
from marketplace.purchases.queries import read_order_token
from tenants.kernel.ids import new_token, token_digest
from tenants.registry.context import current_schema, use_market, use_retailer
from tests.isolation.cast import Cast, Member
from tests.isolation.visiting import browser, read, visit

pytestmark = pytest.mark.django_db


def carrying(host: str, **cookies: str) -> Client:
    """A guest's browser at a host, with cookies of somebody else's."""
    client = Client(headers={"host": host})
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def test_a_session_key_is_worth_nothing_on_another_host(cast: Cast):
    owner = browser(cast, cast.members["owner"], "books")
    key = owner.cookies[settings.SESSION_COOKIE_NAME].value
    assert visit(owner, "/seller/orders").status == 200
    for host in ("coffee.localhost", "localhost"):
        thief = carrying(host, **{settings.SESSION_COOKIE_NAME: key})
        path = "/account" if host.startswith("coffee") else "/profile"
        assert read(thief.get(path)).location.startswith("/auth/login")
    assert visit(owner, "/seller/orders").status == 200  # it is still good where it belongs


def test_a_guests_cart_is_narrowed_to_the_shop_that_is_asked(cast: Cast):
    token = cast.cart_tokens["guest"]
    for slug, foreign in (("books", "coffee"), ("coffee", "books")):
        retailer = cast.shops[slug].retailer
        view = read_cart(Shopper(token=token, retailer=retailer))
        assert [group.retailer.slug for group in view.groups] == [slug]
        client = carrying(retailer.host, galleria_cart=token)
        guest = cast.members["guest"]
        for path in ("/cart", "/api/v1/cart/"):
            answer = read(client.get(path, headers={"x-cart-token": token}))
            assert answer.status == 200
            assert str(cast.shops[foreign].ids["product"]) not in answer.text
            assert cast.leaks(answer.text, member=guest, host=slug) == []


def test_a_cart_token_that_was_tampered_with_opens_nothing(cast: Cast):
    token = cast.cart_tokens["guest"]
    uuid, _, signature = token.partition(":")
    other = ("0" if uuid[0] != "0" else "1") + uuid[1:]
    for bad in (f"{other}:{signature}", uuid, f"{uuid}:", cast.order_tokens["guest"]):
        assert read_token(bad) is None
        answer = carrying("localhost").get("/api/v1/cart/", headers={"x-cart-token": bad})
        assert answer.status_code in (200, 400, 401)
        assert str(cast.shops["books"].ids["product"]) not in answer.content.decode()


def test_a_customers_cart_is_not_opened_by_a_token(cast: Cast):
    """Though its UUID be signed: a customer's cart is read by her account alone."""
    from marketplace.cart.models import Cart
    from marketplace.cart.shopper import make_token

    cart = Cart.objects.get(user=cast.members["shopper"].user)
    assert read_cart(Shopper(token=make_token(cart))).groups == []


@pytest.mark.parametrize("name", ["guest", "other", "stranger", "operator"])
@pytest.mark.parametrize("slug", ["books", "coffee"])
def test_an_order_token_opens_its_own_purchase_only(slug, name, cast: Cast):
    things = cast.shops[slug].ids
    client = browser(cast, cast.members[name], slug)
    token = cast.order_tokens["guest"]
    for whose in ("shopper", "other"):
        if whose == name:
            continue
        for path in (
            f"/orders/{things[f'{whose}_purchase']}?token={token}",
            f"/checkout/done/{things[f'{whose}_purchase']}?token={token}",
            f"/orders/at-shop/{things[f'{whose}_order']}?token={token}",
        ):
            assert visit(client, path).status == 404, path
        path = f"/api/v1/orders/{things[f'{whose}_order']}/"
        answer = client.get(path, headers={"x-order-token": token})
        works_here = (slug, name) == ("coffee", "stranger")  # reads it as its staff
        assert answer.status_code in ((200,) if works_here else (401, 404))


def test_whoever_holds_an_order_token_sees_that_shops_part_on_its_host(cast: Cast):
    holder = Member("holder", cast.members["guest"].user)
    token = cast.order_tokens["guest"]
    here, there = cast.shops["books"].ids, cast.shops["coffee"].ids
    client = browser(cast, holder, "books")
    answer = visit(client, f"/orders/at-shop/{here['guest_order']}?token={token}")
    assert answer.status == 200
    assert here["guest_number"] in answer.text
    assert there["guest_number"] not in answer.text
    assert visit(client, f"/orders/at-shop/{there['guest_order']}?token={token}").status == 404
    whole = visit(client, f"/orders/{here['guest_purchase']}?token={token}")
    assert there["guest_number"] not in whole.text


def test_values_signed_for_one_purpose_serve_no_other(cast: Cast):
    assert read_order_token(cast.cart_tokens["guest"]) is None
    assert read_token(cast.order_tokens["guest"]) is None
    assert read_order_token(cast.order_tokens["guest"]) is not None
    assert read_token(cast.cart_tokens["guest"]) is not None


def test_tokens_of_one_host_are_refused_on_every_other(cast: Cast):
    user = cast.members["owner"].user
    with use_retailer(cast.shops["books"].retailer):
        pair = tokens.issue(user=user)
    hosts = {"books.localhost": 200, "coffee.localhost": 401, "localhost": 401}
    for host, status in hosts.items():
        answer = carrying(host).get(
            "/api/v1/orders/", headers={"authorization": f"Bearer {pair.access}"}
        )
        assert answer.status_code == status, host
    for host in ("coffee.localhost", "localhost"):
        answer = carrying(host).post(
            "/api/v1/auth/refresh/", {"refresh": pair.refresh}, content_type="application/json"
        )
        assert answer.status_code == 401, host
    with use_retailer(cast.shops["books"].retailer):  # the tries elsewhere did not end it
        assert tokens.rotate(refresh=pair.refresh).access != pair.access


def test_a_token_whose_family_is_another_persons_is_refused(cast: Cast):
    """The signature alone does not do: subject and family must belong together."""
    with use_market():
        mine = tokens.issue(user=cast.members["stranger"].user)
        theirs = tokens.issue(user=cast.members["owner"].user)
        forged = tokens.AccessToken(theirs.access)
        forged[tokens.FAMILY_CLAIM] = tokens.AccessToken(mine.access)[tokens.FAMILY_CLAIM]
        with pytest.raises(InvalidToken):
            tokens.authenticate_access(str(forged))


def test_a_handoff_code_is_for_one_host_and_one_browser(cast: Cast):
    nonce = new_token()

    def code(target: str) -> str:
        return handoff.issue_code(
            user=cast.members["owner"].user,
            cart=None,
            target_host=target,
            browser_digest=token_digest(nonce),
            next_path="/",
        )

    for target, host, shown in (
        ("coffee.localhost", "books.localhost", nonce),
        ("localhost", "books.localhost", nonce),
        ("books.localhost", "books.localhost", new_token()),
    ):
        client = carrying(host, galleria_browser=shown, galleria_passage=code(target))
        assert client.get("/handoff/finish").status_code == 302
        assert read(client.get("/account")).location.startswith("/auth/login")
    right = code("books.localhost")
    client = carrying("books.localhost", galleria_browser=nonce, galleria_passage=right)
    assert client.get("/handoff/finish").status_code == 302
    assert client.get("/account").status_code == 200
    assert current_schema() == "public"


def test_orders_of_one_id_have_hashes_of_their_own(cast: Cast):
    """Oscar signs the number of an order, which is unique over all shops."""
    from tenants.shop.order.models import Order

    hashes = []
    for planted in cast.shops.values():
        with use_retailer(planted.retailer):
            order = Order.objects.get(number=planted.ids["shopper_number"])
            hashes.append((order.verification_hash(), order.check_verification_hash("1:x")))
    assert len({value for value, _ in hashes}) == 2
    assert {valid for _, valid in hashes} == {False}
