from django.urls import URLPattern

from api.routes import route
from api.v1.me import views

urlpatterns: list[URLPattern] = [
    route("users/me/", views.MeView.as_view(), name="me"),
    route("users/me/avatar/", views.AvatarView.as_view(), name="me-avatar"),
    route("users/me/erase/", views.EraseView.as_view(), name="me-erase"),
]
