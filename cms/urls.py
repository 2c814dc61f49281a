from django.urls import URLPattern, URLResolver, include, path

from cms import closed, serving
from cms.theme.views import theme_css

# First of all on both hosts: the most visited address is then found at once.
home: list[URLPattern | URLResolver] = [path("", serving.home, name="home")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("theme.css", theme_css, name="theme-css"),
    path("cms/", include(closed)),
    path("_util/login/", closed.to_front_login),
]
