"""Pictures that feeds name: fetched, kept in their order, told of, and never from inside."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from marketplace.discovery.models import Listing
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import remote_images, services
from tenants.shop.catalogue.models import ProductImage, RemoteImage
from tenants.shop.catalogue.tasks import enqueue_each_fetch, fetch_failed
from tests.factories.goods import make_product
from tests.factories.pictures import draw_picture
from tests.factories.statements import count_statements
from tests.factories.tasks import run_what_waits
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db


class Host:
    """A web server on this machine: what it answers stands in `pages`."""

    def __init__(self):
        self.pages = {}
        self.asked = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                host.asked.append(self.path)
                status, headers, body = host.pages.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def url(self, path):
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def draw(self, *paths, size=(40, 30)):
        body = draw_picture(size=size, kind="JPEG").read()
        for path in paths:
            self.pages[path] = (200, {"Content-Type": "text/plain"}, body)
        return [self.url(path) for path in paths]


@contextmanager
def serving():
    host = Host()
    thread = threading.Thread(target=host.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
        thread.join()


@pytest.fixture
def host(settings):
    settings.FETCH_NETWORKS = ["127.0.0.0/8"]
    with serving() as host:
        yield host


def rows():
    fields = ("place", "status", "tries", "reason")
    return list(RemoteImage.objects.order_by("product_id", "place").values_list(*fields))


def name(shop, product, urls):
    with use_retailer(shop):
        services.change_product(product=product, image_urls=urls)


def fetch(shop):
    """All that is due, as the worker does it."""
    with use_retailer(shop):
        while remote_images.fetch_some():
            pass


def due_now(shop):
    with use_retailer(shop):
        RemoteImage.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_what_a_feed_names_becomes_pictures_of_the_product_in_their_order(books, host):
    product = make_product(books, title="Mug")
    name(books, product, host.draw("/b.jpg", "/a b/ä.jpg", "/c.jpg?x=1", size=(700, 500)))
    host.draw("/a%20b/%C3%A4.jpg", size=(700, 500))
    run_what_waits()

    with use_retailer(books):
        sources = [image.source.place for image in product.images.order_by("display_order")]
        sizes = [sorted(image.renditions, key=int) for image in product.images.all()]
    assert sources == [1, 2, 3]
    assert sizes == [["320", "640", "700"]] * 3
    listing = Listing.objects.get(uuid=product.uuid)
    assert [sorted(image) for image in listing.images] == [["alt", "path"]] * 3
    assert sorted(host.asked) == ["/a%20b/%C3%A4.jpg", "/b.jpg", "/c.jpg?x=1"]


def test_the_order_is_the_feeds_whichever_comes_first_and_behind_uploaded_ones(books, host):
    product = make_product(books, title="Mug")
    urls = host.draw("/1.jpg", "/3.jpg")
    name(books, product, [urls[0], host.url("/2.jpg"), urls[1]])
    host.pages["/2.jpg"] = (503, {}, b"")
    with use_retailer(books):
        uploaded = services.add_image(product=product, file=draw_picture())
    fetch(books)
    host.draw("/2.jpg")
    due_now(books)
    fetch(books)

    with use_retailer(books):
        images = list(product.images.order_by("display_order"))
        assert images[0] == uploaded
        assert [image.source.place for image in images[1:]] == [1, 2, 3]
        assert [image.display_order for image in images] == [0, 1, 2, 3]


def test_what_may_pass_is_tried_again_later_and_given_up_in_the_end(books, host):
    product = make_product(books, title="Mug")
    name(books, product, [host.url("/1.jpg")])
    host.pages["/1.jpg"] = (503, {}, b"")
    waits = []
    for _ in range(len(remote_images.WAITS) + 1):
        due_now(books)
        fetch(books)
        with use_retailer(books):
            row = RemoteImage.objects.get()
        waits.append(row.due_at - timezone.now())

    assert (row.status, row.tries, row.reason) == ("failed", 5, "The host answered 503.")
    assert waits[0] < timedelta(minutes=6)
    assert timedelta(hours=23) < waits[3]
    fetch(books)
    assert len(host.asked) == 5
    host.draw("/1.jpg")
    with use_retailer(books):
        assert fetch_failed() == 1
    run_what_waits()
    with use_retailer(books):
        assert rows() == [(1, "fetched", 1, "")]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}, b""), "The host answered 404."),
        ((200, {}, b"<html>"), "Use a JPEG, PNG, WebP or GIF picture that opens."),
        ((200, {}, b""), "This file is empty."),
        ((200, {}, b"x" * (15 * 1024 * 1024 + 1)), "It is larger than 15 MB."),
        ((302, {"Location": "/1.jpg"}, b""), "It leads from one address to the next."),
        (
            (302, {"Location": "http://[::1]:80/"}, b""),
            "This address is inside a network, and not on the web.",
        ),
        (
            (302, {"Location": "file:///etc/passwd"}, b""),
            "This is no web address of a file: it begins with https:// and a host.",
        ),
    ],
)
def test_what_will_not_pass_is_given_up_at_once_with_its_reason(books, host, answer, reason):
    product = make_product(books, title="Mug")
    name(books, product, [host.url("/1.jpg")])
    host.pages["/1.jpg"] = answer
    fetch(books)
    with use_retailer(books):
        assert rows() == [(1, "failed", 1, reason)]
        assert not product.images.exists()


def test_a_host_inside_is_not_asked_unless_the_operator_lets_it(books, host, settings):
    settings.FETCH_NETWORKS = []
    product = make_product(books, title="Mug")
    name(books, product, host.draw("/1.jpg"))
    fetch(books)
    with use_retailer(books):
        assert rows()[0][1] == "failed"
    assert host.asked == []


def test_what_is_named_no_longer_goes_and_what_staff_removed_stays_away(books, host):
    product = make_product(books, title="Mug")
    urls = host.draw("/1.jpg", "/2.jpg", "/3.jpg")
    name(books, product, urls)
    fetch(books)
    with use_retailer(books):
        services.remove_image(image=ProductImage.objects.get(source__place=1))
    name(books, product, [urls[0], urls[2]])
    fetch(books)

    with use_retailer(books):
        assert remote_images.count_images() == {
            "waiting": 0,
            "fetched": 1,
            "failed": 0,
            "removed": 1,
        }
        assert [image.source.url for image in product.images.all()] == [urls[2]]
    assert len(Listing.objects.get(uuid=product.uuid).images) == 1
    assert len(host.asked) == 3


def test_a_picture_that_several_products_name_is_fetched_once_for_all(books, host):
    (url,) = host.draw("/1.jpg")
    for title in ("Mug", "Cup"):
        name(books, make_product(books, title=title), [url, url])
    fetch(books)
    with use_retailer(books):
        assert [status for _, status, *_ in rows()] == ["fetched", "fetched"]
        assert ProductImage.objects.values("original").distinct().count() == 2
    assert host.asked == ["/1.jpg"]


def test_a_product_takes_twenty_and_says_so_of_the_rest(books, host):
    product = make_product(books, title="Mug")
    name(books, product, host.draw(*(f"/{number}.jpg" for number in range(21))))
    fetch(books)
    with use_retailer(books):
        assert product.images.count() == 20
        assert rows()[-1][1:] == ("failed", 1, "A product has 20 pictures at most.")


def test_pictures_that_are_named_again_ask_for_no_other_task(books, host):
    product = make_product(books, title="Mug")
    urls = host.draw("/1.jpg", "/2.jpg")
    name(books, product, urls)
    with count_statements() as seen:
        name(books, product, urls)
    assert not [sql for sql in seen.data if "ORDER BY" in sql and '"due_at"' in sql]
    with use_retailer(books):
        assert not remote_images.name_images(products=[product.pk])
    name(books, product, [])
    name(books, product, urls[1:])
    run_what_waits()
    with use_retailer(books):
        assert [status for _, status, *_ in rows()] == ["fetched"]


def test_what_no_task_looks_after_is_found_by_the_chore(books, coffee, host):
    product = make_product(books, title="Mug")
    with use_retailer(books):
        RemoteImage.objects.create(product=product, url=host.draw("/1.jpg")[0], place=1)
        product.image_urls = [host.url("/1.jpg")]
        product.save()
    assert enqueue_each_fetch() == 1
    assert enqueue_each_fetch() == 0
    run_what_waits()
    with use_retailer(books):
        assert [status for _, status, *_ in rows()] == ["fetched"]


@pytest.mark.django_db(transaction=True)
def test_two_that_fetch_at_once_keep_each_picture_once(books, host):
    product = make_product(books, title="Mug")
    name(books, product, host.draw(*(f"/{number}.jpg" for number in range(12))))
    assert at_once(*[partial(fetch, books)] * 2) == [None, None]
    with use_retailer(books):
        images = list(product.images.order_by("display_order"))
        assert [image.source.place for image in images] == list(range(1, 13))
        assert [image.display_order for image in images] == list(range(12))
    assert len(host.asked) == 12
