"""Shops and the market are written into archives, and come back from them as they were."""

import io
import json
import stat
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tenants.archives import programs
from tenants.archives.dumps import dump, snapshot
from tenants.archives.errors import ArchiveError
from tenants.archives.files import MANIFEST, read_members, verify, writing
from tenants.archives.ownership import models_of
from tenants.archives.restores import restore
from tenants.archives.tables import empty
from tenants.provisioning.services import prepare_database
from tenants.provisioning.spares import drop_schema
from tenants.registry.models import Retailer
from tests import database
from tests.archives.comparison import digests
from tests.database import maintenance
from tests.factories.accounts import make_customer
from tests.factories.orders import make_purchase_at

pytestmark = [pytest.mark.world, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("shop_books/images/map.png", "market/avatars/one.webp"):
        (settings.MEDIA_ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.MEDIA_ROOT / name).write_bytes(name.encode())
    return settings.MEDIA_ROOT


def dump_one(shop, folder):
    with snapshot() as moment:
        return dump(shop, snapshot=moment, folder=folder)


@pytest.fixture
def archive(books, media, tmp_path):
    return dump_one(books, tmp_path)


def test_an_archive_holds_a_shop_for_its_owner_alone(archive):
    manifest = verify(archive)
    names = set(manifest["members"])
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert {"schema.dump", "public/tenants.Retailer.gz", "public/tenants.Domain.gz"} <= names
    assert {name for name in names if name.startswith("media/")} == {
        "media/shop_books/images/map.png"
    }
    assert not [name for name in names if name.startswith("public/accounts.")]
    assert manifest["rows"]["tenants.Retailer"] == 1
    assert manifest["tables"]["auth_group"] > 0


def test_it_is_planned_for_the_shops_that_there_are(books):
    """With statistics of an empty catalogue, pg_dump took half a minute a shop."""
    with connection.cursor() as cursor, snapshot():
        cursor.execute(
            "SELECT min(now() - last_analyze) < '1 minute', count(last_analyze) "
            "FROM pg_stat_sys_tables WHERE relname IN ('pg_depend', 'pg_rewrite')"
        )
        assert cursor.fetchone() == (True, 2)


def test_no_table_of_a_shop_stays_locked_while_the_others_are_dumped(books, media, tmp_path):
    """At some 200 shops PostgreSQL had no room for more locks."""
    with snapshot() as moment, connection.cursor() as cursor:
        dump(books, snapshot=moment, folder=tmp_path)
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation "
            "WHERE pid = pg_backend_pid() AND relnamespace = 'shop_books'::regnamespace"
        )
        assert cursor.fetchone() == (0,)


def test_a_shop_that_has_no_schema_has_its_rows(books, tmp_path):
    Retailer.objects.filter(pk=books.pk).update(status=Retailer.Status.APPLIED)
    names = verify(dump_one(Retailer.objects.get(pk=books.pk), tmp_path))["members"]
    assert "schema.dump" not in names
    assert "public/tenants.Retailer.gz" in names


@pytest.mark.parametrize("place", [0.3, 0.9])
def test_one_that_was_changed_or_cut_is_refused(archive, place):
    content = bytearray(archive.read_bytes())
    content[int(len(content) * place) // 512 * 512 + 700] ^= 1
    archive.write_bytes(content)
    with pytest.raises(ArchiveError):
        verify(archive)
    archive.write_bytes(content[: int(len(content) * place)])
    with pytest.raises(ArchiveError):
        verify(archive)


def test_an_archive_that_was_not_finished_has_no_name(tmp_path):
    unfinished = writing(tmp_path / "books.tar")
    unfinished.__enter__().add("schema.dump", io.BytesIO(b"half"))
    assert [path.suffix for path in tmp_path.iterdir()] == [".unfinished"]
    assert unfinished.__exit__(RuntimeError, RuntimeError(), None) is False
    assert list(tmp_path.iterdir()) == []


def test_a_shop_that_is_there_is_not_replaced(archive, books):
    with pytest.raises(ArchiveError, match="There is a shop books already"):
        restore(archive)
    assert Retailer.objects.get(pk=books.pk).name == books.name


def test_the_market_is_not_brought_where_shops_are(books, media, tmp_path):
    path = dump_one(None, tmp_path)
    with pytest.raises(ArchiveError, match="for an empty database"):
        restore(path)
    assert Retailer.objects.filter(pk=books.pk).exists()


def forge(archive, name):
    """The same archive with a further file, noted in its manifest as if it had been dumped."""
    path = archive.with_name("forged.tar")
    with writing(path) as forged:
        for member, content in read_members(archive):
            if member == MANIFEST:
                manifest = json.load(content)
            else:
                forged.add(member, io.BytesIO(content.read()))
        forged.add(name, io.BytesIO(b"evil"))
        forged.finish(manifest)
    return path


def remove_shops():
    """As if they had never been."""
    for schema in Retailer.objects.values_list("schema_name", flat=True):
        drop_schema(schema)
    empty(models_of(None))


@pytest.mark.parametrize("name", ["media/../../evil", "media/market/evil", "media//evil"])
def test_a_file_comes_into_the_shop_s_own_folder_only(archive, books, media, name):
    path = forge(archive, name)
    remove_shops()
    with pytest.raises(ArchiveError, match="outside"):
        restore(path)
    assert not Retailer.objects.exists()
    assert not list(media.parent.rglob("evil"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('shop_books')")
        assert cursor.fetchone() == (None,)


def test_programs_of_another_release_are_not_used(monkeypatch):
    monkeypatch.setattr(programs, "_candidates", lambda name: iter(["/bin/true"]))
    with pytest.raises(ArchiveError, match="is to be on the PATH"):
        programs.run("pg_dump")


def test_the_command_wants_a_shop_or_all(tmp_path):
    with pytest.raises(CommandError, match="Name a shop"):
        call_command("tenant", "dump", "--to", str(tmp_path))


@pytest.fixture
def empty_database():
    """Another one, prepared; what was in use is so again afterwards."""
    before, name = connection.settings_dict["NAME"], f"galleria_empty_{uuid4().hex[:8]}"

    def move_there():
        with maintenance() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
        database.use(name)
        prepare_database(lambda message: None)

    yield move_there
    database.use(before)
    database.drop(name)
    database.use(before)


def tear_down_media(media):
    for folder in media.iterdir():
        folder.rename(media.parent / f"gone-{folder.name}")


def test_all_of_them_come_back_into_an_empty_database(
    books, coffee, media, tmp_path, empty_database
):
    make_purchase_at(books, coffee, user=make_customer())
    call_command("tenant", "dump", "--all", "--to", str(tmp_path / "archives"))
    before = digests()
    tear_down_media(media)
    empty_database()

    folder = tmp_path / "archives"
    with pytest.raises(ArchiveError, match=r"archive of the market"):
        restore(folder / "books.tar")
    call_command("tenant", "restore", str(folder))

    after = digests()
    assert {table for table in before if before[table] != after.get(table)} == set()
    assert after.keys() == before.keys()
    assert (media / "shop_books/images/map.png").read_bytes() == b"shop_books/images/map.png"
    assert (media / "market/avatars/one.webp").exists()
    assert make_purchase_at(books, coffee).purchase.pk
