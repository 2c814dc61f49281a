"""`manage.py otp <email>`: what an authenticator app would show now, on one's own machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.accounts.logins import credentials, second_factor


class Command(BaseCommand):
    help = "Print the current code of a second factor; on a machine of your own only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "Codes are not printed with these settings: whoever can run commands here would "
                "need no second factor. Use the authenticator app or a recovery code; "
                "`manage.py reset_second_factor` is for whoever has lost both."
            )
        user = credentials.find_by_identifier(email)
        if user is None or user.second_factor_at is None:
            raise CommandError(
                f"There is no account {email} with a second factor. Log in with the password: "
                "who needs one is asked to set it up there."
            )
        self.stdout.write(second_factor.current_code(user))
