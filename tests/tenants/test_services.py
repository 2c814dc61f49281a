"""What becomes of a shop, and what each step refuses."""

import itertools
from decimal import Decimal

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.utils.timezone import now, timedelta

from marketplace.accounts.models import User
from marketplace.audit.models import Entry
from tenants.kernel.errors import Invalid
from tenants.registry import services
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import DeliveryReach, Domain, Retailer
from tenants.registry.names import NameRefused
from tenants.registry.notices import retailer_changed
from tenants.registry.states import IllegalShopMove
from tenants.staff.models import Invitation, Membership
from tenants.tasks.runner import run_all
from tests.factories.accounts import make_customer, make_operator
from tests.tenants import catalogue

pytestmark = pytest.mark.django_db
Status = Retailer.Status


@pytest.fixture
def heard():
    """The status of each retailer that the stages above were told of."""
    told = []

    def listen(sender, retailer, **kwargs):
        told.append((retailer.slug, retailer.status))

    retailer_changed.connect(listen)
    yield told
    retailer_changed.disconnect(listen)


def apply(**values):
    values = {"name": "Toys", "slug": "toys", "owner_email": "Ada@Toys.example"} | values
    return services.apply_for_shop(**values)


def test_an_application_is_a_row_without_a_schema(heard):
    toys = apply(city="Leeds", currency="GBP")

    assert (toys.status, toys.schema_name) == (Status.APPLIED, "shop_toys")
    assert (toys.owner_email, toys.contact_email) == ("ada@toys.example", "ada@toys.example")
    assert not catalogue.exists("shop_toys")
    assert not Domain.objects.filter(tenant=toys).exists()
    assert heard == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"slug": "books"}, "slug"),
        ({"slug": "admin"}, "slug"),
        ({"slug": "-toys"}, "slug"),
        ({"slug": "to_ys"}, "slug"),
        ({"slug": "t"}, "slug"),
        ({"currency": "euro"}, "currency"),
        ({"owner_email": ""}, "owner_email"),
        ({"owner_email": "nobody"}, "owner_email"),
        ({"name": "  "}, "name"),
        ({"latitude": 91}, "latitude"),
    ],
)
def test_a_wrong_application_says_which_field(values, field):
    count = Retailer.objects.count()

    with pytest.raises((Invalid, NameRefused)) as refused:
        apply(**values)

    assert field in refused.value.fields
    assert refused.value.status == 422
    assert Retailer.objects.count() == count


def test_an_application_cannot_set_its_own_status():
    with pytest.raises(TypeError, match="status"):
        apply(status=Status.ACTIVE)


def test_approval_makes_everything_and_invites_the_owner(heard):
    operator = make_operator()

    toys = services.approve(retailer=apply(), operator=operator)

    assert toys.status == Status.APPROVED
    assert toys.approved_at is not None
    assert heard == [("toys", "approved")]
    assert Domain.objects.get(tenant=toys).domain == f"toys.{django_settings.MARKET_HOST}"
    assert not User.objects.filter(email="ada@toys.example").exists()
    with use_retailer(toys):
        assert not Membership.objects.exists()
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.role) == ("ada@toys.example", "owner")
    entry = Entry.objects.get(what="shop.approved", retailer=toys)
    assert (entry.who_id, entry.on) == (operator.pk, "toys")


def test_the_invitation_leads_to_the_new_shops_own_host(client):
    toys = services.approve(retailer=apply())
    run_all()

    (invitation,) = [one for one in mail.outbox if one.to == ["ada@toys.example"]]
    assert "Toys" in invitation.subject
    (link,) = [line for line in invitation.body.splitlines() if "/invitations/" in line]
    assert link.startswith(f"{toys.url}/invitations/")
    path = link.removeprefix(toys.url)
    assert client.get(path, headers={"host": toys.host}, follow=True).status_code == 200


def test_an_owner_who_has_an_account_is_invited_too():
    make_customer("ada@toys.example")

    toys = services.approve(retailer=apply())
    run_all()

    with use_retailer(toys):
        assert not Membership.objects.exists()
    assert f"{toys.url}/invitations/" in mail.outbox[-1].body


def stand_at(status, shop):
    """Bring a shop to a status by the services alone."""
    if status == Status.APPLIED:
        return apply()
    if status == Status.APPROVED:
        return services.approve(retailer=apply())
    if status == Status.SUSPENDED:
        return services.suspend(retailer=shop, reason="x")
    if status == Status.CLOSED:
        return services.close(retailer=shop)
    return shop


VERBS = {
    "approve": (services.approve, {}, {Status.APPLIED: Status.APPROVED}),
    "decline": (services.decline, {"reason": "x"}, {Status.APPLIED: Status.CLOSED}),
    "open": (services.open_shop, {}, {Status.APPROVED: Status.ACTIVE}),
    "suspend": (
        services.suspend,
        {"reason": "x"},
        dict.fromkeys([Status.APPROVED, Status.ACTIVE], Status.SUSPENDED),
    ),
    "resume": (services.resume, {}, {Status.SUSPENDED: Status.ACTIVE}),
    "close": (
        services.close,
        {},
        dict.fromkeys(
            [Status.APPLIED, Status.APPROVED, Status.ACTIVE, Status.SUSPENDED], Status.CLOSED
        ),
    ),
}


# To open what is open is no move (tests/pages/test_coming_soon.py).
MOVES = [
    move for move in itertools.product(VERBS, Status.values) if move != ("open", Status.ACTIVE)
]


@pytest.mark.parametrize(("verb", "status"), MOVES)
def test_only_legal_moves_are_made(verb, status, books, heard):
    shop = stand_at(status, books)
    heard.clear()
    act, extra, legal = VERBS[verb]

    if status in legal:
        assert act(retailer=shop, **extra).status == legal[status]
        assert heard == [(shop.slug, legal[status])]
    else:
        with pytest.raises(IllegalShopMove):
            act(retailer=shop, **extra)
        assert heard == []
    expected = legal.get(status, status)
    assert Retailer.objects.get(pk=shop.pk).status == expected


def test_a_move_is_judged_by_the_row_not_by_an_old_copy(books):
    old = Retailer.objects.get(pk=books.pk)
    services.close(retailer=books)

    with pytest.raises(IllegalShopMove):
        services.suspend(retailer=old, reason="x")


def test_a_receivers_failure_undoes_the_move(books):
    def fail(sender, **kwargs):
        raise RuntimeError("discovery is broken")

    retailer_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.suspend(retailer=books, reason="x")
    finally:
        retailer_changed.disconnect(fail)

    assert Retailer.objects.get(pk=books.pk).is_active
    assert not Entry.objects.filter(what="shop.suspended").exists()


def test_closing_keeps_the_data_and_purging_leaves_only_the_row(books):
    with pytest.raises(services.NotClosed):
        services.purge(retailer=books, early=True)
    services.close(retailer=books)
    assert catalogue.exists("shop_books")
    with pytest.raises(services.StillKept):
        services.purge(retailer=books)
    Retailer.objects.filter(pk=books.pk).update(closed_at=now() - timedelta(days=31))

    services.purge(retailer=books)

    assert not catalogue.exists("shop_books")
    row = Retailer.objects.get(pk=books.pk)
    assert row.purged_at is not None
    assert not row.domains.exists()
    with pytest.raises(NameRefused):
        apply(slug="books")


def test_a_purge_removes_the_shops_files(
    books, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    for schema in ("shop_books", "shop_coffee"):
        (tmp_path / schema / "products").mkdir(parents=True)
    services.close(retailer=books)

    with django_capture_on_commit_callbacks(execute=True):
        services.purge(retailer=books, early=True)

    assert [path.name for path in tmp_path.iterdir()] == ["shop_coffee"]


@pytest.mark.parametrize(
    ("currency", "fine", "amount"), [("JPY", "100.5", "100"), ("EUR", "1.005", "1.05")]
)
@pytest.mark.parametrize(
    "field", ["delivery_fee", "free_delivery_over", "minimum_order", "guest_order_amount"]
)
def test_amounts_are_as_fine_as_the_shops_currency(books, currency, fine, amount, field):
    Retailer.objects.filter(pk=books.pk).update(currency=currency)
    with pytest.raises(Invalid) as refused:
        services.change_profile(retailer=books, **{field: Decimal(fine)})
    assert refused.value.fields == {field: [f"That is finer than {currency} allows."]}
    services.change_profile(retailer=books, **{field: Decimal(amount)})
    assert getattr(Retailer.objects.get(pk=books.pk), field) == Decimal(amount)


def test_a_rename_changes_the_name_alone_and_is_told(books, heard):
    services.rename(retailer=books, name=" Southgate Books ")

    shop = Retailer.objects.get(pk=books.pk)
    assert (shop.name, shop.slug, shop.schema_name) == ("Southgate Books", "books", "shop_books")
    assert heard == [("books", "active")]


def test_a_profile_refuses_what_is_not_part_of_it(books):
    with pytest.raises(TypeError, match="slug"):
        services.change_profile(retailer=books, slug="other")
    with pytest.raises(Invalid) as refused:
        services.change_profile(retailer=books, contact_email="nobody")
    assert "contact_email" in refused.value.fields


def test_a_shop_says_of_itself_whatever_the_profile_has(books):
    fields = {field: getattr(books, field) for field in services.PROFILE}
    flags = {field: not value for field, value in fields.items() if isinstance(value, bool)}
    flags |= {"offers_pickup": True}
    place = {"street": "Damm 1", "postcode": "10115", "city": "Berlin", "country": "DE"}

    services.change_profile(retailer=books, **fields | flags | place)

    shop = Retailer.objects.get(pk=books.pk)
    assert {field: getattr(shop, field) for field in flags | place} == flags | place
    assert {"publishes_email", "publishes_phone", "publishes_address"} <= {*flags}


@pytest.mark.parametrize("field", ["name", "contact_name"])
def test_a_name_that_nobody_sees_is_none(books, field):
    before = getattr(books, field)
    with pytest.raises(Invalid) as refused:
        services.change_profile(retailer=books, **{field: "\u200b"})
    assert refused.value.fields == {field: ["Use letters that can be seen."]}
    assert getattr(Retailer.objects.get(pk=books.pk), field) == before


@pytest.mark.parametrize(
    "domain",
    ["localhost", "other.localhost", "no host", "-a.example", "coffee.localhost", "a..b.c"],
)
def test_hosts_that_are_not_the_shops_to_have(books, domain):
    with pytest.raises(NameRefused) as refused:
        services.add_domain(retailer=books, domain=domain)
    assert "domain" in refused.value.fields


def test_a_custom_domain_may_lead_and_leave(books, coffee):
    services.add_domain(retailer=books, domain="books.example", primary=True)
    assert [d.domain for d in books.domains.filter(is_primary=True)] == ["books.example"]
    with pytest.raises(NameRefused):
        services.add_domain(retailer=coffee, domain="books.example")

    services.remove_domain(retailer=books, domain="books.example")

    assert [d.domain for d in books.domains.filter(is_primary=True)] == [books.host]
    with pytest.raises(NameRefused):
        services.remove_domain(retailer=books, domain=books.host)


def test_services_work_in_whatever_schema_the_caller_is(books, coffee):
    with use_market():
        services.suspend(retailer=books, reason="x")
    with use_retailer(coffee):
        services.resume(retailer=books)

    assert Retailer.objects.get(pk=books.pk).is_active


def test_a_radius_is_reckoned_when_it_alone_is_changed(books):
    services.change_profile(retailer=books, country="DE", city="Hamburg")
    services.change_profile(retailer=books, delivery_radius=30)

    assert DeliveryReach.objects.filter(retailer=books).exists()
