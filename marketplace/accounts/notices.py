"""What accounts tell the stages above, inside the transaction that changed something."""

from django.dispatch import Signal

registered = Signal()  # user: heard by notifications, which queues the welcome mail
