"""Why a checkout, a cancellation, a return or an invoice was refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.purchases.inspections import InspectedBasket


class EmptyCart(Refusal):
    code = "empty-cart"
    status = 422
    title = _("There is nothing to check out.")
    meaning = _("The cart is empty, or what is in it cannot be bought now.")
    remedy = _("Read the cart: each item tells its `problem`.")


class CartChanged(Refusal):
    """`extra["changes"]` lists what changed; nothing was placed.

    `groups` are those whose changes they are, each with all of its own: telling them counts.
    """

    groups: "Sequence[InspectedBasket]" = ()

    code = "cart-changed"
    title = _("Something in your cart has changed.")
    meaning = _(
        "A price rose or stock went since it was shown; `changes` lists each. Nothing was placed."
    )
    remedy = _(
        "Show the changes. Asking again, with a new Idempotency-Key, accepts the new prices."
    )


class MixedCurrencies(Refusal):
    code = "mixed-currencies"
    title = _("These shops sell in different currencies.")
    meaning = _("One purchase is in one currency; `groups` lists the shops by theirs.")
    remedy = _("Check out the groups of one currency at a time, by `retailers`.")


class UnknownRetailer(Refusal):
    code = "unknown-retailer"
    status = 422
    title = _("There is nothing from that shop in your cart.")
    meaning = _("`retailers` names a shop of which the cart holds nothing.")
    remedy = _("Take the slugs from the cart's groups.")


class AddressNeeded(Refusal):
    code = "address-needed"
    status = 422
    title = _("Where shall it be delivered?")
    meaning = _(
        "Something is delivered, and the address is missing or incomplete; `errors` names what."
    )
    remedy = _("Send `shipping_address`, or choose pickup.")


class OutsideDeliveryArea(Refusal):
    """`extra["retailers"]`: {retailer, detail} of each shop that does not deliver there."""

    code = "outside-delivery-area"
    status = 422
    title = _("Not every shop delivers to this address.")
    meaning = _(
        "A shop names the countries that it delivers to, or delivers only nearby; `retailers` "
        "tells which does not reach the address, and why."
    )
    remedy = _(
        "Ask for another address, choose pickup at that shop, or check out the others by "
        "`retailers`."
    )


class EmailNeeded(Refusal):
    code = "email-needed"
    status = 422
    title = _("Where shall the confirmation go?")
    meaning = _("A guest buys with an e-mail address.")
    remedy = _("Send `email`.")


class TooLateToCancel(Refusal):
    code = "too-late-to-cancel"
    title = _("This order can no longer be cancelled.")
    meaning = _("A customer cancels while an order is pending or paid.")
    remedy = _("Ask the shop, or ask for a return when it has come.")


class BelowMinimumOrder(Refusal):
    """`extra["retailers"]`: {retailer, minimum, missing} of each shop that sells only more."""

    code = "below-minimum-order"
    status = 422
    title = _("That is less than the shop sends out.")
    meaning = _(
        "The goods of a shop are worth less than it sells in one order; `retailers` tells its "
        "`minimum` and what is `missing`. Discounts are not counted against it."
    )
    remedy = _("Add something of that shop, or check out the others by `retailers`.")


class UnknownQuote(Refusal):
    code = "unknown-quote"
    status = 422
    title = _("There is no such quote for this cart.")
    meaning = _("The quote was made for another cart, or never.")
    remedy = _("Ask `cart/quote/` for one.")


class QuoteExpired(Refusal):
    code = "quote-expired"
    title = _("The quote is no longer valid.")
    meaning = _("A quote keeps its prices for 15 minutes.")
    remedy = _("Ask for another one, and show what it says.")


class QuoteDiffers(Refusal):
    code = "quote-differs"
    title = _("The cart is not what was quoted.")
    meaning = _("Items or quantities of the shop `retailer` are others now.")
    remedy = _("Ask for another quote.")


class EmailNotVerified(Refusal):
    code = "email-not-verified"
    title = _("Prove that the e-mail address is yours first.")
    meaning = _("What was bought as a guest goes to whoever proves to own its e-mail address.")
    remedy = _("Verify the address, then ask again; verifying does the same by itself.")


class CannotReturn(Refusal):
    code = "cannot-return"
    title = _("This order cannot be returned now.")
    meaning = _("The order was not handed over yet, or so long ago that the window is closed.")
    remedy = _("`returnable_until` of the order tells until when; before that, cancel it.")


class AlreadyAsked(Refusal):
    code = "already-asked"
    title = _("The shop has not yet settled what you asked for before.")
    meaning = _("There is one open request per order at a time.")
    remedy = _("Show it (`orders/{id}/return/`) and wait for the shop's answer.")


class InvalidReturn(Refusal):
    code = "invalid-return"
    status = 422
    title = _("These pieces cannot be returned.")
    meaning = _("An item is not of this order, or more of it was asked for than is left.")
    remedy = _("Take `id` and `quantity` from the order's `items`, less what was asked for before.")


class NoInvoiceYet(Refusal):
    code = "no-invoice-yet"
    title = _("The shop writes the invoice when the goods leave.")
    meaning = _("An order that can still be cancelled, or was, has no invoice.")
    remedy = _("Ask again when the order is `shipped` or `delivered`.")
