"""Why a voucher does not count, or an offer cannot be made."""

from tenants.kernel.errors import Refusal


class UnknownVoucher(Refusal):
    code = "unknown-voucher"
    status = 404
    title = "There is no such voucher."


class VoucherExpired(Refusal):
    code = "voucher-expired"
    status = 422
    title = "This voucher is not valid at the moment."


class VoucherUsed(Refusal):
    code = "voucher-used"
    title = "This voucher has been used."


class VoucherNeedsAccount(Refusal):
    code = "voucher-needs-account"
    status = 422
    title = "This voucher is for customers with an account."


class VoucherNotApplicable(Refusal):
    code = "voucher-not-applicable"
    status = 422
    title = "This voucher does not fit what is in the cart."


class VoucherOutdone(Refusal):
    """Not raised: the code stays in the cart, unused, and counts as soon as it takes more off."""

    code = "voucher-outdone"
    status = 422
    title = "The other offers take off at least as much without this voucher."
