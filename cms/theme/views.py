"""/theme.css: asked for again with each page, answered with 304 while nothing has changed."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from cms.theme.models import ThemeSettings
from cms.theme.services import style_sheet


def _sheet(request: HttpRequest) -> str:
    sheet: str | None = getattr(request, "theme_sheet", None)
    if sheet is None:
        theme = ThemeSettings.objects.filter(site__is_default_site=True).first()
        sheet = style_sheet(theme or ThemeSettings())
        request.theme_sheet = sheet  # type: ignore[attr-defined]
    return sheet


def _etag(request: HttpRequest) -> str:
    return quote_etag(hashlib.sha256(_sheet(request).encode()).hexdigest()[:32])


@require_safe
@condition(etag_func=_etag)
def theme_css(request: HttpRequest) -> HttpResponse:
    """Exact: a browser may keep it, but has to ask; a saved theme holds from the next page on."""
    response = HttpResponse(_sheet(request), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
