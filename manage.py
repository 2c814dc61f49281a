#!/usr/bin/env python
"""Django's command line; `python manage.py help` lists what Galleria adds."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    if sys.argv[1:2] == ["tasks_worker"]:
        os.environ.setdefault("DATABASE_ROLE", "web")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.embedded")
    execute_from_command_line(sys.argv)
