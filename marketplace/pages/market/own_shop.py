"""On the marketplace's host: how the shop stands that somebody works in, and what is left to do."""

from collections.abc import Callable
from functools import wraps
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.notifications.channels.email import platform_sender
from marketplace.pages.account.step_up import step_up
from marketplace.pages.shared.links import to_shop
from marketplace.pages.shared.shoppers import account_of
from marketplace.payments.refunds import hand_back, orders_owed_at
from marketplace.purchases.archive import write_archive
from tenants.registry.audit import record
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.services import KEEP_CLOSED
from tenants.staff.gates import FINISHING
from tenants.staff.roles import MAY_OPEN as MAY_OWN

# Customers' names and addresses are in it: for those who manage the shop.
MAY_TAKE = "staff.view_membership"
MAY_READ = "order.view_order"
DESK = "/seller/orders"
View = Callable[..., HttpResponseBase]


def own_shop_page(view: View) -> View:
    """Gives the view the shop, if who is logged in works there; there is none such for others.

    A second factor that the shop wants of its staff is asked for here: the middleware, which asks
    elsewhere, knows the shop of the host alone.
    """

    @never_cache
    @wraps(view)
    def gate(request: HttpRequest, slug: str) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        shop = Retailer.objects.with_schema().filter(slug=slug).first()
        user = account_of(request)
        if shop is None or _membership_at(shop, user) is None:
            raise Http404
        if shop.requires_second_factor and not user.second_factor_at:
            query = urlencode({"next": f"/seller/shops/{shop.slug}"})
            return redirect(f"{reverse('account-second-factor')}?{query}")
        return view(request, shop)

    return gate


@own_shop_page
@require_safe
def show(request: HttpRequest, shop: Retailer) -> HttpResponse:
    user, is_closed = account_of(request), shop.status == Retailer.Status.CLOSED
    context: dict[str, Any] = {
        "shop": shop,
        "role": _membership_at(shop, user).role,
        "desk": "" if is_closed or not _may(shop, user, MAY_READ) else to_shop(shop, DESK),
        "may_finish": _may(shop, user, *FINISHING),
        "may_take": is_closed and _may(shop, user, MAY_TAKE),
        "owed": orders_owed_at(shop) if is_closed and _may(shop, user, MAY_OWN) else [],
        "contact": platform_sender()[1],
        "kept_until": shop.closed_at and shop.closed_at + KEEP_CLOSED,
    }
    return render(request, "seller/own_shop.html", context)


@own_shop_page
@require_POST
@step_up
def note_cash_back(request: HttpRequest, shop: Retailer) -> HttpResponse:
    """All that is left to say of the orders of a closed shop: the buyer has her cash again."""
    user = account_of(request)
    if shop.status != Retailer.Status.CLOSED or not _may(shop, user, MAY_OWN):
        raise PermissionDenied
    orders = {str(order.uuid): order for order, _ in orders_owed_at(shop)}
    if order := orders.get(request.POST.get("order", "")):
        hand_back(retailer=shop, order=order.uuid, actor=user)
        messages.success(request, gettext("It is noted that the money went back."))
    return redirect("own-shop", shop.slug)


@own_shop_page
@require_POST
def take_data(request: HttpRequest, shop: Retailer) -> HttpResponseBase:
    """The ZIP of a closed shop; the shop's audit tells who took it."""
    user = account_of(request)
    if shop.status != Retailer.Status.CLOSED or not _may(shop, user, MAY_TAKE):
        raise PermissionDenied
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_archive(file, retailer=shop)
    file.seek(0)
    record(what="shop.data-taken", who=user, on=shop.slug, retailer=shop)
    return FileResponse(file, as_attachment=True, filename=f"{shop.slug}.zip")


def _membership_at(shop: Retailer, user: User) -> Any:
    with use_retailer(shop):
        return user.membership


def _may(shop: Retailer, user: User, *permissions: str) -> bool:
    with use_retailer(shop):
        return user.has_perms(permissions)
