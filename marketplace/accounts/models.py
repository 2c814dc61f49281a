"""People: one account over all shops. These tables exist once, in the schema public."""

import uuid
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.fields import MarketOnlyBooleanField
from tenants.joints import django, wagtail
from tenants.joints.schemas import PerSchema
from tenants.kernel.identity import normal_email, normal_password, password_spellings
from tenants.kernel.text_fields import MailboxField, NameField, PhoneField

MAX_TRIES = 5  # of one code
PHONE = RegexValidator(
    r"^\+[1-9][0-9]{6,14}$", _("Use the international form, such as +4930123456.")
)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normal_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=normal_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        Profile.objects.using(self._db).create(user=user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A platform admin: superuser in the market's schema, nobody in a retailer's."""
        extra.pop("is_staff", None)
        return self.create_user(email, password, is_superuser=True, **extra)


class User(django.UserCaches, wagtail.UserCaches, AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = MailboxField(unique=True)
    phone = PhoneField(max_length=16, unique=True, null=True, blank=True, validators=[PHONE])
    first_name = NameField(max_length=150, blank=True)
    last_name = NameField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_superuser = MarketOnlyBooleanField(_("platform admin"), default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    # The number that a code came to: another number in `phone` is not proven by it.
    proven_phone = models.CharField(max_length=16, blank=True, default="", db_default="")
    anonymised_at = models.DateTimeField(null=True, blank=True)
    # Set while the account has a second factor (second_factor.py).
    second_factor_at = models.DateTimeField(null=True, blank=True)
    groups = models.ManyToManyField(  # type: ignore[assignment]
        "auth.Group",
        through="staff.GroupMembership",
        blank=True,
        related_name="user_set",
        related_query_name="user",
    )
    user_permissions = models.ManyToManyField(  # type: ignore[assignment]
        "auth.Permission",
        through="staff.UserPermission",
        blank=True,
        related_name="user_set",
        related_query_name="user",
    )

    # Of this object, never of the row: a right code was given for it.
    has_proven_second_factor = False

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    _membership_cache = PerSchema()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else normal_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return any(map(super().check_password, password_spellings(raw_password or "")))

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email.partition("@")[0]

    @property
    def display_name(self) -> str:
        """For those who work with her, and know the address."""
        return self.get_full_name() or self.email

    @property
    def is_phone_verified(self) -> bool:
        return bool(self.phone) and self.phone == self.proven_phone

    @property
    def operates(self) -> bool:
        """A platform admin, whatever schema is in use; rights are asked by `is_superuser`."""
        return bool(self.is_active and self.__dict__.get("is_superuser"))

    @property
    def membership(self) -> Any:
        """The live tenants.staff Membership in the current schema, or None; asked for once."""
        if not hasattr(self, "_membership_cache"):
            from tenants.staff.models import Membership

            self._membership_cache = Membership.objects.live_for(self)
        membership = self._membership_cache
        return membership if membership and membership.is_live() else None

    @property
    def role(self) -> str:
        """ "" for customers, else the role in the current schema."""
        return self.membership.role if self.membership else ""

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin, Wagtail's and Oscar's dashboard may ask for permissions."""
        return bool(self.is_active and (self.is_superuser or self.membership))


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    language = models.CharField(max_length=10, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    birthday = models.DateField(null=True, blank=True)
    wants_news = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=60, blank=True, default="", db_default="")
    # A path below the media of public, without size and ending (people/avatars.py).
    avatar = models.CharField(max_length=100, blank=True, default="", db_default="")
    shows_name = models.BooleanField(default=True, db_default=True)
    wants_suggestions = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return str(self.user)


class Address(models.Model):
    """An entry of a customer's address book, usable at every shop."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="address_book")
    # Whoever has one name has one of both.
    first_name = NameField(max_length=150, blank=True)
    last_name = NameField(max_length=150, blank=True)
    line1 = NameField(max_length=200)
    line2 = NameField(max_length=200, blank=True)
    city = NameField(max_length=120, blank=True)
    state = NameField(max_length=120, blank=True)
    postcode = NameField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    phone_number = PhoneField(max_length=20, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_default=True), name="one_default_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() + f", {self.line1}, {self.city}"


class WebSession(AbstractBaseSession):
    """A browser's session; its key is valid on hosts of one schema only."""

    schema_name = models.CharField(max_length=63)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=120, blank=True)
    # What a hand-off took to other hosts is one login, and ends as one.
    login = models.UUIDField(null=True)
    # Of whom (limits.py), and when it ends however much it is used.
    kind = models.CharField(max_length=10, blank=True, default="", db_default="")
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["user", "schema_name"], name="websession_user"),
            models.Index(fields=["login"], name="websession_login"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The store makes a row anew to change it: when it began stays as it was."""
        if kwargs.get("force_update"):
            names = (field.attname for field in self._meta.local_concrete_fields)
            kwargs["update_fields"] = set(names) - {"session_key", "created_at"}
        super().save(*args, **kwargs)

    @classmethod
    def get_session_store_class(cls) -> type:
        store: type = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class TokenFamily(models.Model):
    """All refresh tokens that descend from one login; one reused kills the family."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="token_families")
    schema_name = models.CharField(max_length=63)
    device = models.CharField(max_length=120, blank=True)
    # When its bearer last proved once more who she is (freshness.py).
    confirmed_at = models.DateTimeField(null=True, blank=True)
    current_jti = models.CharField(max_length=64)
    # What the newest was exchanged for, and a digest of the client that did it: if its answer was
    # lost, it gets it once more (tokens.py).
    previous_jti = models.CharField(max_length=64, blank=True, default="", db_default="")
    client = models.CharField(max_length=64, blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return str(self.uuid)


class Challenge(models.Model):
    """A one-time code that was asked for; also for names that no account has.

    `subject` and `sent_to` are keyed digests of what somebody typed and of where the code went,
    `code` one of the code. A code can be tried from when it is sent (`expires_at`) on.
    """

    class Purpose(models.TextChoices):
        VERIFY = "verify"
        LOGIN = "login"
        RESET = "reset"
        SECOND = "second"  # the second factor of a login, which no code is sent for

    class Channel(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"
        APP = "app"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=64)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="challenges")
    sent_to = models.CharField(max_length=64, blank=True, default="")
    code = models.CharField(max_length=64, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "created_at"], name="challenge_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tries__lte=MAX_TRIES), name="challenge_tries_at_most_five"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.channel}"


class SecondFactor(models.Model):
    """An authenticator app's secret, encrypted; it counts once it is confirmed.

    `last_step` is the time step of the last code that was taken: none up to it is taken again.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=255)
    key_id = models.CharField(max_length=16)
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """Stands in for a code of the app, once; `digest` is SHA-256 of 80 random bits."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


class Identity(models.Model):
    """An account's name at a social login's provider."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=20)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_once")
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.subject}"


class HandoffCode(models.Model):
    """Carries a login and a guest's cart from one host to another: 60 s, once, one target."""

    digest = models.CharField(max_length=64, unique=True)
    target_host = models.CharField(max_length=255)
    browser_digest = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    cart = models.UUIDField(null=True)
    next_path = models.CharField(max_length=500, default="/")
    # Which login it is, when and how it was proven: what logins.carry() gives.
    login = models.JSONField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"to {self.target_host}"
