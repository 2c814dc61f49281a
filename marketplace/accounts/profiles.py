"""What a customer tells about herself."""

from django.db import transaction

from marketplace.accounts.models import Profile, User


@transaction.atomic
def change_profile(
    *, user: User, first_name: str, last_name: str, phone: str | None, language: str
) -> User:
    """`phone` in E.164 form or None; `language` one of settings.LANGUAGES or ""."""
    user.first_name, user.last_name, user.phone = first_name, last_name, phone
    user.save(update_fields=["first_name", "last_name", "phone"])
    Profile.objects.filter(user=user).update(language=language)
    return user
