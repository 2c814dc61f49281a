"""Why a voucher does not count, or an offer cannot be made."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal


class UnknownVoucher(Refusal):
    code = "unknown-voucher"
    status = 404
    title = _("There is no such voucher.")
    meaning = _("No shop in the cart knows this code.")
    remedy = _("Check the code, and that something of its shop is in the cart.")


class VoucherExpired(Refusal):
    code = "voucher-expired"
    status = 422
    title = _("This voucher is not valid at the moment.")
    meaning = _("It is over, or has not begun.")
    remedy = _("Leave it out.")


class VoucherUsed(Refusal):
    code = "voucher-used"
    title = _("This voucher has been used.")
    meaning = _("It may be used once, or once by each customer, and was.")
    remedy = _("Leave it out.")


class VoucherNeedsAccount(Refusal):
    code = "voucher-needs-account"
    status = 422
    title = _("This voucher is for customers with an account.")
    meaning = _("It counts once for each customer, so that a guest cannot use it.")
    remedy = _("Log in, and try again.")


class VoucherNotApplicable(Refusal):
    code = "voucher-not-applicable"
    status = 422
    title = _("This voucher does not fit what is in the cart.")
    meaning = _("It is for other goods, or for more of them.")
    remedy = _("Look at its terms (`promotions/`) and add what it asks for.")


class VoucherOutdone(Refusal):
    """Not raised: the code stays in the cart, unused, and counts as soon as it takes more off."""

    code = "voucher-outdone"
    status = 422
    title = _("The other offers take off at least as much without this voucher.")
    meaning = _(
        "Only told in the cart, of a voucher that does not combine with them: the cheapest "
        "combination counts. The voucher stays in the cart and is not used up."
    )
    remedy = _("Nothing: it counts by itself as soon as it takes more off. Or take it out.")
