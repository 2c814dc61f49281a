"""Catalogues brought in as files: queued at once, read in the background."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from marketplace.discovery.models import Listing
from tenants.feeds import archives
from tenants.feeds.models import ImportJob
from tenants.feeds.tasks import forget_upload, run_import
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.partner.models import StockRecord
from tenants.tasks.runner import run_all
from tests.api.conftest import assert_problem
from tests.api.test_product_images import upload
from tests.factories.accounts import make_customer
from tests.factories.staff import make_member

LIST = """handle,title,price,stock
mug,Mug,12.50,9
cup,Cup,on request,1
pot,Pot,30.00,
"""


def file(text=LIST, name="products.csv"):
    data = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    data.name = name
    return data


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner(at, books):
    return at(books).login(make_member(books, "owner"))


def without_table(done):
    return {name: value for name, value in done.items() if name != "table"}


def titles():
    return sorted(Listing.objects.values_list("title", flat=True))


def test_a_file_is_taken_at_once_and_read_later(owner, books, media):
    answer = upload(owner, "imports/", file=file())
    queued = answer.json()

    assert answer.status_code == 202
    assert (queued["status"], queued["progress"], queued["file_name"]) == (
        "queued",
        0,
        "products.csv",
    )
    assert titles() == []
    assert len(files_below(media)) == 1
    run_all()
    done = owner.get(f"imports/{queued['id']}/").json()

    assert titles() == ["Mug", "Pot"]
    assert (done["status"], done["progress"], done["format"]) == ("done", 100, "template")
    assert (done["rows"], done["imported_rows"], done["refused_rows"]) == (3, 2, 1)
    assert done["created"] == 2
    assert done["finished_at"]
    (error,) = owner.get(f"imports/{queued['id']}/errors/").json()["results"]
    assert (error["row"], error["kind"], error["field"]) == (3, "refused", "price")
    assert owner.get(f"imports/{queued['id']}/errors/?kind=remark").json()["results"] == []
    assert owner.get("imports/").json()["results"] == [without_table(done)]
    assert files_below(media) == []


def test_a_list_that_can_be_read_two_ways_asks_for_decimal(owner, books):
    text = "handle,title,price\nmug,Mug,12.500\n"
    queued = upload(owner, "imports/", file=file(text)).json()
    answered = upload(owner, "imports/", file=file(text), decimal="comma").json()
    run_all()

    refusal = owner.get(f"imports/{queued['id']}/").json()
    assert (refusal["status"], refusal["imported_rows"]) == ("failed", 0)
    assert "12.500" in refusal["error"]
    assert "comma or point" in refusal["error"]
    assert owner.get(f"imports/{answered['id']}/").json()["status"] == "done"
    assert str(Listing.objects.get().price) == "12500.000"
    refused = upload(owner, "imports/", file=file(text), decimal="dot")
    assert_problem(refused, status=400, code="validation-error")


def test_a_dry_run_reports_and_changes_nothing(owner, books):
    made = upload(owner, "imports/", file=file(), dry_run="true").json()
    run_all()
    done = owner.get(f"imports/{made['id']}/").json()

    assert (done["is_dry_run"], done["status"], done["created"]) == (True, "done", 2)
    assert len(owner.get(f"imports/{made['id']}/errors/").json()["results"]) == 1
    assert titles() == []
    real = upload(owner, "imports/", file=file()).json()
    run_all()
    assert owner.get(f"imports/{real['id']}/").json()["created"] == 2
    assert titles() == ["Mug", "Pot"]


def test_below_the_shops_address_and_under_the_older_name(api, books):
    api.login(make_member(books, "manager"))
    made = upload(api, "retailers/books/imports/", file=file())
    assert made.status_code == 202
    assert_problem(
        upload(api, "products/bulk-upload/", file=file()), status=422, code="shop-not-named"
    )
    run_all()
    assert titles() == ["Mug", "Pot"]


def test_the_older_name_says_what_it_is_called_now(owner):
    answer = upload(owner, "products/bulk-upload/", file=file())

    assert answer.status_code == 202
    assert answer.headers["Link"] == '</api/v1/imports/>; rel="successor-version"'


def test_a_file_that_cannot_be_read_fails_with_a_reason_and_is_not_kept(owner, media):
    made = upload(owner, "imports/", file=file('title,price\n"Mug,1\n' + "x" * (1 << 20))).json()
    run_all()
    done = owner.get(f"imports/{made['id']}/").json()

    assert done["status"] == "failed"
    assert "cannot be split" in done["error"]
    assert str(media) not in done["error"]
    assert files_below(media) == []


# --- columns that somebody names --------------------------------------------------------------
ODD = "Ding;Wert\nTopf;9,99\nHut;12,50\nTasse;3,00\n"


def files_below(media):
    return [path for path in media.rglob("*") if path.is_file()]


def import_file(client, **body):
    """How an import ended, once the worker was there."""
    queued = upload(client, "imports/", **body)
    assert queued.status_code == 202, queued.json()
    run_all()
    return client.get(f"imports/{queued.json()['id']}/").json()


def columns_of(job):
    return {
        column["heading"]: (column["field"], column["source"]) for column in job["table"]["columns"]
    }


def test_a_dry_run_shows_guesses_and_its_file_is_imported_as_shown(owner, media):
    tried = import_file(owner, file=file(ODD), dry_run="true")

    assert columns_of(tried) == {"Ding": ("title", "content"), "Wert": ("price", "content")}
    assert tried["table"]["columns"][1]["samples"][0] == {
        "cell": "9,99",
        "reading": "9.99 EUR",
        "problem": "",
    }
    assert (tried["created"], tried["rows"], titles()) == (3, 3, [])
    job = import_file(owner, import_id=tried["id"])
    assert (job["status"], job["created"], job["file_name"]) == ("done", 3, "products.csv")
    assert titles() == ["Hut", "Tasse", "Topf"]
    assert files_below(media) == []


def test_a_correction_needs_no_second_upload(owner, books):
    text = "Name;VK;EK\nTopf;9,99;5,00\n"
    tried = import_file(owner, file=file(text), dry_run="true")
    corrected = import_file(
        owner, import_id=tried["id"], mapping=["price=EK", "sku=B"], dry_run="true"
    )

    assert columns_of(tried)["VK"] == ("price", "name")
    assert columns_of(corrected) == {
        "Name": ("title", "mapping"),
        "VK": ("sku", "mapping"),
        "EK": ("price", "mapping"),
    }
    import_file(owner, import_id=corrected["id"])
    with use_retailer(books):
        assert StockRecord.objects.get().price == 5


def test_an_import_that_was_asked_about_is_answered(owner, media):
    first = import_file(owner, file=file("Ding;Bestand\nTopf;4\n"), mapping=["title=Ding"])

    assert (first["status"], titles()) == ("failed", [])
    assert "No column of this list holds prices" in first["error"]
    assert "manage.py" not in first["error"]
    assert columns_of(first) == {"Ding": ("title", "mapping"), "Bestand": ("stock", "name")}
    answered = import_file(owner, import_id=first["id"], mapping=["price=-"])
    assert (answered["status"], titles()) == ("done", ["Topf"])


def test_what_was_said_is_remembered_by_the_shop(at, owner, coffee):
    import_file(owner, file=file(ODD), mapping=["title=Ding", "price=Wert"])

    again = import_file(owner, file=file(ODD))

    assert (again["status"], again["unchanged"]) == ("done", 3)
    assert columns_of(again)["Wert"] == ("price", "memory")
    theirs = at(coffee).login(make_member(coffee, "owner"))
    assert import_file(theirs, file=file(ODD))["status"] == "failed"


def test_a_list_without_headings(owner):
    text = "Topf;;9,99\nHut;;8,00\n"

    job = import_file(
        owner, file=file(text, "liste.txt"), header_row="0", mapping=["title=A", "price=C"]
    )

    assert (job["imported_rows"], job["refused_rows"]) == (2, 0)
    assert titles() == ["Hut", "Topf"]


def test_the_latest_file_alone_is_kept_and_for_a_day(owner, books, media):
    first = import_file(owner, file=file(ODD), dry_run="true")
    assert len(files_below(media)) == 1
    second = import_file(owner, file=file(ODD), dry_run="true")

    assert len(files_below(media)) == 1
    gone = upload(owner, "imports/", import_id=first["id"])
    assert_problem(gone, status=422, code="invalid")
    assert "Send it again" in str(gone.json()["errors"]["import_id"])
    tasks = DBTaskResult.objects.filter(status="READY", task_path__endswith="forget_upload")
    later = tasks.latest("enqueued_at")
    assert timedelta(hours=23) < later.run_after - timezone.now() < timedelta(hours=25)
    with use_retailer(books):
        forget_upload.call(job=second["id"])
    assert files_below(media) == []


def test_a_file_goes_over_once_and_to_nobody_else(at, owner, coffee):
    tried = import_file(owner, file=file(ODD), dry_run="true")
    theirs = at(coffee).login(make_member(coffee, "owner"))

    assert upload(theirs, "imports/", import_id=tried["id"]).status_code == 422
    assert upload(owner, "imports/", import_id=tried["id"]).status_code == 202
    assert upload(owner, "imports/", import_id=tried["id"]).status_code == 422


@pytest.mark.parametrize(
    ("body", "member"),
    [
        ({"mapping": ["Preis"]}, "mapping"),
        ({"mapping": ["colour=A"]}, "mapping"),
        ({"header_row": "41"}, "header_row"),
        ({"header_row": "-1"}, "header_row"),
        ({"import_id": "00000000-0000-4000-8000-000000000000"}, "file"),
    ],
)
def test_what_is_said_of_columns_is_looked_at_at_once(owner, books, body, member):
    answer = upload(owner, "imports/", file=file(ODD), **body)

    assert answer.status_code == (400 if "header_row" in body else 422)
    assert list(answer.json()["errors"]) == [member]
    with use_retailer(books):
        assert not ImportJob.objects.exists()


def test_a_correction_that_names_no_column_changes_nothing(owner, media):
    tried = import_file(owner, file=file(ODD), dry_run="true")

    answer = upload(owner, "imports/", import_id=tried["id"], mapping=["price=Z"])

    assert list(answer.json()["errors"]) == ["mapping"]
    assert len(files_below(media)) == 1
    assert import_file(owner, import_id=tried["id"])["status"] == "done"


def test_a_task_that_died_in_the_middle_goes_on(owner, books, monkeypatch):
    made = upload(owner, "imports/", file=file()).json()
    with use_retailer(books):
        # Of the first attempt everything is committed but the last word.
        job = ImportJob.objects.get()
        with default_storage.open(job.upload) as upload_:
            kept = upload_.read()
        run_import.call(job=made["id"])
        job.upload = default_storage.save("imports/again.csv", io.BytesIO(kept))
        ImportJob.objects.update(status="running", upload=job.upload, finished_at=None)
        run_import.call(job=made["id"])
        job.refresh_from_db()
        assert (job.status, job.upload, job.created, job.imported_rows) == ("done", "", 2, 2)
        assert job.entries.count() == 1
        assert Product.objects.count() == 2
        run_import.call(job=made["id"])  # and is not begun again


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    return data.getvalue()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"file": file(name="products.exe")}, "file"),
        ({"file": file(b"PK no workbook", name="products.xlsx")}, "file"),
        ({"file": file(bomb(), name="products.xlsx")}, "file"),
        ({"file": file(), "format": "ebay"}, "format"),
        ({"file": file(b"")}, "file"),
        ({}, "file"),
    ],
)
def test_files_that_are_refused_at_once(owner, books, monkeypatch, sent, field):
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 2_000_000)
    answer = upload(owner, "imports/", **sent)

    assert answer.status_code in (400, 422)
    assert list(answer.json()["errors"]) == [field]
    with use_retailer(books):
        assert not ImportJob.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_list_that_can_be_imported(owner, books, kind):
    answer = owner.get(f"imports/template/?kind={kind}")

    assert f'filename="products.{kind}"' in answer.headers["Content-Disposition"]
    if kind == "xlsx":
        assert load_workbook(io.BytesIO(answer.content)).active["A1"].value == "handle"
    made = upload(owner, "imports/", file=file(answer.content, f"products.{kind}")).json()
    run_all()
    assert owner.get(f"imports/{made['id']}/").json()["refused_rows"] == 0
    assert "Linen shirt" in titles()
    assert owner.get("imports/template/", accept="text/csv").status_code == 200


def test_pages_of_errors(owner, books):
    rows = "".join(f"h{number},Thing,no price,1\n" for number in range(25))
    made = upload(owner, "imports/", file=file("handle,title,price,stock\n" + rows)).json()
    run_all()
    first = owner.get(f"imports/{made['id']}/errors/").json()
    second = owner.get(first["next"].removeprefix("http://books.localhost")).json()

    assert [row["row"] for row in first["results"] + second["results"]] == list(range(2, 27))
    assert second["next"] is None


@pytest.mark.parametrize("who", ["guest", "customer", "stranger", "fulfilment"])
def test_nobody_else_imports_or_looks(api, at, owner, books, coffee, who):
    made = upload(owner, "imports/", file=file()).json()
    user = {
        "guest": None,
        "customer": make_customer(),
        "stranger": make_member(coffee, "owner"),
        "fulfilment": make_member(books, "fulfilment"),
    }[who]
    shop = at(books)
    if user:
        shop.login(user), api.login(user)
    status = {"guest": 401, "fulfilment": 403}.get(who, 404)
    for client, prefix in ((shop, ""), (api, "retailers/books/")):
        paths = ["imports/", f"imports/{made['id']}/", f"imports/{made['id']}/errors/"]
        answers = [client.get(prefix + path) for path in [*paths, "imports/template/"]]
        answers.append(upload(client, f"{prefix}imports/", file=file()))
        assert [answer.status_code for answer in answers] == [status] * 5
    with use_retailer(books):
        assert ImportJob.objects.count() == 1


def test_another_shops_import_is_not_there(at, owner, books, coffee):
    made = upload(owner, "imports/", file=file()).json()
    theirs = at(coffee).login(make_member(coffee, "owner"))

    assert_problem(theirs.get(f"imports/{made['id']}/"), status=404, code="not-found")
    assert theirs.get("imports/").json()["results"] == []
