"""A customer's own address book."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.models import Address, User
from marketplace.accounts.people import address_book
from marketplace.pages.account.forms import (
    BookedAddressForm,
    ChangedAddressForm,
    address_data,
)
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.hosts import next_of
from marketplace.pages.shared.shapes.orders import booked_address_of
from marketplace.pages.shared.shoppers import account_of, account_of_form
from tenants.kernel.errors import NotFound, Refusal

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@require_safe
def list_addresses(request: HttpRequest) -> HttpResponse:
    book = address_book.addresses_of(account_of(request))
    addresses = [booked_address_of(address) for address in book]
    return render(request, "account/addresses.html", {"addresses": addresses})


@never_cache
@login_required
@form_methods
def add_address(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    names = {"first_name": user.first_name, "last_name": user.last_name}
    form = BookedAddressForm(request.POST or None, initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            address_book.add_address(user=user, **form.cleaned_data)
        except Refusal as refusal:
            form.show_refusal(refusal)
        else:
            messages.success(request, gettext("The address is in your book."))
            return redirect("account-addresses")
    return show_form(request, "account/address.html", form)


@never_cache
@login_required
@form_methods
def change_address(request: HttpRequest, uuid: UUID) -> HttpResponse:
    with account_of_form(request) as user:
        address = _own_address(user, uuid)
        form = ChangedAddressForm(request.POST or None, initial=address_data(address))
        if request.method == "POST" and form.is_valid():
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            address_book.change_address(user=user, uuid=uuid, **changes)
            messages.success(request, gettext("The address is saved."))
            return redirect(next_of(request, default=reverse("account-addresses")))
    return show_form(request, "account/address.html", form, address=address)


def _own_address(user: User, uuid: UUID) -> Address:
    try:
        return address_book.get_address(user=user, uuid=uuid)
    except NotFound as refusal:
        raise Http404 from refusal


@login_required
@require_POST
def remove_address(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        address_book.remove_address(user=account_of(request), uuid=uuid)
    except NotFound as refusal:
        raise Http404 from refusal
    messages.info(request, gettext("The address is gone from your book."))
    return redirect("account-addresses")
