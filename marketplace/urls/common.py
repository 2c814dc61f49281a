"""What both kinds of host serve at the same addresses."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail import views
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_documents_urls

from marketplace.pages.urls.routes import Pattern as Pattern
from marketplace.pages.urls.routes import tree

api: list[Pattern] = [path("api/", include("api.urls"))]

editing: list[Pattern] = [
    tree("cms/", include(wagtail_admin_urls)),
    tree("documents/", include(wagtail_documents_urls)),
]


# Last of all: whatever no other address took is a page of the site.
# Wagtail routes those that end in a slash.
site: list[Pattern] = [
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>",
        views.authenticate_with_password,
    ),
    path("", include(wagtail_urls)),
    re_path(r"^((?:[\w\-]+/)*[\w\-]+)$", views.serve),
]
