from django.urls import URLPattern, URLResolver, include, path

from cms import icons, refusals, sitemaps
from cms.theme.views import theme_css

urlpatterns: list[URLPattern | URLResolver] = [
    path("theme.css", theme_css, name="theme-css"),
    path("sitemap.xml", sitemaps.show_index, name="sitemap"),
    path("sitemap-<slug:part>.xml", sitemaps.show_part, name="sitemap-part"),
    path("favicon.ico", icons.show_favicon, name="favicon"),
    path("favicon.<int:size>.png", icons.show_icon, name="icon"),
    path("site.webmanifest", icons.show_manifest, name="manifest"),
    path("cms/", include(refusals)),
    path("_util/login/", refusals.redirect_to_front_login),
    path("_util/login", refusals.redirect_to_front_login),
]
