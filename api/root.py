"""The API alone, at its place: what the OpenAPI document is made from."""

from django.urls import include, path

urlpatterns = [path("api/", include("api.urls"))]
