"""The editors' documents: files that people download, of known kinds and a bounded size.

What they hold is not read; they are sent as attachments, never shown in a shop's own page.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

LARGEST = 20 * 1024 * 1024  # bytes


class DocumentForm(BaseDocumentForm):
    """settings.WAGTAILDOCS_DOCUMENT_FORM_BASE, at every door of Wagtail's."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data and file.size > LARGEST:
            raise ValidationError(
                _("This file has %(size)s; the most is %(limit)s."),
                code="too-large",
                params={"size": filesizeformat(file.size), "limit": filesizeformat(LARGEST)},
            )
        return file
