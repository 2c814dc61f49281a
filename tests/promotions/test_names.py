"""What a shop's offers and vouchers are called: any two names, whatever they have in common."""

import pytest

from tenants.registry.context import use_retailer
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.voucher.models import Voucher
from tests.factories.offers import make_offer, make_voucher, terms

pytestmark = pytest.mark.django_db
TEN = terms(percent="10")


def slugs(books):
    with use_retailer(books):
        return list(ConditionalOffer.objects.order_by("id").values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Sale", "Sale!", "SALE"], ["sale", "sale-2", "sale-3"]),
        (["Sale 2", "Sale", "Sale!"], ["sale-2", "sale", "sale-3"]),
        (["Sale", "Sale 3", "Sale!"], ["sale", "sale-3", "sale-2"]),
        (["Äpfel", "Apfel", "apfel"], ["apfel", "apfel-2", "apfel-3"]),
        (["夏", "秋", "冬"], ["offer", "offer-2", "offer-3"]),
        (["n" * 128, "n" * 127], ["n" * 100, f"{'n' * 100}-2"]),
    ],
)
def test_names_that_make_one_slug_get_two(books, names, expected):
    for name in names:
        make_offer(books, name=name, given=TEN)

    assert slugs(books) == expected


def test_a_voucher_of_the_longest_name_and_code_is_made(books):
    vouchers = [make_voucher(books, code * 40, name="n" * 100, given=TEN) for code in "AB"]

    assert [voucher.name for voucher in vouchers] == ["n" * 100, f"{'n' * 85} ({'B' * 40})"]


def test_a_voucher_is_named_apart_from_what_was_typed_like_it(books):
    make_offer(books, name="Hello (TEN)", given=TEN)
    make_voucher(books, "NINE", name="Hello", given=TEN)
    make_voucher(books, "ONE", name="Hello (TEN)", given=TEN)

    voucher = make_voucher(books, "TEN", name="Hello", given=TEN)

    assert isinstance(voucher, Voucher)
    assert voucher.name == "Hello (TEN) 2"
