"""Background work of a shop's catalogue."""

import time

from django.db import transaction

from tenants.registry.models import Retailer
from tenants.shop.catalogue import remote_images
from tenants.tasks import task
from tenants.tasks.queue import enqueue_by
from tenants.tasks.shops import do_in_each

SECONDS = 45  # that one turn of a shop may take, before others have theirs


@task(queue_name="imports", retries=4, backoff_seconds=60)
def fetch_images() -> None:
    """What is due in this shop, for some seconds; the rest has a task of its own."""
    until = time.monotonic() + SECONDS
    while remote_images.fetch_some() and time.monotonic() < until:
        pass
    enqueue_fetch()


def enqueue_fetch() -> bool:
    """In the transaction of now: fetch this shop's pictures when the next is due, if one waits.

    Whether it was enqueued: not where it was already.
    """
    moment = remote_images.next_due()
    return moment is not None and enqueue_by(fetch_images, moment)


@transaction.atomic
def fetch_failed() -> int:
    """Try those of this shop that failed again, in the background; how many."""
    count = remote_images.retry_failed()
    enqueue_fetch()
    return count


def enqueue_each_fetch() -> int:
    """Chore: what no task looks after, as of imports that were killed; how many shops had such."""
    shops = Retailer.objects.with_schema().exclude(status=Retailer.Status.CLOSED)
    return do_in_each(shops.order_by("id"), _enqueue_of).count


def _enqueue_of(retailer: Retailer) -> int:
    return int(enqueue_fetch())
