"""Who fills a cart: a customer, or a guest known by a signed token."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.cart.models import Cart
from marketplace.cart.rows import only
from tenants.registry.models import Retailer

SALT = "marketplace.cart"


@dataclass(frozen=True, slots=True)
class Shopper:
    """`retailer` narrows everything to one shop (its own host); a customer's token is ignored."""

    user: User | None = None
    token: str | None = None
    retailer: Retailer | None = None

    @property
    def actor(self) -> str:
        """Names the shopper in idempotency keys and throttles."""
        if self.user:
            return f"user:{self.user.uuid}"
        uuid = read_token(self.token)
        return f"cart:{uuid}" if uuid else "guest"


def make_token(cart: Cart) -> str:
    """What a guest's client keeps (cookie or X-Cart-Token); worth nothing to customers."""
    return token_for(cart.uuid)


def token_for(uuid: UUID) -> str:
    return signing.Signer(salt=SALT).sign(uuid.hex)


def read_token(token: str | None) -> UUID | None:
    """None for a missing, forged or malformed token."""
    if not token:
        return None
    try:
        return UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def may_have_cart(shopper: Shopper) -> bool:
    """False for a visitor without a login or a token: there is nothing to ask for."""
    return shopper.user is not None or read_token(shopper.token) is not None


def in_cart_of(shopper: Shopper, *, path: str = "") -> Q:
    """Of carts, or of rows whose `path` leads to theirs ("basket__cart__"): the shopper's.

    For whoever has none a condition that Django answers without a statement.
    """
    if shopper.user:
        return Q(**{f"{path}user_id": shopper.user.pk})
    uuid = read_token(shopper.token)
    if uuid is None:
        return Q(pk__in=())
    is_named = Q(**{f"{path}uuid": uuid}) | Q(**{f"{path}merged_uuids__contains": [uuid]})
    return Q(**{f"{path}user_id": None}) & is_named


def is_cart_of(shopper: Shopper, cart: Cart) -> bool:
    """The same of one that was read."""
    if shopper.user:
        return cart.user_id == shopper.user.pk
    return cart.is_known_by(read_token(shopper.token))


def find_cart(shopper: Shopper) -> Cart | None:
    """At most one statement; never makes a cart."""
    return only(Cart.objects.filter(in_cart_of(shopper))) if may_have_cart(shopper) else None
