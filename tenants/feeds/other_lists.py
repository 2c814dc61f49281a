"""Lists that are none of products, told by their headings: reviews, orders, customers, texts in
another language. A shop's export has them beside its products, and some of their columns are the
same."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.feeds.cells import heading_key
from tenants.feeds.sheets import Row, UnreadableFile


def _keys(names: str) -> frozenset[str]:
    return frozenset(heading_key(name) for name in names.split(","))


_REVIEWS = _keys(
    "rating, rating value, rating code, stars, score, review, review title, review text, "
    "review body, review content, review date, reviewer, reviewer name, reviewer email, "
    "Bewertung, Rezension, Sterne, note, avis, reseña, valoración, recensione"
)
_ORDERS = _keys(
    "order, order id, order number, order no, order date, order status, order total, "
    "financial status, fulfillment status, payment status, paid at, fulfilled at, "
    "lineitem name, lineitem quantity, lineitem price, lineitem sku, billing name, "
    "billing address, billing city, billing country, shipping name, shipping address, "
    "shipping city, shipping method, payment method, purchase date, purchase point, bill-to name, "
    "ship-to name, grand total, grand total (base), grand total (purchased), "
    "Bestellnummer, Bestelldatum, Rechnungsadresse, Lieferadresse, Zahlungsart"
)
_CUSTOMERS = _keys(
    "email, e-mail, email address, first name, last name, customer id, customer group, group id, "
    "accepts marketing, accepts email marketing, accepts sms marketing, total spent, "
    "total orders, date of birth, dob, gender, phone, telephone, billing email, password hash, "
    "Vorname, Nachname, Kundennummer, Geburtsdatum, prénom"
)
_TRANSLATIONS = _keys(
    "locale, language, language code, lang, translated content, Sprache, langue, idioma"
)
_PRICES = _keys(
    "price, variant price, regular price, unit price, retail price, Preis, Verkaufspreis, prix, "
    "precio, prezzo, amount"
)


class OtherList(UnreadableFile):
    code = "other-list"
    title = _("This is no list of products.")
    meaning = _("The columns of the file are those of reviews, orders, customers or translations.")
    remedy = _("Export the products. Name the format where it is a list of products all the same.")


def require_products(heads: Sequence[Sequence[Row]]) -> None:
    """Looks at the first rows of each way to read the file. Raises OtherList."""
    for head in heads:
        for _number, cells in head[:5]:
            keys = {heading_key(cell) for cell in cells}
            if kind := _kind_of(keys - {""}):
                raise OtherList(
                    gettext("Its columns are those of a list of %(kind)s.") % {"kind": kind}
                )


def _kind_of(keys: set[str]) -> str:
    if len(keys & _ORDERS) >= 3:
        return gettext("orders")
    if keys & _PRICES:
        return ""
    if len(keys & _REVIEWS) >= 2:
        return gettext("reviews")
    if len(keys & _CUSTOMERS) >= 2:
        return gettext("customers")
    return gettext("translations") if keys & _TRANSLATIONS and len(keys) > 2 else ""
