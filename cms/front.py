"""The first page of a site in one statement; Wagtail's own way takes six."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, Field, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import HomePage, MarketHomePage
from tenants.joints.psycopg2 import write_out
from tenants.joints.wagtail import serve_page
from tenants.registry.context import in_market


def home(request: HttpRequest) -> HttpResponse:
    """As wagtail.views.serve for "/", with the type of the page known from the schema."""
    page = _home_page()
    if page is None:
        raise Http404
    return serve_page(page, request, is_restricted=page.is_restricted)


def _home_page() -> Page | None:
    """The live root page of the site, told whether any page of the site is restricted."""
    model = MarketHomePage if in_market() else HomePage
    statement, fields = _statement(model)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    if row is None:
        return None
    values = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, row, strict=False)
    ]
    page: Page = model.from_db(connection.alias, [field.attname for field in fields], values)
    page.is_restricted = row[-1]
    return page


@cache
def _statement(model: type[Page]) -> tuple[str, list[Field[Any, Any]]]:
    """(SQL, the fields it reads) put together once: the text is the same in every schema, and
    to make it, or to let `raw` find out which column is which, takes longer than its run."""
    # Wagtail's forms see to it that one site is the default; nothing in the database does.
    root = (
        Site.objects.filter(is_default_site=True).order_by("root_page_id").values("root_page")[:1]
    )
    restricted = Exists(PageViewRestriction.objects.all())
    pages = model.objects.live().filter(pk=Subquery(root)).annotate(is_restricted=restricted)
    sql, parameters = pages.query.sql_with_params()
    return write_out(sql, parameters), list(model._meta.concrete_fields)
