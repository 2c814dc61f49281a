"""Prices without tax, sale prices and those of before, as lists have them."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from marketplace.discovery.cards import read_cards
from marketplace.discovery.models import Listing
from marketplace.discovery.services import differences
from tenants.feeds.amounts import as_rate
from tenants.feeds.cells import UnreadableCellError
from tenants.feeds.layouts import Layout
from tenants.feeds.models import ImportJob
from tenants.feeds.services import TaxNotNamed
from tenants.kernel.taxes import gross_of, net_of
from tenants.registry.context import use_retailer
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import set_price
from tests.feeds.reading import written

PRICES = ("price", "price_before", "net_price", "tax_rate")


def prices_of(tmp_path, text, **options):
    """Of the only product, as texts; None where there is none."""
    (product,) = written(tmp_path, text, **options).products
    return tuple(
        None if (amount := getattr(product, name)) is None else f"{amount.normalize():f}"
        for name in PRICES
    )


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("title,price\nMug,12.50\n", ("12.5", None, None, None)),
        ("title,net price,vat\nMug,84.0336,19%\n", ("100", None, "84.03", "19")),
        ("title;Nettopreis;MwSt.\nMug;8,40;19,0 %\n", ("10", None, "8.4", "19")),
        ("title,Prix HT,TVA\nMug,10.00,0.055\n", ("10.55", None, "10", "5.5")),
        ("title,price,net price,vat\nMug,11.90,9.00,19\n", ("11.9", None, "10", "19")),
        ("title,price,vat\nMug,10.70,7\n", ("10.7", None, "10", "7")),
        ("title,price,vat\nMug,10.70,some\n", ("10.7", None, None, None)),
        ("title,price,sale price\nMug,20.00,15.00\n", ("15", "20", None, None)),
        ("title,price,sale price\nMug,20.00,\n", ("20", None, None, None)),
        ("title,price,sale price\nMug,20.00,0.00\n", ("20", None, None, None)),
        ("title,price,sale price\nMug,20.00,25.00\n", ("20", None, None, None)),
        ("title,price,sale price\nMug,20.00,$5\n", ("20", None, None, None)),
        ("title,price,sale price\nMug,,15.00\n", ("15", None, None, None)),
        ("title,price,old price\nMug,15.00,20.00\n", ("15", "20", None, None)),
        ("title,price,old price\nMug,15.00,15.00\n", ("15", None, None, None)),
        ("title,price,old price\nMug,15.00,12.00\n", ("15", None, None, None)),
        ("title,price,old price\nMug,,12.00\n", (None, None, None, None)),
        ("title,net price,sale price,vat\nMug,100.00,80.00,20\n", ("96", "120", "80", "20")),
    ],
)
def test_what_a_row_says_of_its_price(tmp_path, text, prices):
    assert prices_of(tmp_path, text) == prices


def test_shopifys_compare_at_price_is_one_of_before(tmp_path):
    text = "Handle,Title,Variant Price,Variant Compare At Price\nmug,Mug,15.00,20.00\n"

    assert prices_of(tmp_path, text) == ("15", "20", None, None)


def test_sprees_compare_at_price_is_that_of_the_shops_currency(tmp_path):
    text = (
        "slug,sku,name,price,compare_at_price,currency,inventory_count\n"
        "mug,A,Mug,15.00,20.00,EUR,1\n"
        "pot,B,Pot,15.00,20.00,USD,1\npot,B,,14.00,,EUR,\n"
    )

    goods = written(tmp_path, text)

    mug, pot = goods.by_key["mug"], goods.by_key["pot"]
    assert (mug.price, mug.price_before) == (15, 20)
    assert (pot.price, pot.price_before) == (14, None)


def test_a_special_price_of_magentos_sample_takes_the_place_of_the_price(tmp_path):
    text = "sku,name,price,special_price,attribute_set\nA,Mug,20,15,Default\nB,Pot,20,,Default\n"

    goods = written(tmp_path, text)

    assert goods.format == "magento-sample"
    assert [(row.price, row.price_before) for row in goods.products] == [(15, 20), (20, None)]


def test_woocommerces_sale_price_takes_the_place_of_the_regular_one(tmp_path):
    head = "ID,Type,SKU,Name,Published,Regular price,Sale price,Date sale price ends\n"

    assert prices_of(tmp_path, f"{head}1,simple,A,Mug,1,20.00,15.00,2026-12-01\n")[:2] == (
        "15",
        "20",
    )
    assert prices_of(tmp_path, f"{head}1,simple,A,Mug,1,20.00,15.00,2026-11-01\n")[:2] == (
        "20",
        None,
    )


@pytest.mark.parametrize("cell", ["3.19", "31", "19.00 €", "-7", "ermäßigt", "1e1"])
def test_an_amount_of_tax_is_no_rate(tmp_path, cell):
    feed = written(tmp_path, f"title,net price,vat\nMug,10.00,{cell}\n")

    assert feed.products == []
    assert feed.refused[2].field == "tax_rate"


@pytest.mark.parametrize(
    ("cell", "rate"), [("19", "19"), (0.19, "19"), ("7,5 %", "7.5"), (20.0, "20"), ("٥", "5")]
)
def test_rates_as_people_write_them(cell, rate):
    assert as_rate("tax_rate", cell) == Decimal(rate)


def test_a_rate_that_means_nothing():
    with pytest.raises(UnreadableCellError):
        as_rate("tax_rate", "101")


def test_tax_is_added_before_rounding():
    assert gross_of(Decimal("1.005"), rate=Decimal(20), currency="EUR") == Decimal("1.21")
    assert gross_of(Decimal("99"), rate=Decimal(8), currency="JPY") == 107
    assert net_of(Decimal("100"), rate=Decimal(19), currency="EUR") == Decimal("84.03")
    assert net_of(None, rate=Decimal(19), currency="EUR") is None
    assert net_of(Decimal(1), rate=None, currency="EUR") is None


# --- in the shop ------------------------------------------------------------------------------
pytestmark = pytest.mark.django_db
NET = "sku,title,Nettopreis\nA,Topf,10.00\n"


def record_of(shop):
    with use_retailer(shop):
        return StockRecord.objects.get()


def test_a_net_list_is_asked_for_its_tax_and_sold_with_it(shop, bring):
    with pytest.raises(TaxNotNamed) as refusal:
        bring(NET)
    assert refusal.value.view["columns"][2]["field"] == "net_price"
    assert any("without tax" in note for note in bring(NET, dry_run=True).notes)
    with use_retailer(shop):
        assert not ImportJob.objects.exists()

    bring(NET, tax_rate=Decimal(19))

    record = record_of(shop)
    assert (record.price, record.net_price, record.tax_rate) == (Decimal("11.9"), 10, 19)
    assert Listing.objects.get().price == Decimal("11.9")


def test_a_row_without_a_rate_takes_the_one_for_all(shop, bring):
    bring("sku,title,Nettopreis,MwSt\nA,Buch,10.00,7\nB,Topf,10.00,\n", tax_rate=Decimal(19))

    with use_retailer(shop):
        prices = StockRecord.objects.order_by("partner_sku").values_list("price", flat=True)
        assert list(prices) == [Decimal("10.7"), Decimal("11.9")]


def test_prices_that_are_said_to_be_without_tax(shop, bring):
    text = "sku,title,Preis\nA,Topf,10.00\n"

    bring(text, layout=Layout({"net_price": "Preis"}), tax_rate=Decimal(20))

    assert record_of(shop).price == 12


def test_another_rate_is_other_work(shop, bring):
    bring(NET, tax_rate=Decimal(19))

    assert bring(NET, tax_rate=Decimal(20)).updated == 1
    assert record_of(shop).price == 12
    with use_retailer(shop):
        assert ImportJob.objects.values("work_digest").distinct().count() == 2


def test_a_price_that_the_shop_changes_keeps_the_rate(shop, bring):
    bring(NET, tax_rate=Decimal(20))
    with use_retailer(shop):
        set_price(product=StockRecord.objects.get().product, price=Decimal(24))

    assert (record_of(shop).net_price, record_of(shop).tax_rate) == (20, 20)


def test_an_older_price_comes_and_goes_with_the_list(shop, bring):
    bring("sku,title,price,old price\nA,Topf,15.00,20.00\n")
    (card,) = read_cards([Listing.objects.get().pk])
    assert (card.price, card.was, card.is_reduced) == (15, 20, True)

    report = bring("sku,title,price\nA,Topf,25.00\n")

    assert report.updated == 1
    assert record_of(shop).price_before is None
    (card,) = read_cards([Listing.objects.get().pk])
    assert (card.price, card.was, card.is_reduced) == (25, None, False)
    assert not any(differences(retailer=shop))


def test_an_older_price_that_cannot_be_read_leaves_the_shops(shop, bring):
    bring("sku,title,price,old price\nA,Topf,15.00,20.00\n")

    bring("sku,title,price,old price\nA,Topf,16.00,bald\n")

    assert (record_of(shop).price, record_of(shop).price_before) == (16, 20)
    bring("sku,title,price,old price\nA,Topf,21.00,bald\n")
    assert (record_of(shop).price, record_of(shop).price_before) == (21, None)


def test_a_list_that_has_no_such_columns_is_unchanged_work(shop, bring):
    """The digests of before stay good: see services.row_digest."""
    text = "sku,title,price\nA,Topf,15.00\n"
    bring(text)

    assert bring(text).unchanged == 1


def test_the_command_takes_a_rate(shop, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(NET)

    with pytest.raises(CommandError, match="tax-rate"):
        call_command("import_catalogue", "books", path, "--tax-rate=viel")
    call_command("import_catalogue", "books", path, "--tax-rate=19 %")

    assert record_of(shop).price == Decimal("11.9")
