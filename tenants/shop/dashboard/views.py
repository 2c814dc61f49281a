"""Oscar's first page of the dashboard leads to the seller's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tenants.staff.gates import staff_page

SELLER_HOME = "/seller/dashboard"


@staff_page()
def index(request: HttpRequest) -> HttpResponse:
    return redirect(SELLER_HOME)
