"""Fills an empty marketplace; run again it goes on where it was stopped."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from marketplace.accounts.logins import second_factor
from marketplace.accounts.logins.tokens import revoke_all
from marketplace.accounts.models import User, WebSession
from marketplace.demo import people
from marketplace.demo.goods import fill_shelves
from marketplace.demo.orders import place_orders
from marketplace.demo.pictures import hero_path, logo_path
from marketplace.demo.shapes import DemoShop
from marketplace.demo.shops import SHOPS
from tenants.kernel.locks import hold
from tenants.registry.context import use_retailer
from tenants.registry.models import OpeningHours, Retailer
from tenants.registry.services import create_shop
from tenants.shop.offer.models import Benefit
from tenants.shop.offer.services import Terms, create_voucher
from tenants.shop.voucher.models import Voucher
from tenants.staff.models import Invitation, Membership
from tenants.staff.services import add_member

Progress = Callable[[str], None]


def fill_marketplace(progress: Progress) -> None:
    """An operator, customers, five shops with staff, goods, looks and orders."""
    operator = people.account_of(people.OPERATOR, is_superuser=True)
    if operator.second_factor_at is None:
        second_factor.install(user=operator, secret=people.SECRET)
    customers = [people.account_of(person) for person in people.CUSTOMERS]
    for shop in SHOPS:
        progress(f"{shop.name}: {len(shop.products)} products")
        open_shop(shop, operator)
    dress_market()
    progress(f"{place_orders(customers)} purchases")
    note_accounts(settings.HOME_DIR / "demo.json")


@transaction.atomic
def lock_accounts() -> int:
    """Nobody logs in, or goes on, as a person of the demo; how many accounts that concerns."""
    accounts = list(hold(User.objects.filter(people.IS_DEMO)))
    for user in accounts:
        revoke_all(user=user, why="demo")
    WebSession.objects.filter(user__in=accounts).delete()
    User.objects.filter(pk__in=[user.pk for user in accounts]).update(is_active=False)
    (settings.HOME_DIR / "demo.json").unlink(missing_ok=True)
    return len(accounts)


def open_shop(shop: DemoShop, operator: User) -> Retailer:
    retailer = Retailer.objects.filter(slug=shop.slug).first()
    if retailer is None:
        retailer = register(shop, operator)
    hire(retailer)
    set_hours(retailer, shop)
    fill_shelves(retailer, shop)
    welcome(retailer)
    if not retailer.logo:
        dress(retailer, shop)
    return retailer


def register(shop: DemoShop, operator: User) -> Retailer:
    owner = people.staff_of(shop.slug)["owner"]
    people.account_of(owner)
    return create_shop(
        name=shop.name,
        slug=shop.slug,
        owner_email=owner.email,
        operator=operator,
        currency=shop.currency,
        tagline=shop.tagline,
        trade=shop.trade,
        language=shop.language,
        timezone=shop.timezone,
        contact_name=f"{owner.first_name} {owner.last_name}",
        contact_email=f"hello@{shop.slug}.example",
        street=shop.street,
        postcode=shop.postcode,
        city=shop.city,
        state=shop.state,
        country=shop.country,
        publishes_email=True,
        publishes_phone=True,
        publishes_address=True,
        latitude=shop.latitude,
        longitude=shop.longitude,
        delivery_fee=shop.delivery_fee,
        free_delivery_over=shop.free_over,
    )


def hire(retailer: Retailer) -> None:
    for role, person in people.staff_of(retailer.slug).items():
        user = people.account_of(person)
        with use_retailer(retailer):
            if not Membership.objects.filter(user_id=user.pk).exists():
                add_member(user=user, role=role)
            Invitation.objects.filter(email=user.email).delete()


def welcome(retailer: Retailer) -> None:
    """The same code in every shop: a tenth less."""
    terms = Terms(benefit=Benefit.PERCENTAGE, value=Decimal(10))
    with use_retailer(retailer):
        if not Voucher.objects.filter(code="WELCOME10").exists():
            create_voucher(
                code="WELCOME10", name="Ten per cent to begin with", terms=terms, is_public=True
            )


@transaction.atomic
def set_hours(retailer: Retailer, shop: DemoShop) -> None:
    if retailer.opening_hours.exists():
        return
    OpeningHours.objects.bulk_create(
        [
            OpeningHours(retailer=retailer, weekday=day, opens=opens, closes=closes)
            for day, spans in shop.hours.items()
            for opens, closes in spans
        ]
    )


def dress(retailer: Retailer, shop: DemoShop) -> None:
    """Theme, hero picture and sign; the storefront itself is the edge's business."""
    heading, body = shop.fonts
    decorate = import_string("cms.demo.decorate")
    decorate(
        retailer=retailer,
        hero_image=hero_path(shop.slug).read_bytes(),
        logo=logo_path(shop.slug).read_bytes(),
        colours={**shop.colours, "heading_font": heading, "body_font": body},
        headline=shop.headline,
        intro=shop.intro,
    )


def dress_market() -> None:
    import_string("cms.demo.decorate_market")(hero_image=hero_path("market").read_bytes())


def note_accounts(path: Path) -> None:
    """For the screen that `make run` ends with."""
    first = people.staff_of(SHOPS[0].slug)
    persons = [people.OPERATOR, *first.values(), *people.CUSTOMERS]
    path.write_text(json.dumps([people.credentials(person) for person in persons], indent=2))
