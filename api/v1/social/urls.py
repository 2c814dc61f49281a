from django.urls import URLPattern

from api.routes import route
from api.v1.social import views

urlpatterns: list[URLPattern] = [
    route("auth/social/<slug:provider>/", views.SocialLoginView.as_view(), name="social-login"),
]
