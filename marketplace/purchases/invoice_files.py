"""An invoice as a file to look at or to keep."""

from django.http import HttpResponse

from marketplace.purchases.models import Invoice


def pdf_of(invoice: Invoice) -> HttpResponse:
    # Fonts and all: a sixth of what every start would load, for what few ask for.
    from marketplace.purchases import invoice_pdf

    headers = {"Content-Disposition": f'inline; filename="{invoice.number}.pdf"'}
    content = invoice_pdf.render(invoice)
    return HttpResponse(content, content_type="application/pdf", headers=headers)
