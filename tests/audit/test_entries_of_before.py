"""What shops had written down for themselves is taken over once, without addresses of people."""

from importlib import import_module

import pytest
from django.db import connection

from marketplace.audit.models import Entry
from tenants.registry.context import use_market, use_retailer, use_unclaimed
from tenants.staff.models import AuditEntry
from tests.factories.accounts import make_customer, make_operator

pytestmark = pytest.mark.django_db
TAKE_OVER = import_module("tenants.staff.migrations.0003_entries_of_before").TAKE_OVER


def write(action, subject="", *, by=None, **details):
    AuditEntry.objects.create(
        actor_id=by and by.pk, action=action, subject=subject, details=details
    )


def take_over():
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OVER)


def test_a_shops_own_and_the_markets_come_over_once_each(books):
    owner, ann, operator = make_customer(), make_customer(), make_operator()
    before = Entry.objects.count()
    with use_retailer(books):
        write("member.changed", ann.email, by=owner, role="editor", before="analyst")
        write("member.removed", "gone@mail.example", by=owner, role="editor")
        write("member.uninvited", "nina@mail.example")
        write("support.expired", str(operator.pk))
        write("support.granted", "books", by=operator, reason="A lost parcel")
        write("shop.suspended", "books", by=operator, reason="No imprint")
        write("shop.data-taken", "books", by=owner)
        take_over()
    with use_market():
        write("shop.suspended", "books", by=operator, reason="No imprint")
        write("support.granted", "books", by=operator, reason="A lost parcel")
        write("second_factor.reset", ann.email, by=operator, reason="passport seen")
        take_over()
    with use_unclaimed("template"):
        take_over()

    rows = [
        (row.what, row.kind, row.retailer_id, row.who_id, row.person_id, row.on)
        for row in Entry.objects.order_by("id")[before:]
    ]
    assert rows == [
        ("member.changed", "staff", books.pk, owner.pk, ann.pk, ""),
        ("member.removed", "staff", books.pk, owner.pk, None, ""),
        ("member.uninvited", "staff", books.pk, None, None, ""),
        ("support.expired", "support", books.pk, None, operator.pk, ""),
        ("shop.data-taken", "exports", books.pk, owner.pk, None, "books"),
        ("shop.suspended", "shop", books.pk, operator.pk, None, "books"),
        ("support.granted", "support", books.pk, operator.pk, operator.pk, "books"),
        ("second_factor.reset", "accounts", None, operator.pk, ann.pk, ""),
    ]
    changed = Entry.objects.get(what="member.changed")
    assert (changed.before, changed.after) == ({"role": "analyst"}, {"role": "editor"})
    assert "@mail.example" not in str(list(Entry.objects.values()))
