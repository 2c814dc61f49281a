"""SECRET_KEY is replaced: with the former one in SECRET_KEY_FALLBACKS nothing ends that lives.

KINDS names everything that is signed or digested with it: how one is made, and whether it opens.
"""

from uuid import UUID

import jwt
import pytest
from django.conf import settings as django_settings

from marketplace.accounts.logins import passwords, tokens
from marketplace.accounts.models import Challenge
from marketplace.accounts.proofs import challenges, email_change, verification
from marketplace.cart.shopper import read_token, token_for
from marketplace.purchases.models import Purchase
from marketplace.purchases.queries import make_order_token, read_order_token
from marketplace.requests.throttles import TooManyTries
from marketplace.wishlists import services as wishlists
from tenants.kernel.errors import NotFound
from tenants.registry.context import use_market
from tenants.shop.order.models import Order
from tests.api.conftest import Api
from tests.factories.accounts import make_customer
from tests.factories.messages import codes_by_mail

pytestmark = pytest.mark.django_db
NEW = "another-key-of-the-tests-" + "n" * 40
SOME = UUID("7b1b1c8e-0000-4000-8000-000000000000")


def make_pair(user):
    with use_market():
        return tokens.issue(user=user)


def opens_orders(access):
    phone = Api()
    phone.access = access
    return phone.get("orders/").status_code == 200


def unnamed(user):
    """A token from before keys had names."""
    claims = jwt.decode(make_pair(user).access, options={"verify_signature": False})
    return jwt.encode(claims, django_settings.SECRET_KEY)


def browser(user):
    made = Api()
    with use_market():
        made.client.force_login(user)
    return made


def refreshes(pair):
    return Api().post("auth/refresh/", {"refresh": pair.refresh}).status_code == 200


def ask_code(user):
    with use_market():
        challenge = challenges.request_code(
            identifier=user.email, purpose="login", channel="email", address="192.0.2.1"
        )
    return challenge.uuid, codes_by_mail(user.email)[-1]


def answers(value, user):
    challenge, code = value
    body = {"challenge": str(challenge), "code": code}
    return Api().post("auth/verify-otp/", body).status_code == 200


def is_shared(token):
    try:
        return bool(wishlists.find_shared(token=token))
    except NotFound:
        return False


def link_secret(user):
    return passwords.reset_path(user).split("/")[-1]


KINDS = {
    "access token": (lambda user: make_pair(user).access, lambda value, _: opens_orders(value)),
    "access token without kid": (unnamed, lambda value, _: opens_orders(value)),
    "refresh token": (make_pair, lambda value, _: refreshes(value)),
    "web session": (browser, lambda value, _: value.get("orders/").status_code == 200),
    "cart token": (lambda _: token_for(SOME), lambda value, _: read_token(value) == SOME),
    "order token": (
        lambda _: make_order_token(Purchase(uuid=SOME)),
        lambda value, _: read_order_token(value) == SOME,
    ),
    "order's hash": (
        lambda _: Order(number="G-1").verification_hash(),
        lambda value, _: Order(number="G-1").check_verification_hash(value),
    ),
    "shared wishlist": (
        lambda user: wishlists.share(user=user),
        lambda value, _: is_shared(value),
    ),
    "link that proves an address": (
        verification.link_token,
        lambda value, user: verification.user_for_token(value) == user,
    ),
    "link to another address": (
        lambda user: email_change.make_token(user, "new@mail.example"),
        lambda value, user: getattr(email_change.read_token(value), "user", None) == user,
    ),
    "link to a new password": (
        link_secret,
        lambda value, user: passwords.right_of_link(uid=user.uuid, token=value) is not None,
    ),
    "right to a new password after a code": (
        passwords.token_after_code,
        lambda value, _: passwords.find_right(token=value, address="192.0.2.1") is not None,
    ),
    "one-time code": (ask_code, answers),
}


def rotate(settings, *, keep):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep else []
    settings.SECRET_KEY = NEW


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keep", [True, False], ids=["former key kept", "former key gone"])
def test_a_new_key_ends_nothing_as_long_as_the_former_is_named(settings, no_messages, kind, keep):
    make, opens = KINDS[kind]
    user = make_customer()
    value = make(user)
    rotate(settings, keep=keep)

    assert opens(value, user) is keep


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_under_the_new_key_opens_without_the_former(settings, no_messages, kind):
    make, opens = KINDS[kind]
    user = make_customer()
    rotate(settings, keep=True)
    value = make(user)
    settings.SECRET_KEY_FALLBACKS = []

    assert opens(value, user) is True


def test_a_token_names_its_key_and_another_name_is_refused(settings):
    access = make_pair(make_customer()).access
    first = jwt.get_unverified_header(access)["kid"]
    rotate(settings, keep=True)
    second = jwt.get_unverified_header(make_pair(make_customer()).access)["kid"]
    claims = jwt.decode(access, options={"verify_signature": False})
    named_wrongly = jwt.encode(claims, settings.SECRET_KEY, headers={"kid": first})
    unknown = jwt.encode(claims, settings.SECRET_KEY, headers={"kid": "0" * 16})

    assert (len(first), first != second) == (16, True)
    assert settings.SECRET_KEY not in first
    assert opens_orders(access)
    assert not opens_orders(named_wrongly)
    assert not opens_orders(unknown)


def test_a_browser_stays_logged_in_once_the_former_key_is_gone_too(settings):
    """Its session is written anew by the key that signs, when it is used."""
    visitor = browser(make_customer())
    rotate(settings, keep=True)
    assert visitor.get("orders/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []

    assert visitor.get("orders/").status_code == 200


def test_codes_are_counted_over_a_new_key(settings):
    user = make_customer()
    for number in range(5):
        if number == 3:
            rotate(settings, keep=True)
        with use_market():
            challenges.request_code(
                identifier=user.email, purpose="login", channel="email", address="192.0.2.1"
            )

    with use_market(), pytest.raises(TooManyTries):
        challenges.request_code(
            identifier=user.email, purpose="login", channel="email", address="192.0.2.1"
        )
    assert Challenge.objects.count() == 5
