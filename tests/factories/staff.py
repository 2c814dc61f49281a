"""Members of a shop's staff, and browsers logged in at a shop."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from tenants.registry.context import use_retailer
from tenants.staff.models import Membership
from tenants.staff.services import add_member
from tests.factories.accounts import make_customer
from tests.factories.second_factor import enrol

BACKEND = "marketplace.accounts.backends.IdentifierBackend"
CONTROL = ("SET ", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def member(retailer, role) -> User:
    """Someone who works in this shop."""
    user = make_customer()
    with use_retailer(retailer):
        add_member(user=user, role=role)
    fresh = User.objects.get(pk=user.pk)
    # Support is lent to operators, who have a second factor.
    return enrol(fresh) if role == Membership.Role.SUPPORT else fresh


def at(retailer, user=None) -> Client:
    """A browser on this shop's host, logged in there if a user is given."""
    client = Client(headers={"host": retailer.host})
    if user is not None:
        with use_retailer(retailer):
            client.force_login(user, backend=BACKEND)
    return client


def staff_at(retailer, role) -> Client:
    return at(retailer, member(retailer, role))


def data_statements(call):
    """(what the call answered, the statements that read or wrote rows)."""
    with CaptureQueriesContext(connection) as captured:
        answer = call()
    sql = [query["sql"] for query in captured.captured_queries]
    return answer, [one for one in sql if not one.startswith(CONTROL)]
