"""What pieces of an order are worth when they come back (docs/money.md). Pure, minor units."""


def share_of_pieces(*, total: int, quantity: int, before: int, pieces: int) -> int:
    """The part of a line's `total` for `pieces` of its `quantity`, after `before` were settled.

    Taken as a difference of rounded sums, so that all pieces, in any steps, sum to the total.
    """
    if not 0 <= before <= before + pieces <= quantity:
        raise ValueError(f"{pieces} pieces after {before} of {quantity}")
    return _rounded(total, before + pieces, quantity) - _rounded(total, before, quantity)


def _rounded(total: int, pieces: int, quantity: int) -> int:
    """Half up, without a float."""
    return (2 * total * pieces + quantity) // (2 * quantity)
