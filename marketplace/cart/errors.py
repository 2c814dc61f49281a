"""Why something could not be put into a cart."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal


class UnknownProduct(Refusal):
    code = "unknown-product"
    status = 404
    title = _("This product is not for sale.")
    meaning = _("There is no such product, it was archived, or its shop does not show it.")
    remedy = _("Search again; take ids from lists that are fresh.")


class ChooseVariant(Refusal):
    code = "choose-variant"
    status = 422
    title = _("Choose a variant of this product.")
    meaning = _("The product is sold in variants, and its own id was put into the cart.")
    remedy = _("Show `variants` of the product and send the id of the chosen one.")


class NotEnoughStock(Refusal):
    code = "not-enough-stock"
    title = _("There is not that much in stock.")
    meaning = _("More was asked for than the shop has; what is there is told.")
    remedy = _("Offer the smaller quantity.")


class OverLimit(Refusal):
    code = "over-limit"
    title = _("That is more than one order may hold.")
    meaning = _("The shop sells at most `maximum` of it in one order.")
    remedy = _("Ask for that many, or fewer.")


class TotalTooLarge(Refusal):
    """`extra`: maximum, the largest sum of one purchase in this currency."""

    code = "total-too-large"
    status = 422
    title = _("That is more money than one order can be about.")
    meaning = _("Price times quantity, or the sum of the cart, is above `maximum` of its currency.")
    remedy = _("Ask for fewer, or check out one shop at a time.")


class UnderMinimum(Refusal):
    code = "under-minimum"
    status = 422
    title = _("That is less than the shop sells at once.")
    meaning = _("The shop sells at least `minimum` of it at once.")
    remedy = _("Ask for that many, or remove the item.")


class UnknownItem(Refusal):
    code = "unknown-item"
    status = 404
    title = _("This is not in your cart.")
    meaning = _("The item was removed, bought, or belongs to another cart.")
    remedy = _("Read the cart and show it as it is.")


class ShopUnavailable(Refusal):
    code = "shop-suspended"
    status = 503
    title = _("This shop is closed at the moment.")
    meaning = _("The marketplace has suspended the shop; what is there is kept.")
    remedy = _("Try again after `Retry-After` seconds; other shops of the cart can be bought.")


class FulfilmentNotOffered(Refusal):
    code = "fulfilment-not-offered"
    status = 422
    title = _("This shop does not offer that.")
    meaning = _("The shop delivers only, or lets things be picked up only.")
    remedy = _("Choose the other one for its group.")


class ItemsRefused(Refusal):
    """`extra["items"]` tells of each that could not be put in why; none was."""

    code = "items-refused"
    title = _("Some of these cannot be put into the cart.")
    meaning = _(
        "Of several things at once at least one cannot be had. None was put in; `items` tells the "
        "`index`, the `product` and the problem of each."
    )
    remedy = _("Leave those out or change them, and send the rest again.")


class TooManyVouchers(Refusal):
    code = "too-many-vouchers"
    status = 422
    title = _("There are enough vouchers in this shop's order.")
    meaning = _("One shop's order takes at most `maximum` vouchers.")
    remedy = _("Take another one out first.")


class UnknownVoucherItem(UnknownItem):
    title = _("This voucher is not in your cart.")
