"""Oscar's first page of the dashboard leads to the seller's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

SELLER_HOME = "/seller/dashboard"


def index(request: HttpRequest) -> HttpResponse:
    return redirect(SELLER_HOME)
