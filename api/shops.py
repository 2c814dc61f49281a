"""Of which shop an operation speaks: the host's, or the one that the path names."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from api.staff import NOTHING, require_member
from api.views import Endpoint
from tenants.kernel.errors import NotFound, Refusal
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NO_OPEN_SHOP = _("There is no such shop, or it is closed at the moment.")


class ShopNotNamed(Refusal):
    code = "shop-not-named"
    status = 422
    title = _("Say which shop.")
    meaning = _("On the marketplace's host nothing is written without a shop.")
    remedy = _("Use the shop's own host, or `/api/v1/retailers/{slug}/...`.")


class ShopEndpoint(Endpoint):
    """`products/` on a shop's host and `retailers/{slug}/products/` are one view.

    `rights` are what a member of staff needs, by method; a method without an entry is for
    everybody. They are asked for before anything else is looked at.
    """

    rights: ClassVar[dict[str, str]] = {}
    shop_argument: ClassVar[str] = "slug"  # of the path
    operation_prefix: ClassVar[str] = ""  # of operation ids, for a view at a further address
    # What only staff know of: to others there is no such thing (404 instead of 403).
    is_hidden: ClassVar[bool] = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        right = self.rights.get(str(request.method))
        if right:
            self.require(right)

    def require(self, right: str) -> None:
        """Raises NotAuthenticated, ShopNotNamed, NotFound, NotAllowed."""
        if not self.request.user.is_authenticated:
            raise NotAuthenticated(gettext("Log in as somebody who works in this shop."))
        require_member(self.request, self.own_shop, right, absent=self._absent)

    @property
    def _absent(self) -> "StrOrPromise":
        """What strangers are told; nothing where everybody sees the shop, and that it has this."""
        if self.is_hidden or not self.own_shop.is_active:
            return NO_OPEN_SHOP if self.shop_argument in self.kwargs else NOTHING
        return ""

    def is_allowed(self, right: str) -> bool:
        """Whether the caller works in this shop, and his role has that right."""
        user: Any = self.request.user
        if not user.is_authenticated or self.shop is None:
            return False
        with use_retailer(self.shop):
            return user.membership is not None and user.has_perm(right)

    @cached_property
    def shop(self) -> Retailer | None:
        """None on the marketplace's host, where the path names none. Raises NotFound.

        Where staff alone have business, a shop that is not open is found too: what is left to do
        there is their gate's to say.
        """
        slug = self.kwargs.get(self.shop_argument)
        if slug is None or (self.retailer and self.retailer.slug == slug):
            return self.retailer
        is_for_staff = str(self.request.method) in self.rights
        shops = Retailer.objects.with_schema() if is_for_staff else Retailer.objects.active()
        shop = None if self.retailer else shops.filter(slug=slug).first()
        if shop is None:
            raise NotFound(NO_OPEN_SHOP)
        return shop

    @property
    def own_shop(self) -> Retailer:
        """Where staff write. Raises ShopNotNamed on the marketplace's bare addresses."""
        if self.shop is None:
            raise ShopNotNamed(gettext("Use the shop's own host, or /api/v1/retailers/{slug}/..."))
        return self.shop
