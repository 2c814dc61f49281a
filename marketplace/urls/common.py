"""What both kinds of host serve at the same addresses."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_documents_urls

Pattern = URLPattern | URLResolver

api: list[Pattern] = [path("api/", include("api.urls"))]

editing: list[Pattern] = [
    path("cms/", include(wagtail_admin_urls)),
    path("documents/", include(wagtail_documents_urls)),
]


# Last of all: whatever no other address took is a page of the site.
site: list[Pattern] = [path("", include(wagtail_urls))]
