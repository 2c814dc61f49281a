"""What is planted after a purchase: an order that was handed over, an invoice, a return."""

from marketplace.accounts.models import User
from marketplace.purchases import returns
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import RetailerOrder
from marketplace.reviews import services as reviews
from marketplace.reviews.hiding_requests import ask_to_hide
from marketplace.wishlists import services as wishlists
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.carts import fill_cart
from tests.factories.orders import hand_over
from tests.factories.reviews import read_at_now
from tests.isolation.cast import DESK, GOODS, ORDER, SHELF, Cast, order


def review(cast: Cast, slug: str, user: User) -> object:
    """Shown to everybody where the product is; what somebody reported is for the shop's staff."""
    words = cast.plant(GOODS, shops=(slug,), as_="review")
    product = cast.shops[slug].ids["product"]
    made = reviews.write(user=user, product=product, score=4, title=words)
    reason = cast.plant(DESK, shops=(slug,), as_="reported")
    reviews.report(user=make_customer(), uuid=made.uuid, reason=reason)
    return made.uuid


def hiding(cast: Cast, slug: str) -> object:
    """What the shop asks about another review of its own, for its staff and the operators."""
    shop = cast.shops[slug]
    words = cast.plant(GOODS, shops=(slug,), as_="disputed")
    disputed = reviews.write(
        user=make_reviewer(), product=shop.ids["product"], score=2, title=words
    )
    request = ask_to_hide(
        retailer=shop.retailer,
        uuid=disputed.uuid,
        reason="other",
        text=cast.plant(SHELF, shops=(slug,), as_="hide"),
        user=make_customer(),
    )
    shop.ids["hiding_read_at"] = read_at_now(request)
    return request.uuid


def wish(cast: Cast, slug: str, user: User) -> str:
    wishlists.save_product(user=user, product=cast.shops[slug].ids["product"])
    return wishlists.share(user=user)


def plant_aftermath(cast: Cast, user: User) -> None:
    """Of one more purchase of the shopper's over both shops."""
    products = [planted.ids["product"] for planted in cast.shops.values()]
    placed = order(cast, fill_cart(*products, user=user), email=user.email, owner=user.email)
    for pointer in RetailerOrder.objects.filter(purchase=placed.purchase):
        slug = pointer.retailer.slug
        hand_over(pointer, carrier="DHL")
        note = cast.plant(ORDER, shops=(slug,), person=user.email, as_="why")
        asked = returns.ask(uuid=pointer.uuid, kind="return", reason="other", note=note, user=user)
        cast.shops[slug].ids |= {
            "shopper_shipped": pointer.uuid,
            "shopper_shipped_number": pointer.number,
            "shopper_request": asked.uuid,
            "shopper_review": review(cast, slug, user),
            "hiding": hiding(cast, slug),
            "shopper_wishlist": wish(cast, slug, user),
        }
        invoice_of(RetailerOrder.objects.get(pk=pointer.pk))
        for text in (pointer.uuid, pointer.number, asked.uuid):
            cast.watch(text, ORDER, shops=(slug,), person=user.email)
