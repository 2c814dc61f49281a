"""Roles of a shop: what each may do there, and that nobody may anything elsewhere."""

from datetime import timedelta
from fnmatch import fnmatchcase

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils.timezone import now
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from marketplace.accounts.models import User
from marketplace.audit.models import Entry, EntryChanged
from tenants.kernel.errors import Invalid
from tenants.registry.context import use_market, use_retailer
from tenants.registry.services import close
from tenants.staff import services
from tenants.staff.models import GroupMembership, Membership
from tenants.staff.roles import ROLE_PERMISSIONS, create_groups, roles_with
from tests.factories.accounts import make_customer, make_operator
from tests.factories.staff import make_member

pytestmark = pytest.mark.django_db
Role = Membership.Role
ROLES = list(Role.values)

# (permission, the roles that have it)
MATRIX = [
    ("wagtailadmin.access_admin", {"owner", "manager", "editor", "author"}),
    ("cms.change_homepage", {"owner", "manager", "editor"}),
    ("cms.change_themesettings", {"owner", "manager", "editor"}),
    ("catalogue.view_product", set(ROLES)),
    ("catalogue.change_product", {"owner", "manager"}),
    ("catalogue.add_product", {"owner", "manager"}),
    ("partner.change_stockrecord", {"owner", "manager", "fulfilment"}),
    ("order.view_order", {"owner", "manager", "fulfilment", "support", "analyst"}),
    ("order.change_order", {"owner", "manager", "fulfilment"}),
    ("staff.view_membership", {"owner", "manager"}),
    ("staff.add_membership", {"owner"}),
    ("staff.change_membership", {"owner"}),
    ("staff.view_auditentry", {"owner"}),
    ("staff.change_auditentry", set()),
    ("staff.delete_auditentry", set()),
    ("auth.change_group", set()),
    ("accounts.change_user", set()),
    ("tenants.change_retailer", set()),
]


def fresh(user):
    """As the next request would load it."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(("permission", "roles"), MATRIX)
def test_whose_members_have_a_permission(permission, roles):
    assert set(roles_with(permission)) == roles


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_permissions_here_and_none_elsewhere(role, books, coffee):
    user = make_member(books, role)

    with use_retailer(books):
        allowed = {name for name, _ in MATRIX if user.has_perm(name)}
        assert user.is_staff
        assert user.role == role
    with use_retailer(coffee):
        assert user.get_all_permissions() == set()
        assert not user.is_staff
    with use_market():
        assert user.get_all_permissions() == set()
        assert not user.is_staff

    assert allowed == {name for name, roles in MATRIX if role in roles}


def test_every_line_of_the_table_means_something(books):
    with use_retailer(books):
        names = {
            f"{app}.{codename}"
            for app, codename in Permission.objects.values_list(
                "content_type__app_label", "codename"
            )
        }
    idle = {
        pattern
        for patterns in ROLE_PERMISSIONS.values()
        for pattern in patterns
        if not any(fnmatchcase(name, pattern) for name in names)
    }
    assert idle == set()


@pytest.mark.parametrize("role", ROLES)
def test_pages_are_edited_by_authors_and_published_by_editors_and_above(role, books, coffee):
    user = make_member(books, role)
    policy = PagePermissionPolicy()

    with use_retailer(books):
        page = Page.objects.get(depth=2)
        may = policy.user_has_permission_for_instance(user, "change", page)
        may_publish = page.permissions_for_user(user).can_publish()
    with use_retailer(coffee):
        other = Page.objects.get(depth=2)
        assert not policy.user_has_permission_for_instance(user, "change", other)
        assert not other.permissions_for_user(user).can_edit()

    assert may_publish == (role in {"owner", "manager", "editor"})
    assert may == (may_publish or role == "author")


def page_and_file_permissions():
    """(role, permission) of Wagtail's, for the whole tree of pages or of files."""
    groups = Group.objects.order_by("name")
    pages = groups.exclude(page_permissions=None).values_list(
        "name", "page_permissions__permission__codename"
    )
    files = groups.exclude(collection_permissions=None).values_list(
        "name", "collection_permissions__permission__codename"
    )
    return set(pages), set(files)


def test_groups_that_are_lost_are_made_as_they_were(books):
    pages = {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}
    files = {
        f"{way}_{kind}" for way in ("add", "change", "choose") for kind in ("image", "document")
    }
    editing = ("owner", "manager", "editor")
    with use_retailer(books):
        Group.objects.all().delete()
        create_groups()

        assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
        assert page_and_file_permissions() == (
            {(role, codename) for role in editing for codename in pages}
            | {("author", "add_page"), ("author", "change_page")},
            {(role, codename) for role in editing for codename in files}
            | {("author", name) for name in files if not name.startswith("change")},
        )


def test_a_member_who_cannot_get_the_groups_is_none(books, monkeypatch):
    def fail(*args):
        raise RuntimeError("no groups today")

    monkeypatch.setattr(services, "_sync_groups", fail)
    with use_retailer(books):
        before = (Membership.objects.count(), Entry.objects.count())
        with pytest.raises(RuntimeError, match="no groups today"):
            services.add_member(user=make_customer(), role=Role.EDITOR)
        assert (Membership.objects.count(), Entry.objects.count()) == before


def test_groups_can_be_made_again_without_change(books):
    def state():
        return sorted(Group.objects.values_list("name", "permissions__codename"))

    with use_retailer(books):
        before = state()
        create_groups()
        assert state() == before
        assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_a_changed_role_takes_effect_at_once(books):
    user = make_member(books, Role.EDITOR)
    with use_retailer(books):
        assert user.has_perm("cms.change_homepage")

        services.change_role(user=user, role=Role.FULFILMENT)

        assert not user.has_perm("cms.change_homepage")
        assert user.has_perm("order.view_order")
        assert [group.name for group in user.groups.all()] == ["fulfilment"]


def test_who_leaves_has_nothing_left(books):
    user = make_member(books, Role.EDITOR)
    with use_retailer(books):
        services.remove_member(user=user)

        assert user.get_all_permissions() == set()
        assert not GroupMembership.objects.filter(user_id=user.pk).exists()
        with pytest.raises(services.NotMember):
            services.remove_member(user=user)


def test_a_shop_keeps_an_owner(books):
    with use_retailer(books):
        (owner,) = Membership.objects.filter(role=Role.OWNER)
        with pytest.raises(services.LastOwner):
            services.remove_member(user=owner.user)
        with pytest.raises(services.LastOwner):
            services.change_role(user=owner.user, role=Role.EDITOR)
        assert Membership.objects.get(pk=owner.pk).role == Role.OWNER
    second = make_member(books, Role.OWNER)
    with use_retailer(books):
        services.remove_member(user=owner.user, actor=second)
        assert Membership.objects.get().user_id == second.pk


def test_support_that_is_lent_becomes_no_employee_and_no_owner(books):
    operator = make_operator()
    services.grant_support(operator=operator, hours=1, reason="x", retailer=books)
    with use_retailer(books):
        (owner,) = Membership.objects.owners()

        with pytest.raises(Invalid, match="for support only"):
            services.change_role(user=operator, role=Role.OWNER)

        assert Membership.objects.live_for(operator).role == Role.SUPPORT
        Membership.objects.filter(user=operator).update(role=Role.OWNER)
        with pytest.raises(services.LastOwner):
            services.remove_member(user=owner.user)


def test_nobody_is_a_member_twice_or_in_a_role_that_is_not(books):
    user = make_member(books, Role.EDITOR)
    with use_retailer(books):
        with pytest.raises(services.AlreadyMember):
            services.add_member(user=user, role=Role.OWNER)
        with pytest.raises(Invalid):
            services.change_role(user=user, role="emperor")
        assert Membership.objects.get(user=user).role == Role.EDITOR


def test_changes_of_staff_are_audited_for_the_shop(books):
    boss = make_member(books, Role.OWNER)
    with use_retailer(books):
        user = make_customer()
        services.add_member(user=user, role=Role.EDITOR, actor=boss)
        services.change_role(user=user, role=Role.ANALYST, actor=boss)
        services.remove_member(user=user, actor=boss)

    entries = Entry.objects.filter(person=user).order_by("id")
    assert [(e.what, e.who_id, e.before, e.after, e.retailer_id) for e in entries] == [
        ("member.added", boss.pk, {}, {"role": "editor"}, books.pk),
        ("member.changed", boss.pk, {"role": "editor"}, {"role": "analyst"}, books.pk),
        ("member.removed", boss.pk, {"role": "analyst"}, {}, books.pk),
    ]


def test_the_audit_is_written_once(books):
    with use_retailer(books):
        services.add_member(user=make_customer(), role=Role.EDITOR)
        entry = Entry.objects.latest("id")
        for change in (
            entry.save,
            entry.delete,
            Entry.objects.all().delete,
            lambda: Entry.objects.update(what="nothing"),
        ):
            with pytest.raises(EntryChanged):
                change()
        assert Entry.objects.latest("id").what == "member.added"


# --- operators --------------------------------------------------------------------------------


def test_a_platform_admin_is_one_in_the_market_only(books):
    operator = make_operator()

    with use_market():
        assert fresh(operator).is_superuser
        assert fresh(operator).has_perm("anything.at_all")
        assert User.objects.filter(is_superuser=True).contains(operator)
    with use_retailer(books):
        for one in (operator, fresh(operator)):
            assert one.is_superuser is False
            assert one.is_staff is False
            assert one.get_all_permissions() == set()
            page = Page.objects.get(depth=2)
            assert not page.permissions_for_user(one).can_edit()
        assert not User.objects.filter(is_superuser=True).exists()
        assert User.objects.exclude(is_superuser=True).contains(operator)


def test_saving_a_platform_admin_in_a_shop_does_not_take_the_flag(books):
    operator = make_operator()
    with use_retailer(books):
        loaded = fresh(operator)
        loaded.first_name = "Olga"
        loaded.save()

    with use_market():
        assert fresh(operator).is_superuser


def test_support_is_lent_for_a_while_and_both_sides_can_read_of_it(books):
    operator = make_operator()

    lent = services.grant_support(
        operator=operator, hours=2, reason="A refund is stuck", retailer=books
    )

    assert timedelta(hours=1.9) < lent.expires_at - now() <= timedelta(hours=2)
    with use_retailer(books):
        assert fresh(operator).role == Role.SUPPORT
        assert fresh(operator).has_perm("order.view_order")
        assert not fresh(operator).has_perm("order.change_order")
        entry = Entry.objects.get(what="support.granted")
        assert (entry.who_id, entry.after["reason"]) == (operator.pk, "A refund is stuck")


@pytest.mark.parametrize(
    ("hours", "reason", "field"),
    [(0, "x", "hours"), (73, "x", "hours"), (-1, "x", "hours"), (1, "  ", "reason")],
)
def test_support_needs_a_reason_and_an_end(books, hours, reason, field):
    operator = make_operator()

    with pytest.raises(Invalid) as refused:
        services.grant_support(operator=operator, hours=hours, reason=reason, retailer=books)

    assert field in refused.value.fields
    with use_retailer(books):
        assert Membership.objects.live_for(operator) is None


def test_only_a_platform_admin_gives_support(books):
    with pytest.raises(Invalid) as refused:
        services.grant_support(operator=make_customer(), hours=1, reason="curious", retailer=books)
    assert "operator" in refused.value.fields


def test_a_closed_shop_needs_no_support(books):
    closed = close(retailer=books)

    with pytest.raises(Invalid, match="closed for good"):
        services.grant_support(operator=make_operator(), hours=1, reason="x", retailer=closed)


def expired_support(retailer):
    operator = make_operator()
    services.grant_support(operator=operator, hours=1, reason="x", retailer=retailer)
    with use_retailer(retailer):
        Membership.objects.filter(user=operator).update(expires_at=now())
    return operator


def test_an_expired_membership_gives_no_right_though_its_group_is_still_there(books):
    operator = expired_support(books)

    with use_retailer(books):
        editors = Group.objects.get(name="editor")
        GroupMembership.objects.create(user=operator, group=editors)
        one = fresh(operator)
        assert one.groups.count() == 2
        assert not one.is_staff
        assert one.role == ""
        assert one.get_all_permissions() == set()
        assert not one.has_perm("order.view_order")
        page = Page.objects.get(depth=2)
        assert not page.permissions_for_user(one).can_edit()
        assert not PagePermissionPolicy().user_has_permission(one, "change")


def test_a_membership_that_expires_while_the_user_is_loaded_ends_too(books):
    operator = make_operator()
    services.grant_support(operator=operator, hours=1, reason="x", retailer=books)
    with use_retailer(books):
        one = fresh(operator)
        assert one.has_perm("order.view_order")

        one.membership.expires_at = now()

        assert not one.has_perm("order.view_order")


def test_the_chore_takes_the_groups_of_the_expired_and_no_others(books, coffee):
    operator = expired_support(books)
    services.grant_support(operator=operator, hours=1, reason="x", retailer=coffee)

    assert services.remove_expired() == 1

    with use_retailer(books):
        assert not GroupMembership.objects.filter(user=operator).exists()
        assert not Membership.objects.filter(user=operator).exists()
        assert Entry.objects.filter(what="support.expired").exists()
        assert Membership.objects.filter(role=Role.OWNER).exists()
    with use_retailer(coffee):
        assert fresh(operator).has_perm("order.view_order")


def test_support_can_be_lent_again_and_ended_early(books):
    operator = expired_support(books)
    services.grant_support(operator=operator, hours=3, reason="again", retailer=books)
    with use_retailer(books):
        assert fresh(operator).has_perm("order.view_order")

        services.end_support(operator=operator)

        assert fresh(operator).get_all_permissions() == set()
        assert not GroupMembership.objects.filter(user=operator).exists()


def test_an_operator_who_works_in_the_shop_keeps_his_own_role(books):
    operator = make_member(books, Role.ANALYST, is_superuser=True)

    with pytest.raises(services.AlreadyMember):
        services.grant_support(operator=operator, hours=1, reason="x", retailer=books)

    with use_retailer(books):
        assert fresh(operator).role == Role.ANALYST
        with pytest.raises(services.NotMember):
            services.end_support(operator=operator)
