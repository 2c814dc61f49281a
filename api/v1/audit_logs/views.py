"""The audit: of a shop for its owner, of all shops for operators."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, Page, paginate
from api.parameters import choice, refuse, single
from api.staff import StaffEndpoint
from api.v1.audit_logs.outputs import (
    AuditPageOutput,
    ShopAuditPageOutput,
    show_entry,
    show_entry_of_shop,
)
from api.v1.me.views import MeEndpoint
from marketplace.accounts.models import User
from marketplace.audit.kinds import Kind
from marketplace.audit.models import Entry
from marketplace.audit.queries import (
    KINDS_OF_SHOP,
    Filter,
    all_entries,
    entries_of_shop,
    lines_for_operators,
    lines_for_shop,
    workers_of,
)
from tenants.kernel.errors import NotAllowed
from tenants.registry.models import Retailer

VIEW = "staff.view_auditentry"
NOBODY = 0  # the id of no account
OF_ALL = [
    OpenApiParameter("person", str, description="An account's id: what it did, or was done to it"),
    OpenApiParameter("on", str, description="A UUID or number: of a product, the prices it had"),
    OpenApiParameter("since", str, description="A day (YYYY-MM-DD)"),
    OpenApiParameter("until", str, description="A day, which counts too"),
    CURSOR,
    PAGE_SIZE,
]
NAMES = PARAMETERS | {"kind", "person", "on", "since", "until"}


class ShopAuditView(StaffEndpoint):
    query = NAMES
    problems = {"get": [403]}

    @extend_schema(
        operation_id="shop_audit_logs_list",
        summary="What was done in a shop, the newest first",
        description=(
            "For its owner. Of logins those of its staff on the shop's own host; an operator of "
            "the marketplace is not named, nor where she was. Days are of the shop's time zone."
        ),
        tags=["audit"],
        parameters=[OpenApiParameter("kind", str, enum=[*map(str, KINDS_OF_SHOP)]), *OF_ALL],
        responses={200: ShopAuditPageOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop, query = self.shop(slug, VIEW), web_request(request).GET
        workers = workers_of(shop)
        ids = {user.uuid: pk for pk, user in workers.items()}
        person = _uuid(query, "person")
        criteria = _filter(query, KINDS_OF_SHOP, ids.get(person, NOBODY) if person else None, shop)
        entries = criteria.narrow(entries_of_shop(shop, workers))
        page = _page_of(request, entries, criteria)
        return Response(
            page.body([show_entry(line) for line in lines_for_shop(page.rows, shop, workers)])
        )


class AuditView(MeEndpoint):
    query = NAMES | {"retailer"}
    problems = {"get": [NotAllowed]}

    @extend_schema(
        operation_id="audit_logs_list",
        summary="What was done at the marketplace and in its shops, the newest first",
        description="For operators, at the marketplace. Days are of UTC.",
        tags=["audit"],
        parameters=[
            OpenApiParameter("kind", str, enum=[*map(str, Kind)]),
            OpenApiParameter("retailer", str, description="A shop's slug"),
            *OF_ALL,
        ],
        responses={200: AuditPageOutput},
    )
    def get(self, request: Request) -> Response:
        if self.retailer is not None or not self.me.operates:
            raise NotAllowed(gettext("This is for the marketplace's operators."))
        query = web_request(request).GET
        criteria = _filter(query, list(Kind), _account(query), None)
        entries = criteria.narrow(all_entries(_shop(query)))
        page = _page_of(request, entries, criteria)
        return Response(
            page.body([show_entry_of_shop(line) for line in lines_for_operators(page.rows)])
        )


def _page_of(request: Request, entries: QuerySet[Entry], criteria: Filter) -> Page[Entry]:
    return paginate(request, entries, field="id", descending=True, moment=criteria.moment)


def _filter(
    query: QueryDict, kinds: Iterable[Kind], person: int | None, shop: Retailer | None
) -> Filter:
    """Raises InvalidParameter."""
    since, until = _day(query, "since"), _day(query, "until")
    criteria = Filter(
        kind=choice(query, "kind", [kind.value for kind in kinds]) or "",
        person=person,
        on=single(query, "on") or "",
        since=since,
        until=until,
    )
    return criteria.at(shop.timezone) if shop else criteria


def _account(query: QueryDict) -> int | None:
    uuid = _uuid(query, "person")
    if uuid is None:
        return None
    return User.objects.filter(uuid=uuid).values_list("pk", flat=True).first() or NOBODY


def _shop(query: QueryDict) -> Retailer | None:
    slug = single(query, "retailer")
    shop = Retailer.objects.filter(slug=slug).first() if slug else None
    if slug and shop is None:
        raise refuse("retailer", gettext("There is no such shop."))
    return shop


def _uuid(query: QueryDict, name: str) -> UUID | None:
    text = single(query, name)
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise refuse(name, gettext("Use an account's id.")) from error


def _day(query: QueryDict, name: str) -> date | None:
    text = single(query, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise refuse(name, gettext("Use a day such as 2026-11-21.")) from error
