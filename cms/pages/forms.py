"""Wagtail's forms of pages, with what is refused at its field."""

from typing import Any

from django.core.validators import MaxLengthValidator
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from cms.addresses import explain_reserved, is_reserved
from cms.placeholders import explain_placeholders


class ContentPageForm(WagtailAdminPageForm):
    is_draft = False

    def defer_required_fields(self) -> None:
        """Wagtail says so of what is saved and not published or submitted."""
        super().defer_required_fields()
        self.is_draft = True

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        slug = values.get("slug")
        if slug and is_reserved(slug, below=self.parent_page):
            self.add_error("slug", explain_reserved(slug))
        body = values.get("body")
        is_checked = bool(body and values.get("purpose") and not self.is_draft)
        if is_checked and (explanation := explain_placeholders(body)):
            self.add_error("body", explanation)
        return values


class ContentCopyForm(CopyForm):
    """For copies and aliases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail bounds neither text: the database would refuse what is longer than its column."""
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            most = self.page._meta.get_field(name).max_length
            field = self.fields[f"new_{name}"]
            field.validators.append(MaxLengthValidator(most))
            field.widget.attrs["maxlength"] = most

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        slug, parent = values.get("new_slug"), values.get("new_parent_page")
        if slug and is_reserved(slug, below=parent or self.page.get_parent()):
            self.add_error("new_slug", explain_reserved(slug))
        return values
