from django.urls import URLPattern

from api.routes import route
from api.v1.auth import views

urlpatterns: list[URLPattern] = [
    route("auth/register/", views.RegisterView.as_view(), name="register"),
    route("auth/login/", views.LoginView.as_view(), name="login"),
    route("auth/refresh/", views.RefreshView.as_view(), name="refresh"),
    route("auth/logout/", views.LogoutView.as_view(), name="logout"),
]
