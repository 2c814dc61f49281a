from django.urls import URLPattern

from api.routes import route
from api.v1.verification import views

urlpatterns: list[URLPattern] = [
    route(
        "auth/verify-email/<str:token>/",
        views.VerifyEmailView.as_view(),
        name="api-verify-email",
    ),
    route(
        "auth/resend-verification/",
        views.ResendVerificationView.as_view(),
        name="api-resend-verification",
    ),
]
