from django.urls import URLPattern

from api.routes import route
from api.v1.users import views

urlpatterns: list[URLPattern] = [
    route("users/", views.AccountsView.as_view(), name="users"),
    route("users/<uuid:id>/", views.AccountView.as_view(), name="user"),
]
