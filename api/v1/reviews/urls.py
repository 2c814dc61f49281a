from django.urls import URLPattern

from api.routes import route
from api.v1.reviews import views

urlpatterns: list[URLPattern] = [
    route("reviews/", views.ReviewListView.as_view(), name="reviews"),
    route("reviews/<uuid:id>/", views.ReviewView.as_view(), name="review"),
    route("reviews/<uuid:id>/helpful/", views.HelpfulView.as_view(), name="review-helpful"),
    route("reviews/<uuid:id>/report/", views.ReportView.as_view(), name="review-report"),
    route(
        "products/<uuid:id>/reviews/", views.ProductReviewsView.as_view(), name="product-reviews"
    ),
    route(
        "retailers/<slug:slug>/reviews/",
        views.RetailerReviewsView.as_view(),
        name="retailer-reviews",
    ),
]
