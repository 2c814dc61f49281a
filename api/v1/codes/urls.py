from django.urls import URLPattern

from api.routes import route
from api.v1.codes import views

urlpatterns: list[URLPattern] = [
    route("auth/request-otp/", views.RequestOtpView.as_view(), name="request-otp"),
    route("auth/verify-otp/", views.VerifyOtpView.as_view(), name="verify-otp"),
]
