"""Writes all listings of the shops that a release has marked (models.Rewriting)."""

from collections.abc import Callable

from marketplace.discovery import listing_batches, services
from marketplace.discovery.listings import write_batch
from marketplace.discovery.models import Rewriting
from tenants.registry.context import use_retailer
from tenants.tasks.rounds import pass_over


def rewrite(*, may_go_on: Callable[[], bool]) -> None:
    """One turn after the other of each marked shop, while `may_go_on`.

    A shop that fails keeps no other. When the last is done, the vocabulary is counted again.
    """
    shops = Rewriting.objects.select_related("retailer").order_by("retailer")
    for row in shops:
        try:
            _rewrite_shop(row, may_go_on)
        except Exception as error:
            pass_over(error, "shop", row.pk)
    if shops and not Rewriting.objects.exists():
        services.count_terms()


def _rewrite_shop(row: Rewriting, may_go_on: Callable[[], bool]) -> None:
    with use_retailer(row.retailer):
        while may_go_on():
            row.below = listing_batches.write_turn(
                retailer=row.retailer,
                products=services.list_uuids(row.retailer),
                below=row.below,
                write=lambda batch: write_batch(row.retailer, batch),
            )
            if not row.below:
                row.delete()
                return
            row.save(update_fields=["below"])
