"""Why a checkout, a cancellation, a return or an invoice was refused."""

from tenants.kernel.errors import Refusal


class EmptyCart(Refusal):
    code = "empty-cart"
    status = 422
    title = "There is nothing to check out."


class CartChanged(Refusal):
    """`extra["changes"]` lists what changed; nothing was placed."""

    code = "cart-changed"
    title = "Something in your cart has changed."


class MixedCurrencies(Refusal):
    code = "mixed-currencies"
    title = "These shops sell in different currencies."


class UnknownRetailer(Refusal):
    code = "unknown-retailer"
    status = 422
    title = "There is nothing from that shop in your cart."


class AddressNeeded(Refusal):
    code = "address-needed"
    status = 422
    title = "Where shall it be delivered?"


class EmailNeeded(Refusal):
    code = "email-needed"
    status = 422
    title = "Where shall the confirmation go?"


class TooLateToCancel(Refusal):
    code = "too-late-to-cancel"
    title = "The shop is already working on this order."


class BelowMinimumOrder(Refusal):
    """`extra["retailers"]`: {retailer, minimum, missing} of each shop that sells only more."""

    code = "below-minimum-order"
    status = 422
    title = "That is less than the shop sends out."


class UnknownQuote(Refusal):
    code = "unknown-quote"
    status = 422
    title = "There is no such quote for this cart."


class QuoteExpired(Refusal):
    code = "quote-expired"
    title = "The quote is no longer valid."


class QuoteDiffers(Refusal):
    code = "quote-differs"
    title = "The cart is not what was quoted."


class EmailNotVerified(Refusal):
    code = "email-not-verified"
    title = "Prove that the e-mail address is yours first."


class CannotReturn(Refusal):
    code = "cannot-return"
    title = "This order cannot be returned now."


class AlreadyAsked(Refusal):
    code = "already-asked"
    title = "The shop has not yet settled what you asked for before."


class InvalidReturn(Refusal):
    code = "invalid-return"
    status = 422
    title = "These pieces cannot be returned."


class NoInvoiceYet(Refusal):
    code = "no-invoice-yet"
    title = "The shop writes the invoice when the goods leave."
