from django.urls import URLPattern, URLResolver, include, path

from cms import closed
from cms.theme.views import theme_css

urlpatterns: list[URLPattern | URLResolver] = [
    path("theme.css", theme_css, name="theme-css"),
    path("cms/", include(closed)),
    path("_util/login/", closed.to_front_login),
]
