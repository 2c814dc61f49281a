"""Members of a shop's staff, and browsers logged in at a shop."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import User
from tenants.registry.context import use_retailer
from tenants.staff.models import Membership
from tenants.staff.services import add_member
from tests.factories.accounts import make_customer
from tests.factories.second_factor import enrol


def make_member(retailer, role, **fields) -> User:
    """Someone who works in this shop."""
    user = make_customer(**fields)
    with use_retailer(retailer):
        add_member(user=user, role=role)
        if role == Membership.Role.SUPPORT:
            until = timezone.now() + timedelta(hours=1)
            Membership.objects.filter(user_id=user.pk).update(expires_at=until)
    fresh = User.objects.get(pk=user.pk)
    # Support is lent to operators, who have a second factor.
    return enrol(fresh) if fresh.operates or role == Membership.Role.SUPPORT else fresh


def open_browser(retailer, user=None) -> Client:
    """A browser on this shop's host, logged in there if a user is given."""
    client = Client(headers={"host": retailer.host})
    if user is not None:
        with use_retailer(retailer):
            client.force_login(user)
    return client


def open_staff_browser(retailer, role) -> Client:
    return open_browser(retailer, make_member(retailer, role))
