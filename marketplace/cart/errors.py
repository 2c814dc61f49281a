"""Why something could not be put into a cart."""

from tenants.kernel.errors import Refusal


class UnknownProduct(Refusal):
    code = "unknown-product"
    status = 404
    title = "This product is not for sale."


class ChooseVariant(Refusal):
    code = "choose-variant"
    status = 422
    title = "Choose a variant of this product."


class NotEnoughStock(Refusal):
    code = "not-enough-stock"
    title = "There is not that much in stock."


class OverLimit(Refusal):
    code = "over-limit"
    title = "That is more than one order may hold."


class TotalTooLarge(Refusal):
    """`extra`: maximum, the largest sum of one purchase in this currency."""

    code = "total-too-large"
    status = 422
    title = "That is more money than one order can be about."


class UnderMinimum(Refusal):
    code = "under-minimum"
    status = 422
    title = "That is less than the shop sells at once."


class UnknownItem(Refusal):
    code = "unknown-item"
    status = 404
    title = "This is not in your cart."


class ShopUnavailable(Refusal):
    code = "shop-suspended"
    status = 503
    title = "This shop is closed at the moment."


class FulfilmentNotOffered(Refusal):
    code = "fulfilment-not-offered"
    status = 422
    title = "This shop does not offer that."


class ItemsRefused(Refusal):
    """`extra["items"]` tells of each that could not be put in why; none was."""

    code = "items-refused"
    title = "Some of these cannot be put into the cart."


class TooManyVouchers(Refusal):
    code = "too-many-vouchers"
    status = 422
    title = "There are enough vouchers in this shop's order."


class UnknownVoucherItem(Refusal):
    code = "unknown-item"
    status = 404
    title = "This voucher is not in your cart."
