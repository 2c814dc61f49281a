from django.urls import URLPattern

from api.routes import route
from api.v1.second_factor import views

urlpatterns: list[URLPattern] = [
    route("auth/confirm/", views.ConfirmView.as_view(), name="auth-confirm"),
    route("auth/second-factor/", views.SecondFactorView.as_view(), name="api-second-factor"),
    route(
        "auth/second-factor/confirm/",
        views.SecondFactorConfirmView.as_view(),
        name="api-second-factor-confirm",
    ),
    route(
        "auth/second-factor/off/",
        views.SecondFactorOffView.as_view(),
        name="api-second-factor-off",
    ),
    route(
        "auth/second-factor/recovery-codes/",
        views.RecoveryCodesView.as_view(),
        name="api-second-factor-codes",
    ),
]
