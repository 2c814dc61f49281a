"""What became of each item, and the cart afterwards."""

from typing import Annotated

from api.outputs import field
from api.v1.cart.outputs import CartOutput, MergedOutput, show_cart, show_merged
from marketplace.cart.merges import MergeResult
from marketplace.cart.queries import CartView


class MergeResultOutput(MergedOutput):
    cart: Annotated[CartOutput, field("The account's, afterwards", {"token": None})]


def show_merge(result: MergeResult, view: CartView) -> MergeResultOutput:
    return {**show_merged(result), "cart": show_cart(view)}
