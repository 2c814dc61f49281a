"""Pictures that a feed names by their web addresses: fetched, kept like uploaded ones, told of.

A product's `image_urls` become rows of RemoteImage in the transaction that writes them. A task
(tenants/shop/catalogue/tasks.py) takes what is due, fetches it outside any transaction, and keeps
it. Several may: who takes a row puts it off by LEASE, and after that time it is anybody's again.
`docs/decisions/0050-pictures-of-feeds.md` says why pages never show a feed's address.
"""

import io
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext

from tenants.kernel.downloads import DownloadFailed, download, read_networks
from tenants.kernel.locks import hold
from tenants.kernel.pictures import LARGEST_FILE
from tenants.shop.announcements import announce_products
from tenants.shop.catalogue.images import (
    MOST_IMAGES,
    Pictures,
    UnusableImage,
    make_renditions,
    store_renditions,
)
from tenants.shop.catalogue.locks import lock_product
from tenants.shop.catalogue.models import ProductImage, RemoteImage
from tenants.shop.guards import bulk_writes

AT_ONCE = 4  # taken and fetched beside each other; decoded one by one, for their memory
LEASE = timedelta(minutes=10)
# After the first try, the second and so on; then it has failed until somebody asks again.
WAITS = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))

_NAMED = """
SELECT product.id AS product_id, entry.url, min(entry.place) AS place
FROM catalogue_product AS product
CROSS JOIN jsonb_array_elements_text(product.image_urls) WITH ORDINALITY AS entry (url, place)
WHERE product.id = ANY(%(products)s)
GROUP BY product.id, entry.url
"""
NAME = f"""
INSERT INTO catalogue_remoteimage (product_id, url, place, status, reason, tries)
SELECT product_id, url, place, 'waiting', '', 0 FROM ({_NAMED}) AS named
ORDER BY product_id, place
ON CONFLICT (product_id, md5(url)) DO UPDATE SET place = excluded.place
WHERE catalogue_remoteimage.place <> excluded.place
"""  # noqa: S608 - of this module's constants
FORGET = """
DELETE FROM catalogue_remoteimage AS remote USING catalogue_product AS product
WHERE product.id = remote.product_id AND product.id = ANY(%(products)s)
  AND NOT product.image_urls ? remote.url
RETURNING remote.image_id
"""


# --- what is named ----------------------------------------------------------------------------
def name_images(*, products: Collection[int]) -> bool:
    """Make the products' rows those of their `image_urls`, with their images where one is no
    longer named. Inside the transaction that wrote these, with the products held; two statements.

    Whether one is named anew, or at another place: those that were there have their task.
    """
    values = {"products": list(products)}
    with connection.cursor() as cursor:
        cursor.execute(NAME, values)
        is_new = cursor.rowcount > 0
        cursor.execute(FORGET, values)
        images = [image for (image,) in cursor.fetchall() if image is not None]
    for image in ProductImage.objects.filter(pk__in=images).order_by("pk"):
        with bulk_writes():
            image.delete()
    return is_new


def waiting() -> QuerySet[RemoteImage]:
    return RemoteImage.objects.filter(status=RemoteImage.Status.WAITING)


def retry_failed() -> int:
    """Give those that failed their tries again; how many."""
    failed = RemoteImage.objects.filter(status=RemoteImage.Status.FAILED)
    return failed.update(status=RemoteImage.Status.WAITING, tries=0, due_at=timezone.now())


def count_images() -> dict[str, int]:
    """How many of this shop's are waiting, fetched, failed, and removed by its staff."""
    removed = Q(status=RemoteImage.Status.FETCHED, image=None)
    counts: dict[str, int] = RemoteImage.objects.aggregate(
        waiting=Count("id", filter=Q(status=RemoteImage.Status.WAITING)),
        fetched=Count("id", filter=Q(status=RemoteImage.Status.FETCHED) & ~removed),
        failed=Count("id", filter=Q(status=RemoteImage.Status.FAILED)),
        removed=Count("id", filter=removed),
    )
    return counts


# --- what is fetched --------------------------------------------------------------------------
def fetch_some() -> int:
    """Take some that are due, first the products' first ones; how many were taken."""
    rows = _take()
    urls = sorted({row.url for row in rows})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        files = dict(zip(urls, pool.map(_fetch, urls), strict=True))
    for url in urls:
        pictures = _decode(files.pop(url))
        for row in rows:
            if row.url == url:
                _note(row, pictures)
    return len(rows)


@transaction.atomic
def _take() -> list[RemoteImage]:
    due = waiting().filter(due_at__lte=Now()).order_by("place", "id")
    ids = list(hold(due, no_key=True, skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    rows = RemoteImage.objects.filter(pk__in=ids)
    rows.update(due_at=Now() + LEASE, tries=F("tries") + 1)
    return list(rows.select_related("product__parent").order_by("place", "pk"))


def _fetch(url: str) -> bytes | DownloadFailed:
    """In a thread of its own: asks nothing of the database."""
    inside = read_networks(settings.FETCH_NETWORKS)
    try:
        return download(url, largest=LARGEST_FILE, inside=inside)
    except DownloadFailed as failure:
        return failure


def _decode(file: bytes | DownloadFailed) -> Pictures | DownloadFailed:
    if isinstance(file, DownloadFailed):
        return file
    try:
        return make_renditions(file=io.BytesIO(file))
    except UnusableImage as refusal:
        return DownloadFailed(refusal.detail, is_lasting=True)
    except MemoryError:
        reason = gettext("This picture takes more memory than there is: make it smaller.")
        return DownloadFailed(reason, is_lasting=True)


def _note(row: RemoteImage, pictures: Pictures | DownloadFailed) -> None:
    if isinstance(pictures, Pictures):
        _keep(row, pictures)
    else:
        _note_failure(row, pictures)


@transaction.atomic
def _keep(row: RemoteImage, pictures: Pictures) -> None:
    """Behind those of the feed that come before it; nothing, where it is not named any more."""
    product = lock_product(row.product)
    if not waiting().filter(pk=row.pk).exists():
        return
    images = list(product.images.order_by("display_order", "id"))
    if len(images) >= MOST_IMAGES:
        reason = gettext("A product has %(most)s pictures at most.") % {"most": MOST_IMAGES}
        _note_failure(row, DownloadFailed(reason, is_lasting=True))
        return
    image = ProductImage(product=product, width=pictures.width, height=pictures.height)
    image.display_order = _make_place(row, images)
    store_renditions(image=image, pictures=pictures)
    image.save()
    waiting().filter(pk=row.pk).update(status=RemoteImage.Status.FETCHED, reason="", image=image)
    announce_products([product])


def _make_place(row: RemoteImage, images: Sequence[ProductImage]) -> int:
    """Its place among them, which those behind it have made free."""
    later = RemoteImage.objects.filter(product=row.product_id, place__gt=row.place)
    ids = set(later.exclude(image=None).values_list("image_id", flat=True))
    place = next((n for n, image in enumerate(images) if image.pk in ids), len(images))
    behind = [image.pk for image in images[place:]]
    if behind:
        with bulk_writes():
            moved = ProductImage.objects.filter(pk__in=behind)
            moved.update(display_order=F("display_order") + 1)
    return images[place - 1].display_order + 1 if place else 0


def _note_failure(row: RemoteImage, failure: DownloadFailed) -> None:
    """It waits for the next try, unless that would not help or there were enough."""
    is_last = failure.is_lasting or row.tries > len(WAITS)
    waiting().filter(pk=row.pk).update(
        status=RemoteImage.Status.FAILED if is_last else RemoteImage.Status.WAITING,
        reason=failure.reason,
        due_at=timezone.now() + WAITS[min(row.tries, len(WAITS)) - 1],
    )


def images_named(*, status: str = "") -> QuerySet[RemoteImage]:
    """This shop's, as they were named; of one status."""
    rows = RemoteImage.objects.select_related("product", "image")
    return rows.filter(status=status) if status else rows


def next_due() -> datetime | None:
    """When the next is to be tried; None when none waits."""
    return waiting().order_by("due_at").values_list("due_at", flat=True).first()
