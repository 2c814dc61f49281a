"""The gate to what belongs to a shop's staff: on its own host, or below /retailers/{slug}/."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from api.views import Endpoint
from marketplace.accounts.logins.second_factor import EnrolmentNeeded
from marketplace.accounts.models import User
from tenants.kernel.errors import NotAllowed, NotFound
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.staff.gates import ShopNotActive, note_support, require_active

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


NO_SHOP = _("There is no such shop here.")
NOTHING = _("There is no such thing here.")


def require_member(
    request: Request, shop: Retailer, *permissions: str, absent: "StrOrPromise"
) -> None:
    """Lets through who works in this shop in a role with all `permissions`.

    `absent` is what the caller says of something that is not there: a stranger reads the same.
    Empty where it is no secret that there is something: then he gets NotAllowed.
    Raises NotAuthenticated for guests, NotFound, NotAllowed for a lesser role, ShopNotActive for
    what is not left to do in a suspended or closed shop.
    """
    user = request.user
    if not isinstance(user, User):
        raise NotAuthenticated(gettext("Log in as a member of the shop's staff."))
    with use_retailer(shop):
        if user.membership and shop.requires_second_factor and not user.second_factor_at:
            raise EnrolmentNeeded(
                gettext("The shop wants it of its staff. Begin at `auth/second-factor/`.")
            )
        if absent and user.membership is None:
            raise NotFound(absent)
        if user.membership is None or not user.has_perms(permissions):
            raise NotAllowed(gettext("This is for staff of the shop whose role reaches so far."))
        is_lent = user.membership.is_lent
    reads = request.method in SAFE_METHODS
    require_active(shop, *permissions, reads=reads)
    if is_lent:
        note_support(user, shop, path=request.path, reads=reads)


class StaffGate(Endpoint):
    """Asks whether the caller works in a shop. A stranger is told that there is no such thing."""

    def shop(self, slug: str, *permissions: str) -> Retailer:
        """The shop of the path, if the caller works there and her role has all `permissions`.

        Raises NotFound, NotAllowed. On a shop's host no other shop is named.
        """
        shop = Retailer.objects.with_schema().filter(slug=slug).first()
        if shop is None or self.retailer not in (None, shop):
            raise NotFound(NO_SHOP)
        require_member(self.request, shop, *permissions, absent=NO_SHOP)
        return shop

    @property
    def member(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise NotAuthenticated(gettext("Log in as a member of the shop's staff."))
        return user

    def role_at(self, shop: Retailer) -> str:
        with use_retailer(shop):
            return self.member.role


class StaffEndpoint(StaffGate):
    """All its methods are for members of one shop."""

    is_personal = True
    any_problems = [ShopNotActive]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        self.member  # noqa: B018 - raises for guests
