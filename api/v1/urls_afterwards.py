"""The addresses of what comes after a purchase: orders, reviews; and the wishlist."""

from django.urls import URLPattern

from api.routes import route
from api.v1.moderation import views as moderation
from api.v1.orders import views as orders
from api.v1.returns import views as returns
from api.v1.reviews import views as reviews
from api.v1.staff_orders import views as staff_orders
from api.v1.wishlist import views as wishlist

patterns: list[URLPattern] = [
    route("orders/", orders.OrderListView.as_view(), name="orders"),
    route("orders/claim/", orders.OrderClaimView.as_view(), name="order-claim"),
    route("orders/<uuid:id>/", staff_orders.OrderView.as_view(), name="order"),
    route("orders/<uuid:id>/cancel/", orders.OrderCancelView.as_view(), name="order-cancel"),
    route("orders/<uuid:id>/events/", orders.OrderEventsView.as_view(), name="order-events"),
    route("orders/<uuid:id>/tracking/", orders.OrderTrackingView.as_view(), name="order-tracking"),
    route("orders/<uuid:id>/invoice/", orders.OrderInvoiceView.as_view(), name="order-invoice"),
    route("orders/<uuid:id>/return/", returns.ReturnsView.as_view(), name="order-return"),
    route("orders/<uuid:id>/refund/", returns.RefundView.as_view(), name="order-refund"),
    route(
        "orders/<uuid:id>/transitions/",
        staff_orders.TransitionView.as_view(),
        name="order-transitions",
    ),
    route("purchases/<uuid:id>/", orders.PurchaseView.as_view(), name="purchase"),
    route(
        "retailers/<slug:slug>/orders/", staff_orders.StaffOrdersView.as_view(), name="shop-orders"
    ),
    route(
        "retailers/<slug:slug>/orders/<uuid:id>/",
        staff_orders.StaffOrderView.as_view(),
        name="shop-order",
    ),
    route(
        "retailers/<slug:slug>/orders/<uuid:id>/transitions/",
        staff_orders.StaffTransitionView.as_view(),
        name="shop-order-transitions",
    ),
    route(
        "retailers/<slug:slug>/returns/", returns.StaffReturnsView.as_view(), name="shop-returns"
    ),
    route(
        "retailers/<slug:slug>/returns/<uuid:id>/transitions/",
        returns.StaffReturnMoveView.as_view(),
        name="shop-return-transitions",
    ),
    # reviews
    route("reviews/", reviews.ReviewListView.as_view(), name="reviews"),
    route("reviews/<uuid:id>/", reviews.ReviewView.as_view(), name="review"),
    route("reviews/<uuid:id>/helpful/", reviews.HelpfulView.as_view(), name="review-helpful"),
    route("reviews/<uuid:id>/report/", reviews.ReportView.as_view(), name="review-report"),
    route("reviews/<uuid:id>/moderate/", moderation.ModerateView.as_view(), name="review-moderate"),
    route(
        "products/<uuid:id>/reviews/", reviews.ProductReviewsView.as_view(), name="product-reviews"
    ),
    route(
        "retailers/<slug:slug>/reviews/",
        reviews.RetailerReviewsView.as_view(),
        name="retailer-reviews",
    ),
    route(
        "retailers/<slug:slug>/reviews/moderation/",
        moderation.ModerationView.as_view(),
        name="shop-reviews",
    ),
    # wishlist
    route("customers/wishlist/", wishlist.WishlistView.as_view(), name="wishlist"),
    route(
        "customers/wishlist/items/<uuid:product_id>/",
        wishlist.WishlistItemView.as_view(),
        name="wishlist-item",
    ),
    route(
        "customers/wishlist/check/<uuid:product_id>/",
        wishlist.WishlistCheckView.as_view(),
        name="wishlist-check",
    ),
    route("customers/wishlist/share/", wishlist.WishlistShareView.as_view(), name="wishlist-share"),
    route(
        "customers/wishlist/shared/<str:token>/",
        wishlist.SharedWishlistView.as_view(),
        name="wishlist-shared",
    ),
]
