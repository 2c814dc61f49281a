"""Why a copy is not handed out, or an account not erased."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import NotFound, Refusal


class NoExport(NotFound):
    code = "no-export"
    title = _("There is no copy of your data yet.")
    meaning = _("None was asked for, or the last one is older than a week.")
    remedy = _("Ask for one with POST `users/me/export/`.")


class ExportNotReady(Refusal):
    code = "export-not-ready"
    status = 409
    title = _("Your copy is still being made.")
    meaning = _("It is gathered from all shops in the background.")
    remedy = _("Come back after `Retry-After`; an e-mail tells when it is ready.")


class AccountNeeded(Refusal):
    """`shops` are the slugs of those that would be left without an owner."""

    code = "account-needed"
    status = 409
    title = _("This account cannot be erased yet.")
    meaning = _("It is an operator's, or that of the only owner of a shop; `shops` names them.")
    remedy = _("Make somebody else an owner, or close the shop; operators hand over the office.")


class MarketplaceOnly(Refusal):
    code = "marketplace-only"
    status = 403
    title = _("This is done at the marketplace.")
    meaning = _("A shop's host says nothing of other shops, and this would.")
    remedy = _("Ask the same on the marketplace's host; `detail` names the address.")
