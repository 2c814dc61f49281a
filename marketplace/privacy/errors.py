"""Why a copy is not handed out, or an account not erased."""

from tenants.kernel.errors import NotFound, Refusal


class NoExport(NotFound):
    code = "no-export"
    title = "There is no copy of your data yet."


class ExportNotReady(Refusal):
    code = "export-not-ready"
    status = 409
    title = "Your copy is still being made."


class AccountNeeded(Refusal):
    """`shops` are the slugs of those that would be left without an owner."""

    code = "account-needed"
    status = 409
    title = "This account cannot be erased yet."


class MarketplaceOnly(Refusal):
    code = "marketplace-only"
    status = 403
    title = "This is done at the marketplace."
