"""The cast of the isolation tests and what more it takes for every operation to succeed."""

import gzip
import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from marketplace.accounts.logins import passwords, tokens
from marketplace.accounts.logins.sessions import SessionStore
from marketplace.accounts.models import HandoffCode, Identity, TokenFamily, User, WebSession
from marketplace.accounts.proofs import challenges, email_change, verification
from marketplace.cart.models import Cart
from marketplace.cart.services import change_item
from marketplace.cart.shopper import Shopper
from marketplace.cart.vouchers import apply_voucher
from marketplace.discovery.models import Listing, Sale, Term
from marketplace.discovery.price_spans import write_listed
from marketplace.notifications.choices import choose
from marketplace.payments.models import Allocation, Refund
from marketplace.privacy.models import PersonalExport
from marketplace.purchases.models import Purchase, Quote, RetailerOrder
from marketplace.requests.models import IdempotencyKey
from marketplace.reviews import services as reviews
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import OpeningHours, Retailer
from tenants.shop.catalogue.models import ProductImage
from tenants.shop.order.models import Order, OrderDiscount
from tenants.shop.voucher.models import Voucher
from tenants.tasks.runner import run_all
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.carts import fill_cart
from tests.factories.messages import codes_by_mail
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out
from tests.factories.pictures import draw_picture
from tests.factories.second_factor import enrol, recovery_code
from tests.isolation.aftermath import hand_over
from tests.isolation.cast import Cast

Things = dict[str, Any]
NEW = "looms count in cards"

# By operation id: what an example does not know.
BODIES: dict[str, dict[str, Any]] = {
    "login": {"identifier": "{email}", "password": PASSWORD},
    "sessions_open": {"identifier": "{email}", "password": PASSWORD},
    "refresh": {"refresh": "{refresh}"},
    "logout": {"refresh": "{refresh}"},
    "request_otp": {"identifier": "{email}"},
    "verify_otp": {"challenge": "{challenge}", "code": "{code}"},
    "password_change": {"current_password": PASSWORD, "new_password": NEW},
    "password_reset": {"identifier": "{email}"},
    "password_reset_confirm": {"token": "{reset_token}", "password": NEW},
    "resend_verification": {"email": "{unproven_email}"},
    "me_erase": {"password": PASSWORD},
    "auth_confirm": {"code": None, "password": PASSWORD},
    "second_factor_off": {"code": "{recovery_code}"},
    "second_factor_codes": {"code": "{recovery_code}"},
    "me_email_change": {"email": "new@mail.example", "password": PASSWORD},
    "me_email_confirm": {"token": "{email_token}"},
    "cart_merge": {"token": "{guest_cart}"},
    "cart_voucher_add": {"code": "LESS"},
    "oscar_voucher_add": {"vouchercode": "LESS"},
    "oscar_login": {"username": "{email}", "password": PASSWORD},
}


def upload(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


UPLOADS: dict[str, Callable[[], dict[str, Any]]] = {
    "me_avatar_set": lambda: {"image": upload(draw_picture().read(), "me.png")},
    "products_images_add": lambda: {"image": upload(draw_picture().read(), "mug.png")},
    "imports_add": lambda: {"file": upload(b"handle,title,price\nmug,Mug,1\n", "products.csv")},
}
UPLOADS |= {f"retailers_{name}": UPLOADS[name] for name in ("products_images_add", "imports_add")}


def furnish(cast: Cast) -> Things:
    """At least one row of everything that an operation reads; gives the things of `books`."""
    things = cast.shops["books"].ids
    shopper, other = cast.members["shopper"].user, cast.members["other"].user
    assert shopper is not None
    assert other is not None
    things |= {"email": shopper.email, "unproven_email": other.email}
    things |= {"shopper_pk": shopper.pk, "other_pk": other.pk}
    open_hours(cast)
    sell_for_less(cast, shopper)
    buy_more(cast, shopper, things)
    remember(shopper, things)
    run_all()
    prove(shopper, other, things)
    return things


def open_hours(cast: Cast) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(retailer=planted.retailer, weekday=day, opens="00:00", closes="00:00")
        for planted in cast.shops.values()
        for day in range(7)
    )
    Term.objects.create(word="mug")
    Retailer.objects.update(latitude=52.5, longitude=13.4)


def sell_for_less(cast: Cast, shopper: User) -> None:
    """An offer, a voucher, and one that is in the shopper's cart."""
    books = cast.shops["books"].retailer
    make_offer(books, given=terms(percent="10", at_least=Decimal(5000)))
    make_voucher(books, "LESS", given=terms(off="1"))
    make_voucher(books, "KEPT", given=terms(off="2"))
    apply_voucher(shopper=Shopper(user=shopper), code="KEPT")
    _reduce(cast.shops["books"].ids["product"])


def _reduce(product: object) -> None:
    """As an offer for a single piece writes it; the carts here shall cost what they cost."""
    day, listing = timedelta(days=1), Listing.objects.get(pk=product)
    Sale.objects.create(
        product=listing.pk,
        listing=listing,
        starts_at=timezone.now() - day,
        ends_at=timezone.now() + 30 * day,
        currency=listing.currency,
        price=Decimal("1.00"),
        price_max=Decimal("1.00"),
        was=listing.price,
        comparable=Decimal("1.00"),
        comparable_max=Decimal("1.00"),
    )
    write_listed([str(listing.pk)])


def buy_more(cast: Cast, shopper: User, things: Things) -> None:
    """Something to return, something bought as a guest, a refund, a guest's cart."""
    things["delivered"] = purchase(cast, shopper, things).uuid
    hand_over(RetailerOrder.objects.get(uuid=things["delivered"]))
    claimed = purchase(cast, None, things).purchase
    Purchase.objects.filter(pk=claimed.pk).update(email=shopper.email)
    things["claimed_purchase"] = claimed.uuid
    share = Allocation.objects.get(order__uuid=things["shopper_order"])
    Refund.objects.create(allocation=share, status="due", amount_minor=1)
    with use_retailer(cast.shops["books"].retailer):
        order = Order.objects.get(uuid=things["shopper_order"])
        OrderDiscount.objects.create(order=order, offer_name="Less", amount=1)
        Voucher.objects.get(code="LESS").record_usage(order, shopper)
    # Of her lines one is in the shopper's cart, too, the other is not: so are their copies.
    things["guest_cart"] = fill_cart(things["product"], things["variant"]).token
    things["product_of_another"] = cast.shops["coffee"].ids["product"]
    reviews.find_helpful(user=make_customer(), uuid=things["shopper_review"])


def purchase(cast: Cast, user: User | None, things: Things) -> RetailerOrder:
    """Of a customer who has no cart: the shopper's own stays as it is."""
    cart = Cart.objects.filter(user=user) if user else Cart.objects.none()
    kept = list(cart)
    cart.update(user=None)
    placed = check_out(fill_cart(things["product"], user=user), retailers=["books"])
    for one in kept:
        Cart.objects.filter(user=user).delete()
        Cart.objects.filter(pk=one.pk).update(user=user)
    return RetailerOrder.objects.get(purchase=placed.purchase)


def remember(shopper: User, things: Things) -> None:
    """What is kept of a person beside her purchases."""
    now = timezone.now()
    with use_market():
        pair = tokens.issue(user=shopper, device="phone")
        session = SessionStore()
        session["device"] = "browser"
        session.create()
    things |= {"refresh": pair.refresh, "session_key": session.session_key}
    WebSession.objects.filter(session_key=session.session_key).update(user=shopper)
    things["family"] = TokenFamily.objects.filter(user=shopper).latest("id").uuid
    Identity.objects.create(user=shopper, provider="google", subject="1")
    choose(user=shopper, wishes={"news": {"email": True}})
    PersonalExport.objects.create(
        user=shopper, status="ready", ready_at=now, size=2, data=gzip.compress(b"{}")
    )
    HandoffCode.objects.create(
        user=shopper, digest="1", target_host="books.localhost", expires_at=now
    )
    Quote.objects.create(
        cart=Cart.objects.get(user=shopper), groups={}, expires_at=now + timedelta(minutes=10)
    )
    IdempotencyKey.objects.create(
        actor=f"user:{shopper.uuid}", operation="checkout", key="1", fingerprint="", status=201
    )
    with use_market():
        things["challenge"] = challenges.request_code(
            identifier=shopper.email, purpose="login", channel="email", address="192.0.2.1"
        ).uuid


def prove(shopper: User, other: User, things: Things) -> None:
    """Last, since tokens are bound to an account as it is."""
    (things["code"],) = codes_by_mail(shopper.email)
    User.objects.filter(pk=shopper.pk).update(email_verified_at=timezone.now())
    shopper.refresh_from_db()
    things["reset_token"] = "-".join(passwords.reset_path(shopper).split("/")[-2:])
    things["email_token"] = email_change.make_token(shopper, "new@mail.example")
    things["proving_token"] = verification.link_token(other)
    things["recovery_code"] = recovery_code(enrol(other))


def settle(things: Things) -> dict[str, dict[str, Any]]:
    """After rows were put beside them: the cart's prices as they would be; bodies of this size."""
    shopper = Shopper(user=User.objects.get(pk=things["shopper_pk"]))
    change_item(shopper=shopper, item=things["shopper_item"], quantity=2)
    with use_retailer(Retailer.objects.get(slug="books")):
        pictures = ProductImage.objects.filter(product__uuid=things["product"])
        named = {"images": [str(one) for one in pictures.values_list("uuid", flat=True)]}
    return {"products_images_order": named, "retailers_products_images_order": named}
