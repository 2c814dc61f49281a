"""What each role may do in a shop: the table from which its group is filled.

Permissions are Django's, "app_label.codename", where `*` stands for any run of characters.
Page and collection permissions are Wagtail's and hold for the whole tree of the shop.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from django.contrib.auth.models import Group, Permission
from django.db.models import Value
from django.db.models.functions import Concat
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from tenants.staff.models import Membership

Role = Membership.Role

SELLING = ["catalogue.*", "partner.*", "reviews.*", "feeds.*"]
PROMOTING = ["offer.*", "voucher.*"]
FULFILLING = [
    "order.view_*",
    "order.change_order",
    "order.change_line",
    "order.add_ordernote",
    "order.add_shippingevent",
    "partner.view_*",
    "partner.change_stockrecord",
    "catalogue.view_product",
    "shipping.view_*",
    "address.view_*",
]
EDITING = [
    "wagtailadmin.access_admin",
    "wagtailcore.*",
    "wagtailimages.*",
    "wagtaildocs.*",
    "wagtailredirects.*",
    "cms.*",
    "catalogue.view_product",
    "catalogue.view_category",
]
# Writes pages, and hands them in: somebody else publishes them.
WRITING = ["wagtailadmin.access_admin", "catalogue.view_product", "catalogue.view_category"]
MANAGING = [
    *SELLING,
    *PROMOTING,
    *FULFILLING,
    *EDITING,
    "order.*",
    "shipping.*",
    "communication.*",
    "customer.*",
    "staff.view_membership",
]

ROLE_PERMISSIONS: dict[str, list[str]] = {
    Role.OWNER: [*MANAGING, "staff.*_membership", "staff.view_auditentry"],
    Role.MANAGER: MANAGING,
    Role.EDITOR: EDITING,
    Role.AUTHOR: WRITING,
    Role.FULFILMENT: FULFILLING,
    Role.SUPPORT: [
        "order.view_*",
        "order.add_ordernote",
        "catalogue.view_*",
        "partner.view_*",
        "reviews.view_*",
        "reviews.change_productreview",
        "address.view_*",
        "communication.view_*",
    ],
    Role.ANALYST: [
        "order.view_*",
        "catalogue.view_*",
        "partner.view_*",
        "offer.view_*",
        "voucher.view_*",
        "reviews.view_*",
    ],
}
# What owners alone have: to open the shop is theirs.
MAY_OPEN = "staff.change_membership"
# Support is lent to an operator of the marketplace for a while, never given by the shop.
GIVEN_ROLES = [role for role in Role if role != Role.SUPPORT]
# Who is asked, and told by e-mail, when pages are handed in.
APPROVERS = [Role.OWNER, Role.MANAGER]
_WRITE_PAGES = ["add_page", "change_page"]
_PUBLISH_PAGES = [*_WRITE_PAGES, "publish_page", "lock_page", "unlock_page"]
_ADD_FILES = ["add_image", "choose_image", "add_document", "choose_document"]
_CHANGE_FILES = [*_ADD_FILES, "change_image", "change_document"]
# Role: what its group may do with pages, and with pictures and documents.
SITE_PERMISSIONS = {
    Role.OWNER: (_PUBLISH_PAGES, _CHANGE_FILES),
    Role.MANAGER: (_PUBLISH_PAGES, _CHANGE_FILES),
    Role.EDITOR: (_PUBLISH_PAGES, _CHANGE_FILES),
    Role.AUTHOR: (_WRITE_PAGES, _ADD_FILES),
}
# Made by Wagtail's and Oscar's first migrations; ours take their place.
STOCK_GROUPS = ["Editors", "Moderators"]


def roles_with(permission: str) -> list[str]:
    """Whose members have it: to ask for people where nobody is logged in."""
    return [
        role
        for role, patterns in ROLE_PERMISSIONS.items()
        if any(fnmatchcase(permission, pattern) for pattern in patterns)
    ]


def create_groups() -> None:
    """Make or correct one group per role, in the current schema."""
    Group.objects.filter(name__in=STOCK_GROUPS).delete()
    named = _permissions_by_name()
    for role, patterns in ROLE_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(_match_permissions(named, patterns))
    grant_pages()


def grant_pages() -> None:
    """Who writes pages and who approves them, here; in a shop after an upgrade too.

    What a shop set up itself stays. A step of approval whose groups are gone would lock the pages
    that are handed in for ever: it gets ours.
    """
    groups = {group.name: group for group in Group.objects.filter(name__in=SITE_PERMISSIONS)}
    _open_pages(groups)
    approvers = [groups[role] for role in APPROVERS if role in groups]
    for task in GroupApprovalTask.objects.filter(groups=None):
        task.groups.set(approvers)


def _permissions_by_name() -> dict[str, int]:
    name = Concat("content_type__app_label", Value("."), "codename")
    return dict(Permission.objects.annotate(path=name).values_list("path", "pk"))


def _match_permissions(named: dict[str, int], patterns: Iterable[str]) -> list[int]:
    globs = list(patterns)
    return [pk for name, pk in named.items() if any(fnmatchcase(name, glob) for glob in globs)]


def _open_pages(groups: dict[str, Group]) -> None:
    """The whole tree of pages, images and documents; few statements, however many rows."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    rights = {right.codename: right for right in _site_rights()}
    rows = [
        (groups[role], *granted) for role, granted in SITE_PERMISSIONS.items() if role in groups
    ]
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(group=group, page=root, permission=rights[name])
            for group, pages, _ in rows
            for name in pages
        ),
        ignore_conflicts=True,
    )
    GroupCollectionPermission.objects.bulk_create(
        (
            GroupCollectionPermission(group=group, collection=collection, permission=rights[name])
            for group, _, files in rows
            for name in files
        ),
        ignore_conflicts=True,
    )


def _site_rights() -> Iterable[Permission]:
    apps = ["wagtailcore", "wagtailimages", "wagtaildocs"]
    codenames = {*_PUBLISH_PAGES, *_CHANGE_FILES}
    return Permission.objects.filter(codename__in=codenames, content_type__app_label__in=apps)
