"""The name that users of django-tenants know."""

from tenants.management.commands.migrate import Command

__all__ = ["Command"]
