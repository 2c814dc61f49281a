"""The operators' desk on the marketplace's host: applications, shops, access for support."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.logins import second_factor
from marketplace.accounts.models import User
from marketplace.accounts.provisioning import send_invitation
from marketplace.discovery.rates import old_rates
from marketplace.pages.account.step_up import step_up
from marketplace.pages.operators.forms import DeclineForm, ReasonForm, ResetFactorForm, SupportForm
from marketplace.pages.shared.links import to_shop
from marketplace.pages.shared.shoppers import account_of
from marketplace.reviews import hiding_requests
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import normal_email
from tenants.kernel.postal.lines import address_line
from tenants.registry import services
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.staff.models import Invitation, Membership
from tenants.staff.services import grant_support

PAGE_SIZE = 50
View = Callable[..., HttpResponse]
Status = Retailer.Status


def for_operators(view: View) -> View:
    """Strangers log in first; whoever is no platform admin finds nothing here."""

    @never_cache
    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not account_of(request).is_superuser:
            raise Http404
        if account_of(request).second_factor_at is None:
            return redirect("account-second-factor")
        return view(request, *args, **kwargs)

    return gate


@for_operators
@require_safe
def show_desk(request: HttpRequest) -> HttpResponse:
    status, words = request.GET.get("status", ""), request.GET.get("q", "").strip()[:100]
    shops = Retailer.objects.order_by("-applied_at", "-id")
    if status in Status.values:
        shops = shops.filter(status=status)
    if words:
        names = Q(name__icontains=words) | Q(slug__icontains=words)
        shops = shops.filter(names | Q(owner_email__icontains=normal_email(words)))
    page = Paginator(shops, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = dict(Retailer.objects.values_list("status").annotate(Count("id")))
    context = {
        "page": page,
        "status": status,
        "words": words,
        "figures": [(value, label, counts.get(value, 0)) for value, label in Status.choices],
        "old_rates": old_rates(),
        "hiding_count": _write_count(hiding_requests.count_open()),
    }
    return render(request, "operators/desk.html", context)


def _write_count(number: int) -> str:
    """Of the reviews that shops want hidden; "" for none."""
    most = hiding_requests.MOST_COUNTED
    return f"{most}+" if number > most else str(number or "")


@for_operators
@require_safe
def show_shop(request: HttpRequest, slug: str) -> HttpResponse:
    return _shop_page(request, _find(slug))


@for_operators
@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    return _act(
        request,
        slug,
        gettext("The shop is approved; its owner gets an e-mail."),
        lambda shop: services.approve(retailer=shop, operator=account_of(request)),
    )


@for_operators
@require_POST
def decline(request: HttpRequest, slug: str) -> HttpResponse:
    return _with_reason(request, slug, services.decline, gettext("The application is declined."))


@for_operators
@require_POST
@step_up
def suspend(request: HttpRequest, slug: str) -> HttpResponse:
    return _with_reason(request, slug, services.suspend, gettext("The shop is suspended."))


@for_operators
@require_POST
def resume(request: HttpRequest, slug: str) -> HttpResponse:
    return _act(
        request,
        slug,
        gettext("The suspension has ended."),
        lambda shop: services.resume(retailer=shop, operator=account_of(request)),
    )


@for_operators
@require_POST
@step_up
def close(request: HttpRequest, slug: str) -> HttpResponse:
    return _with_reason(request, slug, services.close, gettext("The shop is closed."))


@for_operators
@require_POST
def invite_owner(request: HttpRequest, slug: str) -> HttpResponse:
    """Once more, when the mail was lost or came too late."""
    return _act(
        request,
        slug,
        gettext("The link is on its way to the owner."),
        lambda shop: send_invitation(retailer=shop),
    )


@for_operators
@require_POST
@step_up
def grant_access(request: HttpRequest, slug: str) -> HttpResponse:
    """Access to one shop for oneself: it ends by itself, and the shop's audit tells of it."""
    form, shop = SupportForm(request.POST), _find(slug)
    if not form.is_valid():
        return _shop_page(request, shop, status=422, support_form=form)
    return _act(
        request,
        slug,
        gettext("You have access for support; it ends by itself."),
        lambda retailer: grant_support(
            retailer=retailer, operator=account_of(request), **form.cleaned_data
        ),
    )


@for_operators
@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def reset_second_factor(request: HttpRequest) -> HttpResponse:
    """For whoever has lost the device and the recovery codes, and has proven it otherwise."""
    form = ResetFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(email=form.cleaned_data["email"]).first()
        if user is None or user.second_factor_at is None:
            form.add_error("email", gettext("No account of this address has a second factor."))
        else:
            reason, operator = form.cleaned_data["reason"], account_of(request)
            second_factor.reset(user=user, reason=reason, operator=operator)
            messages.success(request, gettext("It is reset; all logins of that account ended."))
            return redirect("operators")
    status = 422 if form.errors else 200
    return render(request, "operators/second_factor.html", {"form": form}, status=status)


def _with_reason(
    request: HttpRequest, slug: str, verb: Callable[..., Any], message: str
) -> HttpResponse:
    form, shop = ReasonForm(request.POST), _find(slug)
    if not form.is_valid():
        return _shop_page(request, shop, status=422, reason_form=form)
    reason, operator = form.cleaned_data["reason"], account_of(request)
    return _act(
        request,
        slug,
        message,
        lambda retailer: verb(retailer=retailer, reason=reason, operator=operator),
    )


def _act(
    request: HttpRequest, slug: str, message: str, verb: Callable[[Retailer], Any]
) -> HttpResponse:
    try:
        verb(_find(slug))
        messages.success(request, message)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("operators-shop", slug=slug)


def _find(slug: str) -> Retailer:
    shop = Retailer.objects.filter(slug=slug).first()
    if shop is None:
        raise Http404
    return shop


def _people(shop: Retailer, operator: User) -> dict[str, Any]:
    """The addresses of those who have taken the shop over, of who applied before that; or else the
    invitation that waits for it; and until when the operator has access for support, if she has."""
    applicant = [shop.owner_email]
    if not shop.is_staffed:
        return {"has_owner": True, "owners": applicant}
    with use_retailer(shop):
        members = Membership.objects.owners().values("user_id")
        owners = list(
            User.objects.filter(pk__in=members).order_by("id").values_list("email", flat=True)
        )
        invitation = None if owners else Invitation.objects.open().of_owners().first()
        access = Membership.objects.live_for(operator)
    return {
        "has_owner": bool(owners),
        "owners": owners or applicant,
        "invitation": invitation,
        "access": access,
    }


def _shop_page(
    request: HttpRequest, shop: Retailer, *, status: int = 200, **forms: Any
) -> HttpResponse:
    context = {
        "shop": shop,
        "place": address_line(shop.postal_address()),
        **_people(shop, account_of(request)),
        "home": to_shop(shop),
        "desk": to_shop(shop, "/seller/dashboard"),
        "domains": shop.domains.order_by("-is_primary", "domain"),
        "reason_form": DeclineForm() if shop.status == Status.APPLIED else ReasonForm(),
        "support_form": SupportForm(),
    }
    return render(request, "operators/shop.html", context | forms, status=status)
