"""The cookie in which a guest's browser remembers its cart, on each host its own."""

from django.http import HttpRequest, HttpResponse

from marketplace.requests.cookies import keep_private

CART_COOKIE = "galleria_cart"
CART_AGE = 60 * 60 * 24 * 60  # seconds


def keep_cart(request: HttpRequest, response: HttpResponse, token: str | None) -> HttpResponse:
    """Let the guest's browser remember its cart; renewed only when the token is another."""
    if token and token != request.COOKIES.get(CART_COOKIE):
        keep_private(response, CART_COOKIE, token, max_age=CART_AGE)
    return response


def forget_cart(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(CART_COOKIE, samesite="Lax")
    return response
