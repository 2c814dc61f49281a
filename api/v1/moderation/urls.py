from django.urls import URLPattern

from api.routes import route
from api.v1.moderation import views

urlpatterns: list[URLPattern] = [
    route("reviews/<uuid:id>/moderate/", views.ModerateView.as_view(), name="review-moderate"),
    route("admin/reviews/hiding/", views.HidingListView.as_view(), name="admin-hiding"),
    route(
        "admin/reviews/hiding/<uuid:id>/decide/",
        views.DecideView.as_view(),
        name="admin-hiding-decide",
    ),
    route(
        "retailers/<slug:slug>/reviews/moderation/",
        views.ModerationView.as_view(),
        name="shop-reviews",
    ),
]
