"""What a chore does in one shop after another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tenants.registry import limits
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.tasks.rounds import pass_over


@dataclass
class Round:
    """The sum of what the work said it did, and the shops where it could not be done."""

    count: int = 0
    busy: list[Retailer] = field(default_factory=list)  # held, or the database did not answer
    failed: list[Retailer] = field(default_factory=list)


def do_in_each(shops: Iterable[Retailer], work: Callable[[Retailer], int]) -> Round:
    """Each call in the shop's schema.

    A shop that is held, or whose tables are not what they should be, keeps no other up: that is
    logged, and its turn comes again with the chore. Raises what is wrong with the connection.
    """
    turns = Round()
    for shop in shops:
        try:
            with limits.within(limits.CHORE_IN_SHOP), use_retailer(shop):
                turns.count += work(shop)
        except Exception as error:  # whatever the rows of one shop raise is its failure alone
            is_outage = pass_over(error, "shop", shop.slug)
            (turns.busy if is_outage else turns.failed).append(shop)
    return turns
