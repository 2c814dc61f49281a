from django.urls import URLPattern

from api.routes import route
from api.v1.moderation import views

urlpatterns: list[URLPattern] = [
    route("reviews/<uuid:id>/moderate/", views.ModerateView.as_view(), name="review-moderate"),
    route(
        "retailers/<slug:slug>/reviews/moderation/",
        views.ModerationView.as_view(),
        name="shop-reviews",
    ),
]
