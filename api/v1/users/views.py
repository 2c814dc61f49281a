"""Accounts: all of them for operators, one's own for everybody."""

from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import flag, single
from api.v1.me.views import MeEndpoint
from api.v1.users.outputs import AccountOutput, AccountPageOutput, show_account
from marketplace.accounts.people import directory
from tenants.kernel.errors import NotAllowed

FILTERS = [
    OpenApiParameter("search", str, description="A part of the name, e-mail or phone number"),
    OpenApiParameter("active", bool, description="Whether it can be logged in to"),
    OpenApiParameter("email_verified", bool, description="Whether its mailbox is proven"),
]


class AccountEndpoint(MeEndpoint):
    @property
    def sees_all(self) -> bool:
        """An operator, at the marketplace: on a shop's host she is a stranger like others."""
        return self.retailer is None and self.me.operates


class AccountsView(AccountEndpoint):
    query = PARAMETERS | {"search", "active", "email_verified"}
    problems = {"get": [NotAllowed]}

    @extend_schema(
        operation_id="users_list",
        summary="Accounts, the newest first",
        description="For operators, at the marketplace. Erased accounts are none.",
        tags=["profile"],
        parameters=[*FILTERS, CURSOR, PAGE_SIZE],
        responses={200: AccountPageOutput},
    )
    def get(self, request: Request) -> Response:
        if not self.sees_all:
            raise NotAllowed(gettext("Your own account is at `users/me/`."))
        query = web_request(request).GET
        accounts = directory.find_accounts(
            search=single(query, "search") or "",
            is_active=flag(query, "active"),
            is_verified=flag(query, "email_verified"),
        )
        page = paginate(request, accounts, field="id", descending=True)
        return Response(page.body([show_account(user) for user in page.rows]))


class AccountView(AccountEndpoint):
    @extend_schema(
        operation_id="users_read",
        summary="One account",
        description="One's own, or any for operators at the marketplace; there is no other.",
        tags=["profile"],
        responses={200: AccountOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        is_mine = id == self.me.uuid
        user = self.me if is_mine else directory.get_account(uuid=id, sees_all=self.sees_all)
        return Response(show_account(user))
