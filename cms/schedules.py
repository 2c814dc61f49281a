"""Pages that go live and end at a moment: done by a chore, in whichever shops one has come.

When the next of a shop's moments comes stands on its row in public (`Retailer.pages_due_at`), so
that with nothing due no shop is entered, however many there are.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import Error, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.addresses import HOME_DEPTH
from tenants.kernel.locks import hold
from tenants.registry.context import current_retailer, use_market
from tenants.registry.models import Retailer
from tenants.tasks.rounds import take_in_slices
from tenants.tasks.shops import do_in_each

logger = logging.getLogger("galleria.pages")

SHOPS_AT_ONCE = 100
# Until a page that could not be published is tried again, or a shop whose tables are not in order.
PATIENCE = timedelta(hours=1)


def note_moment(moment: datetime) -> None:
    """Something of the current shop comes due then; in the transaction that scheduled it.

    The market is looked at in each run.
    """
    shop = current_retailer()
    if shop is not None:
        later = Q(pages_due_at=None) | Q(pages_due_at__gt=moment)
        Retailer.objects.filter(later, pk=shop.pk).update(pages_due_at=moment)


def publish_due(*, now: datetime | None = None) -> int:
    """Chore: what has come due on any site; how many pages. A site that fails keeps no other up."""
    now = now or timezone.now()
    due = Retailer.objects.with_schema().filter(pages_due_at__lte=now)
    shops = take_in_slices(due.order_by("pages_due_at", "id"), size=SHOPS_AT_ONCE)
    turns = do_in_each(shops, partial(_publish_at, now=now))
    _put_off(turns.busy, now=now, until=now)
    _put_off(turns.failed, now=now, until=now + PATIENCE)
    with use_market():  # last: what is raised here has stopped no shop
        return turns.count + _publish_here(now)


def _publish_at(retailer: Retailer, *, now: datetime) -> int:
    changed = _publish_here(now)
    _note_next(retailer, now)
    return changed


@transaction.atomic
def _put_off(shops: list[Retailer], *, now: datetime, until: datetime) -> None:
    """Behind those that have waited since: next time it does not stand first again.

    A row that somebody holds stays as it is, for the next run.
    """
    if shops:
        due = Retailer.objects.filter(pk__in=[shop.pk for shop in shops], pages_due_at__lte=now)
        free = hold(due, no_key=True, skip_locked=True).values_list("pk", flat=True)
        Retailer.objects.filter(pk__in=list(free)).update(pages_due_at=until)


def _publish_here(now: datetime) -> int:
    """What `manage.py publish_scheduled` does, but one page that cannot be saved stops no other."""
    expired = Page.objects.filter(live=True, expire_at__lt=now).exclude(depth=HOME_DEPTH)
    pages = list(expired.order_by("expire_at", "pk"))
    approved = Revision.objects.filter(approved_go_live_at__lt=now)
    revisions = list(approved.order_by("approved_go_live_at", "pk"))
    ended = [_attempt(_expire, page) for page in pages]
    published = [_attempt(partial(_go_live, now=now), revision) for revision in revisions]
    return sum(ended) + sum(published)


def _expire(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _go_live(revision: Revision, *, now: datetime) -> None:
    """Nobody sees what has ended as well by now: the chore may come late, after an outage."""
    revision.publish(log_action="wagtail.publish.scheduled")
    ended = Page.objects.filter(pk=revision.object_id, live=True, expire_at__lt=now)
    if page := ended.exclude(depth=HOME_DEPTH).first():
        _expire(page)


def _attempt(change: Callable[[Any], None], row: Page | Revision) -> bool:
    try:
        with transaction.atomic():
            change(row)
    except Error:
        raise  # the database's own: the shop's turn comes again
    except Exception:
        logger.exception("%s %s cannot be changed at its time", type(row).__name__, row.pk)
        return False
    return True


@transaction.atomic
def _note_next(retailer: Retailer, now: datetime) -> None:
    """Read while the row is held: an editor who schedules meanwhile waits, and puts it forward."""
    hold(Retailer.objects.filter(pk=retailer.pk), no_key=True).first()
    ends = Page.objects.filter(live=True, expire_at__isnull=False).exclude(depth=HOME_DEPTH)
    begins = Revision.objects.filter(approved_go_live_at__isnull=False)
    moments = [
        *ends.values_list("expire_at", flat=True),
        *begins.values_list("approved_go_live_at", flat=True),
    ]
    # One in the past is one that failed.
    coming = [moment if moment > now else now + PATIENCE for moment in moments]
    next_moment = min(coming, default=None)
    Retailer.objects.filter(pk=retailer.pk).update(pages_due_at=next_moment)
