"""The shops that somebody works for: asked of all of them at once."""

import pytest
from django.db import connection
from django.utils.timezone import now

from tenants.registry import people
from tenants.registry.context import use_public, use_retailer
from tenants.registry.models import Retailer
from tenants.registry.services import close, suspend
from tenants.staff.models import Membership
from tenants.staff.services import add_member, grant_support
from tenants.staff.workplaces import workplaces
from tests.factories.accounts import make_customer, make_operator
from tests.factories.staff import make_member
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db
ORDERS = "order.view_order"


def hire(user, *shops, role="manager"):
    for shop in shops:
        with use_retailer(shop):
            add_member(user=user, role=role)


def places(user, **narrowed):
    with use_public():
        return [shop.slug for shop in workplaces(user, **narrowed)]  # Kaldi, Northgate


@pytest.mark.parametrize("permission", ["", ORDERS])
def test_it_takes_no_more_statements_however_many_shops_one_works_for(
    books, coffee, tea, permission
):
    counts = []
    user = make_customer()
    for shop in (books, coffee, tea):
        hire(user, shop)
        with count_statements() as statements:
            slugs = places(user, permission=permission)
        counts.append((len(slugs), len(statements), len(statements.control)))

    assert [row[0] for row in counts] == [1, 2, 3]
    assert {row[1:] for row in counts} == {counts[0][1:]}
    assert counts[0][1] == 2


def test_many_shops_are_asked_slice_after_slice(books, coffee, tea, monkeypatch):
    monkeypatch.setattr(people, "AT_ONCE_IN_ONE_TABLE", 1)
    user = make_customer()
    hire(user, tea, books)

    assert sorted(places(user)) == ["books", "tea"]


@pytest.mark.parametrize("role", list(Membership.Role.values))
@pytest.mark.parametrize("permission", [ORDERS, "staff.change_membership", "cms.change_homepage"])
def test_a_role_is_let_in_where_its_group_has_the_permission(books, role, permission):
    user = make_member(books, role)
    with use_retailer(books):
        has_permission = user.has_perm(permission)

    assert places(user, permission=permission) == ["books"] * has_permission
    assert places(user, permission=permission, retailer=books) == ["books"] * has_permission


def test_support_ends_with_its_time(books, coffee):
    operator = make_operator()
    for shop in (books, coffee):
        grant_support(operator=operator, hours=1, reason="x", retailer=shop)
    assert places(operator, permission=ORDERS) == ["coffee", "books"]
    with use_retailer(books):
        Membership.objects.update(expires_at=now())

    assert places(operator) == places(operator, permission=ORDERS) == ["coffee"]


def test_a_suspended_shop_lets_its_staff_in_and_a_closed_one_does_not(books, coffee):
    user = make_customer()
    hire(user, books, coffee)
    suspend(retailer=books, reason="test")
    close(retailer=coffee)

    assert places(user) == ["coffee", "books"]
    assert places(user, permission=ORDERS) == ["books"]


def test_a_second_factor_is_wanted_where_the_shop_does_so(books, coffee):
    user = make_customer()
    hire(user, books, coffee)
    Retailer.objects.filter(pk=books.pk).update(requires_second_factor=True)

    assert places(user, permission=ORDERS) == ["coffee"]
    assert places(user) == ["coffee", "books"]
    user.second_factor_at = now()
    assert places(user, permission=ORDERS) == ["coffee", "books"]


def test_an_account_that_was_blocked_is_let_in_nowhere(books):
    user = make_member(books, "owner")
    user.is_active = False

    assert places(user, permission=ORDERS) == []


def test_a_shop_that_lacks_the_table_spoils_no_other(books, coffee):
    """As one that is restored meanwhile."""
    user = make_customer()
    hire(user, books, coffee)
    with use_retailer(books), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE staff_membership RENAME TO membership_of_before")

    assert places(user) == ["coffee"]
