"""Two approvals at once never get the same schema."""

import pytest
from django.db import connection

from tenants.provisioning import spares
from tenants.provisioning.locks import try_preparation_lock
from tenants.registry import services
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer, SpareSchema
from tenants.staff.models import Invitation
from tests.factories.threads import at_once
from tests.tenants import catalogue

committing = pytest.mark.django_db(transaction=True)


def applications(count):
    return [
        services.apply_for_shop(name=f"Shop {n}", slug=f"shop-{n}", owner_email=f"o@{n}.example")
        for n in range(count)
    ]


@committing
def test_two_approvals_with_one_spare_get_two_schemas():
    spares.discard()
    spares.refill(1)
    spare = SpareSchema.objects.get().schema_name
    first, second = applications(2)

    opened = at_once(
        lambda: services.approve(retailer=first), lambda: services.approve(retailer=second)
    )

    assert [shop.status for shop in opened] == ["approved", "approved"]
    assert {shop.schema_name for shop in opened} == {"shop_shop_0", "shop_shop_1"}
    assert not catalogue.exists(spare)
    assert not SpareSchema.objects.exists()
    for shop in opened:
        with use_retailer(shop):
            assert Invitation.objects.get().role == "owner"


@committing
def test_one_application_is_approved_once():
    (application,) = applications(1)

    opened = at_once(*[lambda: services.approve(retailer=application)] * 4)

    refused = [one for one in opened if isinstance(one, Exception)]
    assert len(refused) == 3
    assert {type(one).__name__ for one in refused} == {"IllegalShopMove"}
    assert Retailer.objects.get(pk=application.pk).is_coming


@pytest.mark.django_db
def test_a_claim_takes_the_spare_and_leaves_its_row_numbers():
    spares.discard()
    spares.refill(1)
    spare = SpareSchema.objects.get().schema_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::regnamespace::oid", [spare])
        before = cursor.fetchone()
        assert spares.claim("shop_claimed") is True
        cursor.execute("SELECT 'shop_claimed'::regnamespace::oid")
        assert cursor.fetchone() == before


@pytest.mark.django_db
def test_without_a_spare_a_fresh_schema_is_made():
    spares.discard()

    assert spares.claim("shop_claimed") is False
    assert catalogue.exists("shop_claimed")


@pytest.mark.django_db
def test_whoever_got_the_lock_of_preparing_gives_it_back():
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    with connection.cursor() as cursor:
        counts = []
        cursor.execute(query)
        counts += cursor.fetchone()
        with try_preparation_lock() as has_lock:
            cursor.execute(query)
            counts += cursor.fetchone()
        cursor.execute(query)
        counts += cursor.fetchone()

    assert (has_lock, counts) == (True, [0, 1, 0])


@committing
def test_two_refills_make_no_more_than_wanted():
    spares.discard()

    at_once(lambda: spares.refill(2), lambda: spares.refill(2))

    assert SpareSchema.objects.count() == 2


@pytest.mark.django_db
def test_a_failed_opening_gives_the_spare_back(settings):
    spares.discard()
    spares.refill(1)
    spare = SpareSchema.objects.get().schema_name
    settings.PROVISIONING_STEPS = ["tests.tenants.test_claim.fail"]
    (application,) = applications(1)

    with pytest.raises(RuntimeError, match="no furniture"):
        services.approve(retailer=application)

    assert SpareSchema.objects.get().schema_name == spare
    assert catalogue.exists(spare)
    assert not catalogue.exists(application.schema_name)
    assert Retailer.objects.get(pk=application.pk).status == "applied"


def fail(retailer):
    raise RuntimeError("no furniture")
