"""The audit's pages speak in the words of the forms, of what things are called."""

from decimal import Decimal

import pytest

from marketplace.audit.models import Entry
from marketplace.pages.seller.delivery_areas import DeliveryAreaForm
from marketplace.pages.seller.profile_forms import ProfileForm
from marketplace.pages.shared.audit_words import LABELS
from tenants.registry import audit, services
from tenants.registry.context import use_retailer
from tenants.shop.partner.services import set_price
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_voucher, terms
from tests.factories.orders import make_order, move_at_shop
from tests.factories.staff import make_member, open_browser
from tests.pages.browser import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(books):
    return open_browser(books, make_member(books, "owner"))


def read(desk, kind):
    return text_of(desk.get(f"/seller/audit?kind={kind}"))


def test_every_part_of_a_shop_has_a_label_and_it_is_the_forms(books):
    assert services.PROFILE - set(LABELS) == set()
    fields = ProfileForm.base_fields | DeliveryAreaForm.base_fields
    for name in services.PROFILE & set(fields):
        assert str(LABELS[name]) == str(fields[name].label), name


def test_a_shop_that_was_changed(books, desk):
    changes = {"country": "DE", "delivery_countries": ["US", "AT"], "delivery_fee": Decimal("4.9")}
    services.change_profile(retailer=books, actor=None, **changes)
    page = read(desk, "shop")
    assert "Country: Germany" in page
    assert "Only to these countries: United States, Austria" in page
    assert "4.9" in page
    assert "books" not in page.split("What changed")[1]


def test_roles_and_statuses_are_told_as_the_desk_tells_them(books, desk):
    order = make_order(books, make_product(books), email="ada@mail.example")
    move_at_shop(order, "processing", actor=make_customer(), role="owner")
    assert "Status: Waiting for the shop In preparation" in read(desk, "orders")
    assert "Role: Owner" in read(desk, "staff")


def test_goods_and_vouchers_are_told_by_name(books, desk):
    product = make_product(books, "Globe")
    _, [variant] = make_variants(
        books, title="Beans", variants=[{"options": {"Weight": "1 kg"}, "price": "9.00"}]
    )
    with use_retailer(books):
        for row in (product, variant):
            set_price(product=row, price=Decimal("15.00"))
    make_voucher(books, code="SECRET-1", name="Spring greeting", given=terms(percent="10"))

    page = read(desk, "prices")
    assert "Changed a price Globe" in page
    assert "Price: 12.50 15.00" in page
    assert "Beans" in page
    page = read(desk, "promotions")
    assert "Made a voucher Spring greeting" in page
    assert "Name: Spring greeting" in page
    assert "SECRET" not in page
    uuids = Entry.objects.filter(kind__in=["prices", "promotions"]).values_list("on", flat=True)
    assert not [uuid for uuid in uuids if uuid in page + read(desk, "prices")]


def test_what_is_listed_nowhere_keeps_its_id(books, desk):
    unknown = "5f68d0c9-185b-4b59-815f-3d4b4bb51a38"
    audit.record(what="price.changed", on=unknown, retailer=books)
    assert unknown in read(desk, "prices")
