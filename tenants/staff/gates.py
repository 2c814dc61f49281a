"""Who may open a page for a shop's staff, and what is left to do in a shop that is not open."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal
from tenants.registry.audit import record
from tenants.registry.hosts import market_url
from tenants.registry.models import Retailer

View = Callable[..., HttpResponse]
# What staff of a suspended shop still do beside reading: finish the orders that stand.
FINISHING = frozenset({"order.change_order"})


class ShopNotActive(Refusal):
    code = "shop-not-active"
    status = 403
    title = _("This shop is not open.")
    meaning = _(
        "The marketplace has suspended the shop, or it is closed. In a suspended shop its staff "
        "may read, and finish the orders that stand; in a closed one nothing."
    )
    remedy = _("Open the page at `url`: it says why, and what to do.")


def require_active(shop: Retailer, *permissions: str, reads: bool) -> None:
    """One rule for pages and API, on both hosts. Raises ShopNotActive.

    Suspended: its staff read, and finish orders. Closed: nothing (the copy of its data, and the
    cash that is owed, have a page of their own on the marketplace's host).
    """
    if shop.is_staffed:
        return
    is_finishing = not FINISHING.isdisjoint(permissions)
    if shop.status == Retailer.Status.SUSPENDED and (reads or is_finishing):
        return
    raise ShopNotActive(
        gettext(
            "The status of %(name)s is %(status)s. "
            "What is left to do stands on the page of your shop."
        )
        % {"name": shop.name, "status": shop.get_status_display()},
        url=shop_page(shop),
    )


def shop_page(shop: Retailer) -> str:
    """Where its staff see, on the marketplace's host, how a shop stands."""
    return market_url() + shop_path(shop)


def shop_path(shop: Retailer) -> str:
    return f"/seller/shops/{shop.slug}"


def staff_page(*permissions: str) -> Callable[[View], View]:
    """A page for members of this shop's staff whose role has all these permissions.

    A visitor is asked to log in; for a stranger there is no such page (404); a member whose
    role does not reach so far is told so (403). No answer is kept by a cache.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require_member(request, *permissions)
            try:
                _require_active(request, *permissions)
            except ShopNotActive as refusal:
                return render(request, "seller/not_active.html", {"refusal": refusal}, status=403)
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", "private, no-store")
            return response

        return gate

    return decorate


def _require_active(request: HttpRequest, *permissions: str) -> None:
    shop: Retailer = request.retailer  # type: ignore[attr-defined]
    require_active(shop, *permissions, reads=request.method in ("GET", "HEAD"))


def note_support(user: Any, shop: Retailer, *, path: str, reads: bool) -> None:
    """What an operator looks at and does in a shop to which she has access for support."""
    what = "support.read" if reads else "support.sent"
    record(what=what, who=user, on=path, retailer=shop)


def require_member(request: HttpRequest, *permissions: str) -> None:
    """Raises Http404 for someone who does not work here, PermissionDenied for a lesser role."""
    if request.user.membership is None:  # type: ignore[union-attr]
        raise Http404
    if not request.user.has_perms(permissions):
        raise PermissionDenied
