"""The measured customers, and what is asked in their names."""

import itertools
import random
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import now

from marketplace.accounts.logins import tokens
from marketplace.accounts.models import Profile, User
from marketplace.cart.services import add_item
from marketplace.cart.shopper import Shopper
from marketplace.discovery.models import Listing, ListingVariant
from marketplace.purchases.models import Purchase
from marketplace.reviews.models import ReviewCopy
from tenants.registry.context import use_market
from tests.benchmarks.client import Request, make_request
from tests.benchmarks.data import MEASURED, SHOPS
from tests.factories.orders import check_out

PEOPLE = 50
PURCHASES = 30  # of the first customer, each over three shops
PASSWORD = "correct horse battery"
MARKET = settings.MARKET_HOST


def fill() -> None:
    if not customers():
        hash_of_all = make_password(PASSWORD)
        with transaction.atomic():
            people = User.objects.bulk_create(
                User(
                    email=f"person{number:02}@bench.example",
                    password=hash_of_all,
                    email_verified_at=now(),  # else no review of theirs is published
                )
                for number in range(PEOPLE)
            )
            Profile.objects.bulk_create(Profile(user=person) for person in people)
    first = customers()[0]
    for _ in range(PURCHASES - Purchase.objects.filter(user=first).count()):
        buy(first)


def customers() -> list[User]:
    return list(User.objects.filter(email__regex=r"^person\d+@bench\.example$").order_by("email"))


def buy(user: User) -> None:
    slugs = [MEASURED, *(f"bench-{number:02}" for number in range(2, SHOPS + 1))][:3]
    shopper = Shopper(user=user)
    for slug in slugs:
        variants = ListingVariant.objects.filter(listing__retailer__slug=slug)
        add_item(shopper=shopper, product=variants.order_by("uuid")[0].uuid, quantity=1)
    check_out(shopper)


def bearer(user: User) -> dict[str, str]:
    with use_market():
        return {"Authorization": f"Bearer {tokens.issue(user=user, device='bench').access}"}


def logins(port: int, count: int) -> Iterator[Request]:
    bodies = [{"identifier": one.email, "password": PASSWORD} for one in customers()]
    path = "/api/v1/auth/login/"
    return itertools.cycle([make_request("POST", path, MARKET, body=body) for body in bodies])


def order_lists(port: int, count: int) -> Iterator[Request]:
    headers = bearer(customers()[0])
    return itertools.repeat(make_request("GET", "/api/v1/orders/", MARKET, headers=headers))


def reviews(port: int, count: int) -> Iterator[Request]:
    """Each of a customer and a product who have not met yet."""
    met = set(ReviewCopy.objects.values_list("user_id", "product"))
    products = list(Listing.objects.filter(retailer__slug=MEASURED).values_list("uuid", flat=True))
    pairs = [(one, each) for one in customers() for each in products if (one.pk, each) not in met]
    headers = {one.pk: bearer(one) for one in customers()}
    for one, product in random.Random().sample(pairs, min(count, len(pairs))):
        body = {"product": str(product), "rating": 4, "title": "Good", "comment": "As it should."}
        yield make_request(
            "POST", "/api/v1/reviews/", MARKET, expected=201, headers=headers[one.pk], body=body
        )
