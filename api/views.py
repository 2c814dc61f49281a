"""What every operation has in common."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request
from rest_framework.views import APIView

from api.errors import UnknownEndpoint, UnknownParameter
from marketplace.requests.problems import refusal_problem
from tenants.models import Retailer


class Endpoint(APIView):
    """An operation of the API. `query` names the parameters that its GET understands."""

    query: ClassVar[frozenset[str]] = frozenset()
    # Statuses of refusals for the OpenAPI document, beside the general ones: by method, and of all.
    problems: ClassVar[dict[str, list[int]]] = {}
    any_problems: ClassVar[list[int]] = []
    # What is one person's must not stay in a cache on the way.
    is_personal: ClassVar[bool] = False

    @property
    def default_response_headers(self) -> dict[str, str]:
        headers: dict[str, str] = super().default_response_headers
        if self.is_personal:
            headers["Cache-Control"] = "no-store"
        return headers

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self._refuse_unknown_parameters(request)
        super().initial(request, *args, **kwargs)

    def _refuse_unknown_parameters(self, request: Request) -> None:
        if not request._request.META.get("QUERY_STRING"):
            return
        known = self.query if request.method in ("GET", "HEAD") else frozenset()
        unknown = sorted(set(request._request.GET) - known)
        if unknown:
            raise UnknownParameter(
                f"Not known here: {', '.join(unknown)}.",
                fields={name: ["There is no such parameter."] for name in unknown},
            )

    @property
    def retailer(self) -> Retailer | None:
        """The shop whose host was asked; None on the marketplace's host."""
        found: Retailer | None = getattr(self.request._request, "retailer", None)
        return found


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Whatever address below /api/ no operation has."""
    return refusal_problem(request, UnknownEndpoint("See /api/docs/ for what there is."))
