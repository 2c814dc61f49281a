"""What a schema gets from staff when it is made: named in settings.TEMPLATE_STEPS."""

from tenants.staff.roles import create_groups

__all__ = ["create_groups"]
