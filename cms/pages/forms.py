"""Wagtail's forms of pages, with what is refused at its field."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from cms.addresses import explain_reserved, is_reserved


class ContentPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        slug = values.get("slug")
        if slug and is_reserved(slug, below=self.parent_page):
            self.add_error("slug", explain_reserved(slug))
        return values


class ContentCopyForm(CopyForm):
    """For copies and aliases."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        slug, parent = values.get("new_slug"), values.get("new_parent_page")
        if slug and is_reserved(slug, below=parent or self.page.get_parent()):
            self.add_error("new_slug", explain_reserved(slug))
        return values
