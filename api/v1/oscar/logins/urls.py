from django.urls import URLPattern

from api.routes import route
from api.v1.oscar.logins import views

urlpatterns: list[URLPattern] = [
    route("login/", views.OscarLoginView.as_view(), name="oscar-login"),
]
