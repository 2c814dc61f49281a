"""The pages that every site is expected to have, by what they are for."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TERMS, PRIVACY, IMPRINT, RETURNS, CONTACT = "terms", "privacy", "imprint", "returns", "contact"
PURPOSES: "dict[str, StrOrPromise]" = {
    TERMS: _("Terms and conditions"),
    PRIVACY: _("Privacy"),
    IMPRINT: _("Imprint"),
    RETURNS: _("Returns"),
    CONTACT: _("Contact"),
}
