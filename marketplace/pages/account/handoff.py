"""The pages of a hand-off between hosts; marketplace.accounts.logins.handoff explains the steps.

`go` and `send` are the source's, `start` and `receive` and `finish` the target's. Every link from
one host to another leads to `go`, which asks at that moment whether there is anything to carry.
Whatever becomes of it, the browser arrives at the page it was sent to.

The code comes by a POST from the other host, at which browsers withhold SameSite=Lax cookies; so
`receive` puts it into a cookie of the target and redirects to `finish`, where nonce and code meet.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.logins import handoff, web_logins
from marketplace.accounts.models import User
from marketplace.cart.cookies import CART_COOKIE, forget_cart, keep_cart
from marketplace.cart.logins import sign_in, tell_merge
from marketplace.cart.merges import merge_guest_cart
from marketplace.cart.queries import count_items
from marketplace.cart.shopper import Shopper, read_token, token_for
from marketplace.pages.shared.departures import note_departure
from marketplace.pages.shared.hosts import answers, host_of, is_ours, may_receive, next_of
from marketplace.payments.confirmation_links import merge_carts
from marketplace.requests.clients import client_address
from marketplace.requests.content_policy import allow_form_to
from marketplace.requests.cookies import keep_private
from marketplace.requests.throttles import TooManyTries, hit
from tenants.kernel.ids import new_token, token_digest
from tenants.registry.hosts import site_url

View = Callable[[HttpRequest], HttpResponse]

# What browsers say of a page that nobody has asked for yet.
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
NONCE_COOKIE = "galleria_browser"
CODE_COOKIE = "galleria_passage"
# As long as the link of a registration, which may come in between.
NONCE_SECONDS = 24 * 3600


def for_visits(view: View) -> View:
    """Nothing is fetched ahead: what there is to carry, and the code's minute, are the click's.

    Whoever refuses such a request (204) is asked anew when somebody goes there.
    """

    @wraps(view)
    def gate(request: HttpRequest) -> HttpResponse:
        purposes = (request.headers.get(name, "") for name in AHEAD)
        if any("prefetch" in purpose or "preview" in purpose for purpose in purposes):
            return HttpResponse(status=204)
        return view(request)

    return gate


@never_cache
@require_safe
@for_visits
def go(request: HttpRequest) -> HttpResponse:
    """At the source: with a login or a cart by way of the target's `start`, else straight on."""
    target, next_path = request.GET.get("to", "").lower(), next_of(request)
    if target == host_of(request):
        return redirect(next_path)
    if not answers(target):
        raise Http404
    if not (is_ours(target) and _has_something(request)):
        return note_departure(request, redirect(site_url(target) + next_path), target)
    query = urlencode({"from": host_of(request), "next": next_path})
    return redirect(f"{site_url(target)}{reverse('handoff-start')}?{query}")


def _has_something(request: HttpRequest) -> bool:
    """A login, or a guest's cart with something of any shop in it."""
    token = request.COOKIES.get(CART_COOKIE)
    return request.user.is_authenticated or count_items(Shopper(token=token)) > 0


@never_cache
@require_safe
@for_visits
def start(request: HttpRequest) -> HttpResponse:
    """At the target: remember this browser by a nonce, and fetch what it has at the source."""
    source = request.GET.get("from", "")
    if source == host_of(request) or not is_ours(source):
        return redirect(next_of(request))
    nonce = request.COOKIES.get(NONCE_COOKIE) or new_token()
    query = {"to": host_of(request), "browser": token_digest(nonce), "next": next_of(request)}
    if request.GET.get("login"):
        query["login"] = "1"
    response = redirect(f"{site_url(source)}{reverse('handoff-send')}?{urlencode(query)}")
    _set_cookie(response, NONCE_COOKIE, nonce, NONCE_SECONDS)
    return response


@never_cache
@require_safe
@for_visits
def send(request: HttpRequest) -> HttpResponse:
    """At the source: a form that carries a fresh code to the target, sent by itself."""
    target, browser = request.GET.get("to", ""), request.GET.get("browser", "")
    if not is_ours(target) or not handoff.is_digest(browser):
        return _refuse(request)
    user = request.user if request.user.is_authenticated else None
    if user is None and request.GET.get("login"):
        login_page = reverse("login")
        return redirect(f"{login_page}?{urlencode({'next': request.get_full_path()})}")
    cart = None if user else read_token(request.COOKIES.get(CART_COOKIE))
    next_path = next_of(request)
    is_asked = request.method == "GET"  # a HEAD makes no code
    if not (user or cart) or not is_asked or not may_receive(target, user):
        return redirect(site_url(target) + next_path)
    try:
        hit("handoff-address", client_address(request))
    except TooManyTries as refusal:
        headers = {"Retry-After": str(refusal.extra["retry_after"])}
        return _throttle(request, headers)
    code = handoff.issue_code(
        user=user,
        cart=cart,
        target_host=target,
        browser_digest=browser,
        next_path=next_path,
        login=web_logins.carry(request.session) if user else None,
    )
    origin = site_url(target)
    action = origin + reverse("handoff-receive")
    context = {"code": code, "next": next_path, "action": action}
    return allow_form_to(render(request, "account/handoff.html", context), origin)


@never_cache
@csrf_exempt  # comes from another host by design; the browser's nonce is what protects it
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("code", "")
    if not code or len(code) > 100:
        return HttpResponseBadRequest()
    query = urlencode({"next": next_of(request)})
    finish_url = f"{reverse('handoff-finish')}?{query}"
    response = HttpResponse(status=303, headers={"Location": finish_url})
    _set_cookie(response, CODE_COOKIE, code, int(handoff.LIFE.total_seconds()))
    return response


@never_cache
@require_safe
def finish(request: HttpRequest) -> HttpResponse:
    """A code that is used, too old or of another browser carries nothing: the way goes on all the
    same, and whoever comes again by the link brings what there is."""
    code, nonce = request.COOKIES.get(CODE_COOKIE, ""), request.COOKIES.get(NONCE_COOKIE, "")
    try:
        redeemed = handoff.redeem_code(code=code, host=host_of(request), nonce=nonce)
    except handoff.HandoffRefused:
        response = redirect(next_of(request))
    else:
        response = redirect(redeemed.next_path)
        _take_over(request, response, redeemed)
    response.delete_cookie(CODE_COOKIE, path="/handoff/", samesite="Lax")
    return response


def _take_over(request: HttpRequest, response: HttpResponse, arrival: handoff.Redeemed) -> None:
    if arrival.user and arrival.user != request.user:
        if request.user.is_authenticated:
            logout(request)
        sign_in(request, arrival.user)
        web_logins.take_over(request.session, arrival.login)
        forget_cart(response)
    elif arrival.user:
        web_logins.join(request.session, arrival.login)
    if arrival.cart is None:
        return
    token = token_for(arrival.cart)
    if isinstance(request.user, User):
        tell_merge(request, merge_guest_cart(user=request.user, token=token))
    else:
        merge = merge_carts(source=token, target=request.COOKIES.get(CART_COOKIE))
        tell_merge(request, merge)
        keep_cart(request, response, merge.token)


def _throttle(request: HttpRequest, headers: dict[str, str]) -> HttpResponse:
    response = render(request, "errors/429.html", status=429)
    for name, value in headers.items():
        response[name] = value
    return response


def _refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "account/handoff_refused.html", status=403)


def _set_cookie(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    keep_private(response, name, value, max_age=seconds, path="/handoff/")
