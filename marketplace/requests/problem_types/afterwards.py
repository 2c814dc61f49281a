"""Problems after a purchase: returns, refunds, invoices, reviews."""

from marketplace.requests.problem_types.base import ProblemType

PROBLEMS: list[ProblemType] = [
    ProblemType(
        "cannot-return",
        409,
        "This order cannot be returned now.",
        "The order was not handed over yet, or so long ago that the window is closed.",
        "`returnable_until` of the order tells until when; before that, cancel it.",
    ),
    ProblemType(
        "already-asked",
        409,
        "The shop has not yet settled what you asked for before.",
        "There is one open request per order at a time.",
        "Show it (`orders/{id}/return/`) and wait for the shop's answer.",
    ),
    ProblemType(
        "invalid-return",
        422,
        "These pieces cannot be returned.",
        "An item is not of this order, or more of it was asked for than is left.",
        "Take `id` and `quantity` from the order's `items`, less what was asked for before.",
    ),
    ProblemType(
        "more-than-bought",
        422,
        "That is more than was bought.",
        "More pieces of a line would have come back than were sold.",
        "Read the order again.",
    ),
    ProblemType(
        "paid-back-by-provider",
        409,
        "The payment provider pays it back and tells us when it has.",
        "Only cash is paid back by hand.",
        "Wait: the request becomes `refunded` by itself.",
    ),
    ProblemType(
        "no-invoice-yet",
        409,
        "The shop writes the invoice when the goods leave.",
        "An order that can still be cancelled, or was, has no invoice.",
        "Ask again when the order is `shipped` or `delivered`.",
    ),
    ProblemType(
        "already-reviewed",
        409,
        "You have reviewed this product before.",
        "A customer has one review per product.",
        "Change it: `PATCH reviews/{id}/`; `reviews/?mine=true` lists yours.",
    ),
    ProblemType(
        "own-review",
        409,
        "It is your own review.",
        "Nobody finds helpful, or reports, what she wrote herself.",
        "Hide these buttons at her own reviews.",
    ),
    ProblemType(
        "own-shop",
        403,
        "Who works in a shop does not review its products.",
        "The account is a member of that shop's staff.",
        "Use a customer's account that does not work there.",
    ),
]
