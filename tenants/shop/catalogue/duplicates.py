"""What a shop has once: a name that is typed, and the options of a product's variant.

Shoppers could not tell two apart. What was there before stays, and can be changed otherwise; an
import keeps goods of one name apart by what else it knows of them (batches.py).
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal
from tenants.kernel.names import name_key, options_key
from tenants.shop.announcements import retailer_here
from tenants.shop.catalogue.locks import lock_names
from tenants.shop.catalogue.models import Product


class NameTaken(Refusal):
    code = "name-taken"
    title = _("There is a product of this name in the shop.")
    meaning = _(
        "Names are compared as people read them: capitals, spaces and the way letters are put "
        "together make no other name. Archived products do not count."
    )
    remedy = _("Change the product that is there, or say in the name what makes this one another.")


class OptionsTaken(Refusal):
    code = "options-taken"
    title = _("Another variant has these options.")
    meaning = _(
        "Options are compared as people read them: their order, capitals and spaces make no other "
        "variant. Archived variants do not count."
    )
    remedy = _("Change the variant that is there, or give this one other options.")


def require_new_name(title: str) -> None:
    """Raises NameTaken. Until the transaction ends nobody else types a name here."""
    lock_names(retailer_here())
    others = Product.objects.filter(parent=None, archived_at=None, name_key=name_key(title))
    if others.exists():
        raise NameTaken(fields={"title": [gettext("Another product has this name.")]})


def require_new_options(options: Mapping[str, str], siblings: Iterable[Mapping[str, str]]) -> None:
    """Raises OptionsTaken. The caller has locked the product, so that its variants stay."""
    key = options_key(options)
    if any(options_key(other) == key for other in siblings):
        raise OptionsTaken(fields={"options": [gettext("Another variant has these options.")]})
