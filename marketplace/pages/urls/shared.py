"""What every host serves; on a shop's host narrowed to that shop."""

from django.urls import path, re_path

from marketplace.pages.account import (
    auth,
    email_change,
    handoff,
    orders,
    returns,
    verification,
    wishlist,
)
from marketplace.pages.shared import (
    browse,
    cart,
    checkout,
    confirmation,
    media,
    problems,
    product,
    reviews,
    security_txt,
)
from marketplace.pages.urls.routes import Pattern, page

PRODUCT = r"^products/(?P<slug>[^/]+)-(?P<short_id>[0-9a-z]{12})/?$"

urlpatterns: list[Pattern] = [
    *page("search", browse.search, "search"),
    *page("search/suggestions", browse.suggestions, "suggestions"),
    re_path(
        r"^products/(?P<slug>[^/]+)-(?P<short_id>[0-9a-z]{12})/?$", product.show, name="product"
    ),
    *page("cart", cart.show, "cart"),
    *page("cart/items", cart.add, "cart-add"),
    *page("cart/items/<uuid:item>", cart.change, "cart-item"),
    *page("cart/items/<uuid:item>/remove", cart.remove, "cart-remove"),
    *page("cart/clear", cart.clear, "cart-clear"),
    *page("cart/vouchers", cart.apply_voucher, "cart-voucher-add"),
    *page("cart/vouchers/remove", cart.remove_voucher, "cart-voucher-remove"),
    *page("checkout", checkout.check_out, "checkout"),
    *page("checkout/done/<uuid:uuid>", checkout.done, "checkout-done"),
    *page("checkout/awaited", confirmation.awaited, "checkout-awaited"),
    *page("checkout/confirm/<str:token>", confirmation.confirm, "checkout-confirm"),
    *page("orders/<uuid:uuid>", checkout.show_purchase, "purchase"),
    *page("orders/at-shop/<uuid:uuid>", orders.guest_order, "guest-order"),
    *page("orders/at-shop/<uuid:uuid>/cancel", orders.cancel_guest_order, "guest-order-cancel"),
    *page("orders/at-shop/<uuid:uuid>/invoice", orders.guest_invoice, "guest-order-invoice"),
    *page("orders/at-shop/<uuid:uuid>/return", returns.ask_as_guest, "guest-order-return"),
    *page("products/<uuid:product>/reviews", reviews.of_product, "product-reviews"),
    *page("products/<uuid:product>/reviews/write", reviews.write, "review-write"),
    *page("products/<uuid:product>/reviews/<uuid:uuid>/change", reviews.change, "review-change"),
    *page("reviews/<uuid:uuid>/helpful", reviews.helpful, "review-helpful"),
    *page("reviews/<uuid:uuid>/report", reviews.report, "review-report"),
    *page("wishlists/<str:token>", wishlist.shared, "shared-wishlist"),
    *page("wishlists/items/<uuid:product>/save", wishlist.save, "wishlist-save"),
    *page("wishlists/items/<uuid:product>/remove", wishlist.remove, "wishlist-remove"),
    *page("auth/login", auth.log_in, "login"),
    *page("auth/register", auth.register, "register"),
    *page("auth/register/<str:token>", auth.finish_registration, "register-finish"),
    *page("auth/second-step", auth.second_step, "second-step"),
    *page("auth/logout", auth.log_out, "logout"),
    *page("auth/forgot-password", auth.forgot_password, "forgot-password"),
    *page("auth/reset-password/<uuid:uid>/<str:token>", auth.reset_password, "reset-password"),
    *page("auth/verify-email", verification.ask, "verify-email"),
    *page("auth/verify-email/<str:token>", verification.confirm, "verify-email-link"),
    *page("auth/change-email/<str:token>", email_change.confirm, "change-email-link"),
    *page("handoff/start", handoff.start, "handoff-start"),
    *page("handoff/send", handoff.send, "handoff-send"),
    *page("handoff/receive", handoff.receive, "handoff-receive"),
    *page("handoff/finish", handoff.finish, "handoff-finish"),
    *page("problems", problems.show_all, "problems"),
    *page("problems/<slug:code>", problems.show, "problem"),
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
    path("media/<slug:schema>/<path:path>", media.serve, name="media"),
]
