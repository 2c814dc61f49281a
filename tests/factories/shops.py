"""The shops that every test database has: two that share a currency, and one that does not."""

from django.db import transaction
from django.utils.timezone import now

from marketplace.accounts.models import User
from tenants.provisioning import spares, steps
from tenants.registry.context import use_retailer
from tenants.registry.models import Domain, Retailer
from tenants.staff.models import Invitation, Membership
from tenants.staff.services import add_member

SHOPS = [
    {"slug": "books", "name": "Northgate Books", "currency": "EUR"},
    {"slug": "coffee", "name": "Kaldi Coffee", "currency": "EUR"},
    {"slug": "tea", "name": "Sencha House", "currency": "JPY"},
]


def get_shop(slug):
    """One of them."""
    return Retailer.objects.get(slug=slug)


def open_shops():
    for shop in SHOPS:
        open_shop(**shop)


@transaction.atomic
def open_shop(**shop):
    """An active shop with a schema of its own and nothing to sell."""
    slug = shop["slug"]
    retailer = Retailer.objects.create(
        schema_name=f"shop_{slug.replace('-', '_')}",
        status=Retailer.Status.ACTIVE,
        owner_email=f"owner@{slug}.example",
        approved_at=now(),
        opened_at=now(),
        publishes_email=True,
        publishes_phone=True,
        publishes_address=True,
        **shop,
    )
    Domain.objects.create(tenant=retailer, domain=retailer.host, is_primary=True)
    spares.claim(retailer.schema_name)
    steps.furnish_shop(retailer)
    _take_over(retailer)
    return retailer


def _take_over(retailer):
    """As if its owner had opened the link in the mail."""
    owner = User.objects.create_user(retailer.owner_email)
    with use_retailer(retailer):
        Invitation.objects.all().delete()
        add_member(user=owner, role=Membership.Role.OWNER)
