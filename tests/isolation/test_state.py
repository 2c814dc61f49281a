"""What stays in memory between two schemas: rights, caches, threads, callbacks, tasks."""

from datetime import timedelta
from threading import Thread

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.models import Site as WagtailSite

from marketplace.accounts.models import User
from marketplace.accounts.people.avatars import avatar_paths, remove_avatar, set_avatar
from marketplace.audit.models import Entry
from tenants.registry.context import current_schema, use_market, use_public, use_retailer
from tenants.shop.catalogue.models import Product
from tenants.staff.models import Membership
from tenants.staff.services import grant_support, remove_expired
from tenants.tasks import runner
from tests.factories.accounts import make_customer, make_operator
from tests.factories.goods import make_product
from tests.factories.pictures import draw_picture
from tests.factories.staff import make_member, open_browser
from tests.tenants import jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(db):
    return make_operator("desk@market.example")


# --- rights --------------------------------------------------------------------------------------


def test_one_user_object_keeps_no_right_from_one_schema_to_the_next(books, coffee):
    user = make_member(books, "owner")
    for _ in range(2):  # there and back: neither what was found nor what was not is kept
        with use_retailer(books):
            assert user.has_perm("order.view_order")
            assert user.is_staff
            assert user.role == "owner"
            assert [group.name for group in user.groups.all()] == ["owner"]
            home = Page.objects.get(depth=2)
            assert home.permissions_for_user(user).can_edit()
        with use_retailer(coffee):
            assert not user.has_perm("order.view_order")
            assert not user.is_staff
            assert user.role == ""
            assert list(user.groups.all()) == []
            assert not Page.objects.get(depth=2).permissions_for_user(user).can_edit()


def test_a_role_in_each_of_two_shops_is_two_roles(books, coffee):
    user = make_member(books, "editor")
    with use_retailer(coffee):
        from tenants.staff.services import add_member

        add_member(user=user, role="fulfilment")
    with use_retailer(books):
        assert (user.has_perm("cms.change_homepage"), user.has_perm("order.view_order")) == (
            True,
            False,
        )
    with use_retailer(coffee):
        assert (user.has_perm("cms.change_homepage"), user.has_perm("order.view_order")) == (
            False,
            True,
        )


def test_a_superuser_is_one_in_the_market_only(operator, books, coffee):
    for retailer in (books, coffee):
        with use_retailer(retailer):
            assert not operator.is_superuser
            assert not operator.is_staff
            assert operator.get_all_permissions() == set()
            assert not User.objects.filter(is_superuser=True).exists()
            assert not User.objects.get(pk=operator.pk).is_superuser
    with use_public():
        assert not operator.is_superuser
    with use_market():
        assert operator.is_superuser
        assert operator in User.objects.filter(is_superuser=True)


def test_an_operator_is_a_stranger_until_support_is_granted_and_when_it_is_over(operator, books):
    browser = open_browser(books, operator)
    assert browser.get("/seller/orders").status_code == 404

    grant_support(operator=operator, hours=2, reason="A lost parcel", retailer=books)
    assert browser.get("/seller/orders").status_code == 200
    assert browser.get("/seller/staff").status_code == 403  # to help is not to manage
    assert browser.get("/cms/").status_code == 302

    with use_retailer(books):
        entry = Entry.objects.get(what="support.granted")
        assert (entry.who_id, entry.after["reason"]) == (operator.pk, "A lost parcel")
        Membership.objects.filter(user=operator).update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )
    assert browser.get("/seller/orders").status_code == 404
    assert remove_expired() == 1
    with use_retailer(books):
        assert not Membership.objects.filter(user=operator).exists()
        assert Entry.objects.filter(what="support.expired").count() == 1
    assert Entry.objects.filter(what="support.granted", retailer=books).exists()


def test_support_in_one_shop_is_none_in_another(operator, books, coffee):
    grant_support(operator=operator, hours=2, reason="A lost parcel", retailer=books)
    assert open_browser(coffee, operator).get("/seller/orders").status_code == 404
    assert not Entry.objects.filter(what="support.granted", retailer=coffee).exists()


# --- what Django and Wagtail keep in the process -------------------------------------------------


def test_content_types_are_remembered_for_their_schema(books, coffee):
    made = {}
    for number, retailer in enumerate((books, coffee), start=1):
        with use_retailer(retailer):
            made[retailer.slug] = ContentType.objects.create(
                pk=990_000 + number, app_label="canary", model="thing"
            )
    for _ in range(2):
        for retailer in (books, coffee):
            with use_retailer(retailer):
                found = ContentType.objects.get_by_natural_key("canary", "thing")
                assert found.pk == made[retailer.slug].pk
    with use_retailer(books), pytest.raises(ContentType.DoesNotExist):
        ContentType.objects.get_for_id(made["coffee"].pk)


def test_sites_are_remembered_for_their_schema(books, coffee):
    for retailer in (books, coffee):
        with use_retailer(retailer):
            Site.objects.update_or_create(
                pk=1, defaults={"domain": retailer.host, "name": retailer.slug}
            )
    for _ in range(2):
        for retailer in (books, coffee):
            with use_retailer(retailer):
                assert Site.objects.get_current().domain == retailer.host


def test_wagtails_site_is_that_of_the_schema(books, coffee, rf):
    for _ in range(2):
        for retailer in (books, coffee):
            with use_retailer(retailer):
                request = rf.get("/", headers={"host": retailer.host})
                site = WagtailSite.find_for_request(request)
                assert site.hostname == retailer.host
                assert [root.root_url for root in WagtailSite.get_site_root_paths()] == [
                    site.root_url
                ]


# --- threads, callbacks, tasks -------------------------------------------------------------------


def test_a_new_thread_begins_in_public_and_reads_no_shop(books):
    seen = []

    def look() -> None:
        try:
            seen.append(current_schema())
            Product.objects.exists()
        except ProgrammingError as error:
            seen.append("does not exist" in str(error))
        finally:
            connection.close()

    with use_retailer(books):
        thread = Thread(target=look)
        thread.start()
        thread.join()
        assert current_schema() == books.schema_name
    assert seen == ["public", True]


def test_callbacks_after_commit_do_what_they_do_in_any_schema(
    books, coffee, django_capture_on_commit_callbacks
):
    """They run where the outermost transaction ends: a person's picture is public in a shop too."""
    ann = make_customer()
    profile = set_avatar(user=ann, file=draw_picture())
    files = list(avatar_paths(profile).values())
    with use_retailer(books), django_capture_on_commit_callbacks() as callbacks:
        remove_avatar(user=ann)
    assert callbacks
    with use_retailer(coffee):
        for callback in callbacks:
            callback()
        assert current_schema() == coffee.schema_name
    with use_public():
        assert not any(map(default_storage.exists, files))


def test_tasks_run_in_the_schema_in_which_they_were_enqueued(books, coffee):
    jobs.seen.clear()
    with use_retailer(books):
        jobs.note.enqueue("first")
        with use_retailer(coffee):
            jobs.note.enqueue("second")
        with use_market():
            jobs.note.enqueue("third")
    jobs.note.enqueue("fourth")

    with use_retailer(coffee):  # wherever the worker happens to be
        runner.run_all()
        assert current_schema() == coffee.schema_name

    mine = [one for one in jobs.seen if one[0] in {"first", "second", "third", "fourth"}]
    assert sorted(mine) == [
        ("first", "shop_books", "books"),
        ("fourth", "public", None),
        ("second", "shop_coffee", "coffee"),
        ("third", "market", None),
    ]


def test_a_rolled_back_switch_leaves_the_schema_as_it_was(books, coffee):
    with use_retailer(books):
        try:
            with transaction.atomic(), use_retailer(coffee):
                assert not Product.objects.filter(title="Here").exists()
                raise KeyError
        except KeyError:
            pass
        assert current_schema() == books.schema_name
        make_product(books, "Here")
        assert Product.objects.filter(title="Here").count() == 1
    with use_retailer(coffee):
        assert Product.objects.filter(title="Here").count() == 0


def test_requests_one_after_the_other_share_no_schema(books, coffee):
    make_product(books, "Zebrawood abacus")
    make_product(coffee, "Quartz grinder")
    for _ in range(2):
        for retailer, mine, other in (
            (books, "Zebrawood", "Quartz"),
            (coffee, "Quartz", "Zebrawood"),
        ):
            page = open_browser(retailer).get("/products").content.decode()
            assert mine in page
            assert other not in page
            assert current_schema() == "public"


def test_a_customers_profile_is_one_and_her_rights_are_none(books, coffee):
    user = make_customer()
    for retailer in (books, coffee):
        assert open_browser(retailer, user).get("/seller/dashboard").status_code == 404
        with use_retailer(retailer):
            assert user.profile.user_id == user.pk
            assert user.get_all_permissions() == set()
