"""Headers that carry what a browser would keep in a cookie."""

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotAuthenticated

from api.views import Endpoint
from marketplace.accounts.models import User
from marketplace.cart.shopper import Shopper

CART_TOKEN = OpenApiParameter(
    "X-Cart-Token", str, OpenApiParameter.HEADER, description="A guest's cart"
)
ORDER_TOKEN = OpenApiParameter(
    "X-Order-Token", str, OpenApiParameter.HEADER, description="A guest's right to see an order"
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$"},
    OpenApiParameter.HEADER,
    required=True,
    description="A random key of the client's; the same key gets the same answer for 24 hours",
)


class ShopperEndpoint(Endpoint):
    """Speaks for a customer, or for a guest by the token of her cart or order."""

    is_personal = True

    @property
    def customer(self) -> User | None:
        user = self.request.user
        return user if isinstance(user, User) else None

    @property
    def account(self) -> User:
        """Raises NotAuthenticated for guests."""
        if self.customer is None:
            raise NotAuthenticated(gettext("Log in first."))
        return self.customer

    def require_buyer(self) -> None:
        """Raises NotAuthenticated for whoever shows neither a login nor an order's token."""
        if self.customer is None and self.order_token is None:
            raise NotAuthenticated(
                gettext("Log in, or send the X-Order-Token that checkout returned.")
            )

    @property
    def shopper(self) -> Shopper:
        return Shopper(
            user=self.customer,
            token=self.request.headers.get("X-Cart-Token"),
            retailer=self.retailer,
        )

    @property
    def order_token(self) -> str | None:
        return self.request.headers.get("X-Order-Token") or None
