"""Why a way to pay was refused."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal


class MethodUnsupported(Refusal):
    code = "payment-method-unsupported"
    status = 422
    title = _("This sum cannot be paid in that way.")
    meaning = _("The way to pay does not take so much, or not this currency.")
    remedy = _("Choose another of `payments/methods/`; a preview of the checkout tells it before.")
