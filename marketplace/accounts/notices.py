"""How accounts tell the stages above; sent inside the transaction of the change."""

from django.dispatch import Signal

email_verified = Signal()  # user: User, whose address has just been proved to be hers
