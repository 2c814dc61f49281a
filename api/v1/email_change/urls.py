from django.urls import URLPattern

from api.routes import route
from api.v1.email_change import views

urlpatterns: list[URLPattern] = [
    route("users/me/email/", views.EmailChangeView.as_view(), name="me-email"),
    route(
        "users/me/email/confirm/",
        views.EmailChangeConfirmView.as_view(),
        name="me-email-confirm",
    ),
]
