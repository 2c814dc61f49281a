"""The name that users of django-tenants know."""

from tenants.registry.management.commands.migrate import Command

__all__ = ["Command"]
