"""django-oscar-api's login by session."""

from django.contrib.auth import logout as end_web_session
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.oscar.logins import inputs, outputs
from api.v1.oscar.views import OscarEndpoint
from marketplace.accounts import services as accounts
from marketplace.cart.cookies import forget_cart
from marketplace.cart.logins import sign_in


class OscarLoginView(OscarEndpoint):
    """The session's cookie is HttpOnly; writes of a session need X-CSRFToken, as everywhere."""

    problems = {"get": [401], "post": [401, 429], "delete": [401]}

    @extend_schema(
        operation_id="oscar_login_read",
        summary="Who is logged in",
        tags=["oscar"],
        responses={200: outputs.OscarUserOutput},
    )
    def get(self, request: Request) -> Response:
        return Response(outputs.show_account(self.account))

    @extend_schema(
        operation_id="oscar_login",
        summary="Log in by a session; the guest's basket joins the customer's",
        tags=["oscar"],
        request=inputs.OscarLoginInput,
        responses={200: outputs.OscarUserOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(inputs.OscarLoginInput, request.data)
        user = accounts.authenticate(
            identifier=values["username"],
            password=values["password"],
            request=web_request(request),
        )
        sign_in(web_request(request), user)
        response = Response(outputs.show_account(user))
        forget_cart(response)
        return response

    @extend_schema(
        operation_id="oscar_logout",
        summary="End the session",
        tags=["oscar"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        if self.customer is None:
            raise NotAuthenticated(gettext("Nobody is logged in."))
        end_web_session(web_request(request))
        return Response(status=204)
