"""Uploaded files of a schema, below a folder of its own name."""

from django_tenants.files.storage import TenantFileSystemStorage

__all__ = ["SchemaFileSystemStorage"]


class SchemaFileSystemStorage(TenantFileSystemStorage):
    """Files in MEDIA_ROOT/<schema>/, addresses in MEDIA_URL/<schema>/."""
