"""/theme.css: asked for again with each page, answered with 304 while nothing has changed."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from cms.theme.models import ThemeSettings
from cms.theme.services import style_sheet
from marketplace.requests.entity_tags import is_named


@require_safe
def theme_css(request: HttpRequest) -> HttpResponse:
    """Exact: a browser may keep it, but has to ask; a saved theme holds from the next page on."""
    theme = ThemeSettings.objects.filter(site__is_default_site=True).first()
    sheet = style_sheet(theme or ThemeSettings())
    tag = quote_etag(hashlib.sha256(sheet.encode()).hexdigest()[:32])
    response: HttpResponse
    if is_named(tag, request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response
