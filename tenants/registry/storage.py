"""Uploaded files of a schema, below a folder of its own name."""

from typing import Any

from django_tenants.files.storage import TenantFileSystemStorage

__all__ = ["SchemaFileSystemStorage"]


class SchemaFileSystemStorage(TenantFileSystemStorage):
    """Files in MEDIA_ROOT/<schema>/, addresses in MEDIA_URL/<schema>/."""

    def _clear_cached_properties(self, setting: str, **kwargs: Any) -> None:
        """The base class forgets all but the folder that it made of a MEDIA_ROOT now changed."""
        super()._clear_cached_properties(setting, **kwargs)
        if setting == "MEDIA_ROOT":
            self.__dict__.pop("relative_media_root", None)
