from django.urls import URLPattern

from api.routes import route
from api.v1.passwords import views

urlpatterns: list[URLPattern] = [
    route("auth/password/change/", views.PasswordChangeView.as_view(), name="password-change"),
    route("auth/password/reset/", views.PasswordResetView.as_view(), name="password-reset"),
    route(
        "auth/password/reset/confirm/",
        views.PasswordResetConfirmView.as_view(),
        name="password-reset-confirm",
    ),
    route(
        "auth/validate-reset-token/<str:token>/",
        views.ResetTokenView.as_view(),
        name="validate-reset-token",
    ),
]
