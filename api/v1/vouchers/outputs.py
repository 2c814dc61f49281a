"""In which shops a code counts."""

from typing import Annotated, TypedDict

from api.outputs import euros, field
from api.v1.cart.outputs import CartOutput, show_cart
from marketplace.cart.vouchers import VoucherResult


class VoucherResultOutput(TypedDict):
    code: Annotated[str, field("In capitals", "WELCOME10")]
    applied: Annotated[
        list[str], field("Slugs of the shops in which it counts", ["northgate-books"])
    ]
    outdone: Annotated[
        list[str],
        field(
            "Slugs of the shops whose other offers take off at least as much without it: "
            "it stays in the cart, is not used up, and counts as soon as it takes more off",
            [],
        ),
    ]
    cart: Annotated[
        CartOutput,
        field(
            "The whole cart afterwards",
            {
                "groups": [
                    {
                        "discount": euros("2.50"),
                        "discounts": [
                            {
                                "name": "Ten per cent for new readers",
                                "code": "WELCOME10",
                                "kind": "goods",
                                "amount": euros("2.50"),
                            }
                        ],
                        "vouchers": [{"code": "WELCOME10", "problem": None}],
                        "to_pay": euros("27.40"),
                    }
                ],
                "to_pay": [euros("27.40")],
            },
        ),
    ]


def show_voucher_result(result: VoucherResult) -> VoucherResultOutput:
    return {
        "code": result.code,
        "applied": result.applied,
        "outdone": result.outdone,
        "cart": show_cart(result.view),
    }
