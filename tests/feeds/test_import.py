"""What an import does to a shop: batches, repetition, refusals, dry runs, interruptions."""

import csv
from decimal import Decimal
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.discovery.models import CategoryMapping, Listing, ListingVariant
from marketplace.discovery.services import differences
from tenants.feeds import services
from tenants.feeds.layouts import NOT_READ, Layout, LayoutMisfit
from tenants.feeds.models import ImportJob, ImportRow, RememberedLayout
from tenants.feeds.recognition import UnknownFormat
from tenants.feeds.services import (
    ImportRunning,
    PricesNotNamed,
    ShopNotOpen,
    import_catalogue,
)
from tenants.kernel.locks import Advisory
from tenants.registry import notices
from tenants.registry.context import current_schema, use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Category, Product, ProductCategory
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import reserve
from tests.feeds.reading import FILES

pytestmark = pytest.mark.django_db

IN_EUR = sorted(path.name for path in FILES.iterdir() if path.stem != "template_arabic")
NO_PRICES = Layout({"price": NOT_READ})


def counts(report):
    return (report.created, report.updated, report.unchanged)


def in_shop(shop, key):
    with use_retailer(shop):
        product = Product.objects.get(external_key=key)
        record = StockRecord.objects.filter(product=product).first()
    return product, record


def rows_of_everything(shop):
    with use_retailer(shop):
        models = (Product, StockRecord, Category, ProductCategory, ImportJob, ImportRow)
        here = {model.__name__: model.objects.count() for model in models}
    outside = (Listing, ListingVariant, CategoryMapping)
    return here | {model.__name__: model.objects.count() for model in outside}


# --- what comes in ----------------------------------------------------------------------------
def test_products_variants_stock_categories_and_listings_are_written(shop, bring):
    report = bring("shopify_old.csv")

    assert (report.rows, report.imported_rows, report.refused_rows) == (9, 7, 2)
    coat, nothing = in_shop(shop, "rain-coat")
    assert (coat.structure, nothing, coat.brand) == ("parent", None, "Nimbus")
    variant, record = in_shop(shop, "rain-coat#Colour=Green;Size=M")
    assert (variant.parent_id, variant.variant_options) == (
        coat.pk,
        {"Colour": "Green", "Size": "M"},
    )
    assert (record.price, record.price_currency, record.num_in_stock) == (Decimal(92), "EUR", 5)
    with use_retailer(shop):
        assert [category.full_name for category in coat.categories.all()] == ["Clothing"]
    listing = Listing.objects.get(uuid=coat.uuid)
    assert (listing.price, listing.price_max, listing.quantity) == (Decimal(89), Decimal(92), 8)
    assert listing.images == []  # until they are fetched
    with use_retailer(shop):
        named = coat.remote_images.values_list("url", "status")
        assert list(named) == [("https://pictures.example/coat.jpg", "waiting")]
    assert list(differences(retailer=shop)) == []


@pytest.mark.parametrize("name", IN_EUR)
def test_every_format_balances_and_is_listed(shop, bring, name):
    report = bring(name)

    assert report.rows == report.imported_rows + report.refused_rows
    assert list(differences(retailer=shop)) == []
    with use_retailer(shop):
        assert Product.objects.count() == report.created
        assert sum(1 for _ in report.refused) == report.refused_rows


def test_category_paths_are_made_once_whatever_their_case(shop, bring):
    bring("title,price,categories\nA,1,Home > Kitchen\nB,1,home>KITCHEN | Gifts\n")

    with use_retailer(shop):
        names = [category.full_name for category in Category.objects.order_by("path")]
    assert names == ["Home", "Home > Kitchen", "Gifts"]
    mapped = CategoryMapping.objects.filter(retailer=shop).order_by("shop_path")
    assert [row.shop_path for row in mapped] == ["Gifts", "Home", "Home > Kitchen"]


def test_it_ends_in_the_schema_it_began_in(bring):
    before = current_schema()

    bring("title,price\nA,1\n")

    assert current_schema() == before


# --- once more --------------------------------------------------------------------------------
@pytest.mark.parametrize("name", IN_EUR)
def test_the_same_file_again_changes_nothing(shop, bring, name):
    first = bring(name)
    with use_retailer(shop):
        before = list(Product.objects.order_by("id").values())

    again = bring(name)

    assert counts(again) == (0, 0, first.created)
    assert (again.imported_rows, again.refused_rows) == (first.imported_rows, first.refused_rows)
    with use_retailer(shop):
        assert list(Product.objects.order_by("id").values()) == before


def test_only_changed_rows_are_written_and_announced(shop, bring):
    bring("sku,title,price\nA,Cup,1\nB,Mug,2\n")
    heard = []

    def listen(*, products, **kwargs):
        heard.append(products)

    notices.product_changed.connect(listen)
    try:
        report = bring("sku,title,price\nA,Cup,1\nB,Mug,3\n")
    finally:
        notices.product_changed.disconnect(listen)

    mug, record = in_shop(shop, "sku:B")
    assert counts(report) == (0, 1, 1)
    assert (record.price, heard) == (Decimal(3), [[mug.uuid]])
    assert Listing.objects.get(uuid=mug.uuid).price == Decimal(3)


def test_what_the_shop_changed_stays_while_the_file_does_not_change(shop, bring):
    bring("sku,title,price,stock\nA,Cup,1,5\n")
    _, record = in_shop(shop, "sku:A")
    with use_retailer(shop):
        record.num_in_stock = 4  # one was sold
        record.save()

    bring("sku,title,price,stock\nA,Cup,1,5\n")

    assert in_shop(shop, "sku:A")[1].num_in_stock == 4


def test_what_a_file_does_not_mention_stays(shop, bring):
    bring(
        "sku,title,price,stock,brand,categories,images\nA,Cup,1,5,Rill,Home,https://x.example/1\n"
    )

    report = bring("sku,title,stock\nA,Cup,9\n", layout=NO_PRICES)

    cup, record = in_shop(shop, "sku:A")
    assert counts(report) == (0, 1, 0)
    assert (record.num_in_stock, record.price) == (9, Decimal(1))
    assert (cup.brand, cup.image_urls) == ("Rill", ["https://x.example/1"])
    with use_retailer(shop):
        assert cup.categories.count() == 1


def test_links_to_categories_follow_the_file(shop, bring):
    bring("sku,title,price,categories\nA,Cup,1,Home | Gifts\n")

    bring("sku,title,price,categories\nA,Cup,1,Gifts | Clay\n")

    cup, _ = in_shop(shop, "sku:A")
    with use_retailer(shop):
        assert sorted(cup.categories.values_list("name", flat=True)) == ["Clay", "Gifts"]


# --- refusals of the shop ---------------------------------------------------------------------
def test_a_price_in_another_currency_is_refused(shop, bring):
    report = bring("handle,title,price,option: Size\nA,Cup,$1,S\nA,,$2,M\nB,Mug,3,\n")

    assert [(entry.row, entry.field) for entry in report.refused] == [
        (2, "currency"),
        (3, "currency"),
    ]
    with use_retailer(shop):
        assert list(Product.objects.values_list("external_key", flat=True)) == ["B"]


def test_stock_below_what_is_promised_is_refused_and_nothing_changes(shop, bring):
    bring("sku,title,price,stock\nA,Cup,1,5\nB,Mug,1,5\n")
    _, record = in_shop(shop, "sku:A")
    with use_retailer(shop):
        reserve(quantities={record.pk: 3})

    report = bring("sku,title,price,stock\nA,Cup,7,2\nB,Mug,7,2\n")

    (entry,) = report.refused
    assert (entry.row, entry.field, entry.value) == (2, "stock", "2")
    assert counts(report) == (0, 1, 0)
    _, record = in_shop(shop, "sku:A")
    assert (record.price, record.num_in_stock, record.num_allocated) == (Decimal(1), 5, 3)


def test_a_product_gets_variants(shop, bring):
    bring("handle,title,price,stock\nA,Cup,1,5\n")

    report = bring("handle,title,price,stock,option: Size\nA,Cup,1,5,S\nA,,2,6,M\n")

    cup, record = in_shop(shop, "A")
    assert counts(report) == (2, 1, 0)
    assert (cup.structure, record) == ("parent", None)
    assert list(differences(retailer=shop)) == []


def test_a_product_that_is_promised_gets_no_variants(shop, bring):
    bring("handle,title,price,stock\nA,Cup,1,5\n")
    _, record = in_shop(shop, "A")
    with use_retailer(shop):
        reserve(quantities={record.pk: 1})

    report = bring("handle,title,price,stock,option: Size\nA,Cup,1,5,S\nA,,2,6,M\n")

    with use_retailer(shop):
        assert [entry.row for entry in report.refused] == [2, 3]
        assert Product.objects.get().structure == "standalone"


def test_a_product_with_variants_does_not_lose_them(shop, bring):
    bring("handle,title,price,option: Size\nA,Cup,1,S\nA,,2,M\n")

    report = bring("handle,title,price\nA,Cup,1\n")

    with use_retailer(shop):
        (entry,) = report.refused
        assert entry.reason.startswith("It has variants in the shop")
        assert Product.objects.count() == 3


def test_a_closed_shop_takes_nothing(shop, bring):
    shop.status = Retailer.Status.CLOSED

    with pytest.raises(ShopNotOpen):
        bring("title,price\nA,1\n")


# --- dry run, report, command -----------------------------------------------------------------
def test_a_dry_run_writes_nothing(shop, bring):
    before = rows_of_everything(shop)

    report = bring("shopify_old.csv", dry_run=True)

    assert counts(report) == (7, 0, 0)
    assert [entry.row for entry in report.refused] == [8, 9]
    assert rows_of_everything(shop) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned()")
        assert cursor.fetchone() == (None,)


def test_a_dry_run_tells_what_the_import_then_does(bring):
    bring("sku,title,price\nA,Cup,1\nB,Mug,2\n")
    changed = "sku,title,price\nA,Cup,1\nB,Mug,3\nC,Jug,4\nD,,5\n"

    planned = bring(changed, dry_run=True)

    assert counts(planned) == counts(bring(changed)) == (1, 1, 1)


def test_the_command_shows_and_writes_the_report(shop, tmp_path):
    out, path = StringIO(), tmp_path / "report.csv"

    call_command(
        "import_catalogue", "books", FILES / "woocommerce.csv", report=path, stdout=out, verbosity=0
    )

    shown = out.getvalue()
    assert "9 rows: 6 imported, 3 refused" in shown
    assert "row 8 (Jug and cup): type “grouped”" in shown
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["row"] for row in csv.DictReader(file)] == ["8", "9", "10"]


def test_the_command_asks_what_parts_the_decimals(shop, tmp_path):
    path, out = tmp_path / "list.csv", StringIO()
    path.write_text("sku,title,price,stock\nA,Cup,12.500,1.000\n")

    with pytest.raises(CommandError, match=r"12\.500.*comma or point"):
        call_command("import_catalogue", "books", path, stdout=out)
    call_command("import_catalogue", "books", path, decimal="comma", stdout=out)
    _, record = in_shop(shop, "sku:A")
    assert (record.price, record.num_in_stock) == (Decimal(12500), 1000)

    call_command("import_catalogue", "books", path, decimal="point", stdout=out)
    _, record = in_shop(shop, "sku:A")
    assert (record.price, record.num_in_stock) == (Decimal("12.50"), 1)


def test_the_report_holds_no_formulas(bring, tmp_path):
    report = bring('title,price\n"=1+1",abc\n', dry_run=True)

    report.write(tmp_path / "report.csv")

    assert "'=1+1" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")


def test_the_command_refuses_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="no shop"):
        call_command("import_catalogue", "nowhere", FILES / "woocommerce.csv")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_catalogue", "books", tmp_path / "absent.csv")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_can_be_imported_as_it_is(shop, tmp_path, ending):
    path = tmp_path / f"products.{ending}"
    call_command("import_template", path, stdout=StringIO())

    report = import_catalogue(retailer=shop, path=path)

    assert (report.imported_rows, report.refused_rows, report.notes) == (4, 0, [])
    board, record = in_shop(shop, "oak-board")
    assert (record.partner_sku, board.upc, board.max_quantity) == ("00417", "4006381333931", 5)
    assert board.specifications == {"Material": "oak", "Length": "40 cm"}


def test_progress_is_told(bring, monkeypatch):
    monkeypatch.setattr(services, "BATCH_ROWS", 2)
    told = []

    bring(
        "title,price\nA,1\nB,1\nC,1\n,1\nE,1\n",
        progress=lambda done, rows: told.append((done, rows)),
    )

    assert told == [(2, 5), (4, 5), (5, 5)]


def test_the_statements_of_a_batch_do_not_grow_with_its_rows(shop, bring):
    bring("title,price,categories\nFirst,1,Home\n")

    def statements(rows):
        text = "".join(f"Thing {rows}-{number},1,Home\n" for number in range(rows))
        with CaptureQueriesContext(connection) as captured:
            bring("title,price,categories\n" + text)
        return len(captured)

    assert statements(20) == statements(400)


# --- interruptions ----------------------------------------------------------------------------
def test_a_failure_leaves_whole_batches_and_is_gone_on_with(shop, bring, monkeypatch):
    monkeypatch.setattr(services, "BATCH_ROWS", 2)
    text = "title,price\nA,1\n,1\nC,1\nD,1\nE,1\n"
    real, calls = services.write_products, []

    def fails_the_second_time(**arguments):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        return real(**arguments)

    monkeypatch.setattr(services, "write_products", fails_the_second_time)
    with pytest.raises(RuntimeError, match="disk"):
        bring(text)
    with use_retailer(shop):
        job = ImportJob.objects.get()
        assert (job.status, job.imported_rows, job.refused_rows) == ("failed", 1, 1)
        assert job.error == "RuntimeError: the disk is full"
        assert Product.objects.count() == 1

    report = bring(text)

    assert (report.is_resumed, report.imported_rows, report.refused_rows) == (True, 4, 1)
    with use_retailer(shop):
        assert ImportJob.objects.get().status == "done"
        assert Product.objects.count() == 4
        assert [entry.row for entry in report.entries] == [3]


def test_one_import_at_a_time(shop, bring, monkeypatch):
    monkeypatch.setattr(services, "LOCK_PATIENCE", 0.3)
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    other = psycopg2.connect(**parameters)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [Advisory.IMPORT, shop.pk])
        with pytest.raises(ImportRunning):
            bring("title,price\nA,1\n")
    finally:
        other.close()

    assert bring("title,price\nA,1\n").created == 1


# --- columns that somebody names --------------------------------------------------------------
ODD = "Ding;Wert\nTopf;9,99\n"
NAMED = Layout({"title": "Ding", "price": "Wert"})


def test_a_list_without_prices_is_asked_about(shop, bring):
    text = "sku,title,stock\nA,Cup,9\n"

    with pytest.raises(PricesNotNamed) as refusal:
        bring(text)
    assert refusal.value.view["columns"][1]["field"] == "title"
    with use_retailer(shop):
        assert not Product.objects.exists()
        assert not ImportJob.objects.exists()
    assert any("No column" in note for note in bring(text, dry_run=True).notes)
    assert bring(text, layout=NO_PRICES).created == 1


def test_a_shop_remembers_what_it_said_of_these_headings(shop, bring):
    with pytest.raises(UnknownFormat):
        bring(ODD)
    assert bring(ODD, layout=NAMED).created == 1

    report = bring("Ding;Wert\nTopf;9,99\nHut;12,00\n")

    assert counts(report) == (1, 0, 1)
    assert any("last list of these headings" in note for note in report.notes)
    with pytest.raises(UnknownFormat):  # another shop has not said it
        bring(ODD, retailer=Retailer.objects.get(slug="coffee"))
    with pytest.raises(UnknownFormat):  # and these are others
        bring("Wert;Ding\n9,99;Topf\n")


def test_what_it_says_next_takes_the_place_of_what_it_said(shop, bring):
    bring("Ding;Wert;Rest\nTopf;9,99;5,00\n", layout=NAMED)
    bring("Ding;Wert;Rest\nTopf;9,99;5,00\n", layout=Layout({"title": "Ding", "price": "Rest"}))

    report = bring("Ding;Wert;Rest\nTopf;9,99;6,00\n")

    assert report.updated == 1
    with use_retailer(shop):
        assert StockRecord.objects.get().price == 6
        assert RememberedLayout.objects.count() == 1


def test_nothing_of_a_dry_run_or_of_a_refusal_is_remembered(shop, bring):
    bring(ODD, layout=NAMED, dry_run=True)
    with pytest.raises(LayoutMisfit):
        bring(ODD, layout=Layout({"title": "Nichts"}))

    with use_retailer(shop):
        assert not RememberedLayout.objects.exists()


def test_the_same_file_with_other_columns_is_other_work(shop, bring):
    text = "Name;Preis;VK\nTopf;7,00;9,99\n"
    bring(text)
    first = bring(text, layout=Layout({"price": "VK"}))
    with use_retailer(shop):
        digests = set(ImportJob.objects.values_list("work_digest", flat=True))

    assert first.updated == 1
    assert len(digests) == 2


def test_an_import_that_stopped_goes_on_with_the_columns_that_were_named(shop, bring, monkeypatch):
    text = "Ding;Wert\n" + "".join(f"Topf {number};{number},50\n" for number in range(1, 9))
    monkeypatch.setattr(services, "BATCH_ROWS", 3)
    calls = iter(range(10))

    def stop(count, rows):
        if next(calls) == 1:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        bring(text, layout=NAMED, progress=stop)
    report = bring(text, layout=NAMED)

    assert (report.is_resumed, report.created) == (True, 8)


def test_the_command_takes_columns_and_shows_them(shop, tmp_path):
    path, terminal = tmp_path / "list.csv", StringIO()
    path.write_text("Firma;\nDing;Wert\nTopf;9,99\n")
    pairs = [f"--map={pair}" for pair in ("title=Ding", "price=B")]

    call_command("import_catalogue", "books", path, "--dry-run", *pairs, stdout=terminal)
    call_command("import_catalogue", "books", path, "--header-row=2", *pairs, stdout=terminal)

    assert "B Wert → price (mapping): “9,99” is 9.99 EUR" in terminal.getvalue()
    with use_retailer(shop):
        assert StockRecord.objects.get().price == Decimal("9.99")
    with pytest.raises(CommandError, match="names no field"):
        call_command("import_catalogue", "books", path, "--map=Preis", stdout=terminal)


def test_the_command_shows_columns_that_it_does_not_know(shop, tmp_path):
    path, terminal = tmp_path / "list.csv", StringIO()
    path.write_text("Topf;9,99\nHut;8,50\n")

    with pytest.raises(CommandError, match="Say which column"):
        call_command("import_catalogue", "books", path, stdout=terminal)

    assert "B - → price (content): “9,99” is 9.99 EUR" in terminal.getvalue()
