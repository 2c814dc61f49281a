"""`manage.py reset_second_factor <email>`: for an operator whom no other operator can help."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.accounts.logins import credentials, second_factor
from tenants.registry.context import use_market


class Command(BaseCommand):
    help = "Take a lost second factor from an account; all its logins end. It is audited."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = credentials.find_by_identifier(email)
        if user is None or user.second_factor_at is None:
            raise CommandError(f"There is no account {email} with a second factor.")
        with use_market():
            second_factor.reset(user=user, reason="by command")
        self.stdout.write(f"{email} logs in with the password alone, and sets up another.")
