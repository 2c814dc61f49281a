import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.runtime.fingerprint import ROOT


class Command(BaseCommand):
    help = "Serve the product: PostgreSQL (without DATABASE_URL), web server and task worker"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # Becomes the supervisor, which needs none of what Django has loaded here.
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "marketplace.runtime.supervisor"])  # noqa: S606
