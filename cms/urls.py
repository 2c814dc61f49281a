from django.urls import URLPattern, URLResolver, include, path

from cms import refusals
from cms.theme.views import theme_css

urlpatterns: list[URLPattern | URLResolver] = [
    path("theme.css", theme_css, name="theme-css"),
    path("cms/", include(refusals)),
    path("_util/login/", refusals.redirect_to_front_login),
    path("_util/login", refusals.redirect_to_front_login),
]
