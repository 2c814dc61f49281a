"""Pictures out of the media folder, and nothing else out of it."""

import pytest

from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("shop_books/products/a.webp", "shop_coffee/products/b.webp", "secret.webp"):
        _write(settings.MEDIA_ROOT / name)
    for name in ("imports/list.csv", "imports/a.webp", "products/page.html", "products/x.svg"):
        _write(settings.MEDIA_ROOT / "shop_books" / name)
    _write(tmp_path / "outside.webp")
    return settings.MEDIA_ROOT


def _write(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"picture")


def get(slug, path, **headers):
    return Browser().get(slug, f"/media/{path}", **headers)


def test_the_marketplace_serves_every_shops_pictures(books, media):
    answer = get("", "shop_books/products/a.webp")

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"picture")
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_a_shops_host_serves_its_own_alone(books, media):
    mine = get("books", "shop_books/products/a.webp")

    assert mine.status_code == 200
    assert get("books", "shop_coffee/products/b.webp").status_code == 404
    mine.close()


@pytest.mark.parametrize(
    "path",
    [
        "shop_books/imports/list.csv",
        "shop_books/imports/a.webp",
        "shop_books/products/page.html",
        "shop_books/products/x.svg",
        "shop_books/products/",
        "shop_books/products/../imports/a.webp",
        "shop_books/products/../../shop_coffee/products/b.webp",
        "shop_books/products/..%2f..%2f..%2foutside.webp",
        "shop_books/../secret.webp",
        "shop_books//etc/passwd",
        "shop_books/products/missing.webp",
    ],
)
def test_nothing_else_is_served(books, media, path):
    assert get("", path).status_code == 404
    assert get("books", path).status_code == 404


def test_an_unchanged_picture_is_not_sent_again(books, media):
    first = get("", "shop_books/products/a.webp")
    first.close()

    again = get("", "shop_books/products/a.webp", **{"If-Modified-Since": first["Last-Modified"]})

    assert again.status_code == 304


@pytest.mark.parametrize("name", ["n" * 252 + ".webp", "a/" * 900 + "a.webp", "é" * 130])
def test_what_no_file_can_be_called_is_not_there(media, name):
    assert get("", f"shop_books/products/{name}").status_code == 404
    assert get("", f"{'n' * 300}/products/a.webp").status_code == 404
