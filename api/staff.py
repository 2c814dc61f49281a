"""The gate to what belongs to a shop's staff: on its own host, or below /retailers/{slug}/."""

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from api.views import Endpoint
from marketplace.accounts.models import User
from tenants.context import use_retailer
from tenants.kernel.errors import NotAllowed, NotFound
from tenants.models import Retailer


class StaffGate(Endpoint):
    """Asks whether the caller works in a shop. A stranger is told that there is no such thing."""

    def shop(self, slug: str, *permissions: str) -> Retailer:
        """The shop of the path, if the caller works there and her role has all `permissions`.

        Raises NotFound, NotAllowed. On a shop's host no other shop is named.
        """
        shop = Retailer.objects.with_schema().filter(slug=slug).first()
        if shop is None or self.retailer not in (None, shop):
            raise NotFound("There is no such shop here.")
        self.require_member(shop, *permissions)
        return shop

    def require_member(self, shop: Retailer, *permissions: str) -> None:
        with use_retailer(shop):
            if self.member.membership is None:
                raise NotFound("There is no such thing here.")
            if not self.member.has_perms(permissions):
                raise NotAllowed("Your role in this shop does not reach so far.")

    @property
    def member(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise NotAuthenticated("Log in as a member of the shop's staff.")
        return user

    def role_at(self, shop: Retailer) -> str:
        with use_retailer(shop):
            return self.member.role


class StaffEndpoint(StaffGate):
    """All its methods are for members of one shop."""

    is_personal = True

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        _ = self.member
