"""The registry of retailers; these tables exist once, in the schema public."""

import uuid
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from tenants.kernel import fulfilments
from tenants.kernel.money import Money, is_exact
from tenants.kernel.postal.lines import local_lines
from tenants.kernel.rates import tradable_currencies
from tenants.kernel.text_fields import MailboxField, NameField, PhoneField
from tenants.kernel.zones import require_zone, zone
from tenants.registry.delivery_areas import FARTHEST_KM
from tenants.registry.hosts import shop_host, shop_url
from tenants.registry.hours_tables import OpeningHours as OpeningHours
from tenants.registry.hours_tables import SpecialHours as SpecialHours

SLUG = RegexValidator(
    r"^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])$",
    _("Use 2 to 40 lower-case letters, digits and hyphens, beginning with a letter."),
)
AMOUNTS = ("delivery_fee", "free_delivery_over", "minimum_order", "guest_order_amount")
CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("Use the three letters of ISO 4217, such as EUR."))


@dataclass(frozen=True, slots=True)
class Contact:
    """What a shop's owner published of how it is reached; empty where nothing was."""

    email: str
    phone: str
    street: str
    postcode: str
    city: str
    state: str
    country: str

    @property
    def lines(self) -> list[str]:
        """Of its address: ["Rua das Flores 112", "4050-266 Porto"]."""
        return local_lines(_address_of(self))


def _address_of(place: "Contact | Retailer") -> dict[str, str]:
    """In the words of tenants.kernel.postal."""
    return {
        "line1": place.street,
        "postcode": place.postcode,
        "city": place.city,
        "state": place.state,
        "country": place.country,
    }


class RetailerQuerySet(models.QuerySet["Retailer"]):
    def active(self) -> Self:
        return self.filter(status=Retailer.Status.ACTIVE)

    def with_schema(self) -> Self:
        """Those whose schema exists: everyone who was once approved and is not purged."""
        return self.exclude(status=Retailer.Status.APPLIED).filter(purged_at=None)


class Retailer(TenantMixin):
    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        APPROVED = "approved", _("Coming soon")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")

    auto_create_schema = False
    auto_drop_schema = False

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = NameField(max_length=120)
    tagline = NameField(max_length=200, blank=True)
    trade = NameField(max_length=80, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    # Whether its staff must have a second factor before they work here.
    requires_second_factor = models.BooleanField(default=False, db_default=False)
    status_reason = models.CharField(max_length=300, blank=True)

    currency = models.CharField(max_length=3, default="EUR", validators=[CURRENCY])
    language = models.CharField(max_length=10, default="en")
    timezone = models.CharField(max_length=60, default="UTC", validators=[require_zone])

    contact_name = NameField(max_length=120, blank=True)
    contact_email = MailboxField(blank=True)
    contact_phone = PhoneField(max_length=20, blank=True)
    street = NameField(max_length=200, blank=True)
    postcode = NameField(max_length=20, blank=True)
    city = NameField(max_length=120, blank=True)
    state = NameField(max_length=120, blank=True, default="", db_default="")
    country = models.CharField(max_length=2, blank=True)
    # What of these the owner shows to everybody; where it is, but for the street, every shop shows.
    publishes_email = models.BooleanField(default=False, db_default=False)
    publishes_phone = models.BooleanField(default=False, db_default=False)
    publishes_address = models.BooleanField(default=False, db_default=False)
    latitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    offers_delivery = models.BooleanField(default=True)
    offers_pickup = models.BooleanField(default=True)
    delivery_fee = models.DecimalField(max_digits=15, decimal_places=3, default=0)
    free_delivery_over = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    minimum_order = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    # Where it delivers (tenants.registry.delivery_areas). Countries: none named is everywhere.
    delivery_countries = ArrayField(
        models.CharField(max_length=2), default=list, blank=True, db_default=[]
    )
    delivery_postcodes = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, db_default=[]
    )
    delivery_radius = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(FARTHEST_KM)],
        help_text=_("Kilometres around the shop."),
    )
    # Up to how much, and how many pieces, guests who do not pay ahead need not prove their mailbox.
    # None: what the marketplace has for all (payments/confirmations.py); 0: always to be proven.
    guest_order_amount = models.DecimalField(max_digits=15, decimal_places=3, null=True, blank=True)
    guest_order_pieces = models.PositiveIntegerField(null=True, blank=True)
    # Kept by tenants.shop.offer: whether an offer without a voucher may stand.
    has_offers = models.BooleanField(default=False, db_default=False, editable=False)
    # Counts its offers and vouchers that were made or ended: sums kept before are out of date.
    offer_changes = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    logo = models.CharField(
        max_length=255, blank=True, help_text=_("A path below the shop's media.")
    )
    # Kept by cms.links: the pages of its site that its header, its foot and the checkout lead to.
    site_links = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        editable=False,
    )
    # Kept by cms.schedules: when the next of its pages goes live or ends.
    pages_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    applied_at = models.DateTimeField(default=now)
    approved_at = models.DateTimeField(null=True, blank=True)
    # When its owner opened it, for the first and only time.
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    owner_email = MailboxField(blank=True)

    objects = RetailerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(delivery_fee__gte=0), name="retailer_delivery_fee_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_order=None) | models.Q(minimum_order__gte=0),
                name="retailer_minimum_order_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(guest_order_amount=None) | models.Q(guest_order_amount__gte=0),
                name="retailer_guest_order_amount_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z][a-z0-9-]*$"), name="retailer_slug_plain"
            ),
        ]
        indexes = [
            models.Index(
                fields=["latitude", "longitude"],
                condition=models.Q(status="active"),
                name="retailer_place",
            ),
            models.Index(
                fields=["pages_due_at"],
                condition=models.Q(pages_due_at__isnull=False),
                name="retailer_pages_due",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def is_coming(self) -> bool:
        """Approved and not opened yet: its staff alone see it."""
        return self.status == self.Status.APPROVED

    @property
    def has_shut(self) -> bool:
        """Whether it was open once and is not now; of what never opened nobody is told."""
        return self.opened_at is not None and not self.is_active

    @property
    def is_staffed(self) -> bool:
        """Whether its staff do all their work there."""
        return self.is_active or self.is_coming

    @property
    def zone(self) -> tzinfo:
        """Of every time that its staff and customers see."""
        return zone(self.timezone)

    @property
    def passes_shoppers_on(self) -> bool:
        """Its host takes part in hand-offs: a suspended one's lets shoppers go on elsewhere."""
        return self.is_staffed or self.status == self.Status.SUSPENDED

    @property
    def is_gone(self) -> bool:
        """Purged: its schema is dropped, and only this row tells of it."""
        return self.purged_at is not None

    @property
    def host(self) -> str:
        """The address below the marketplace's; custom domains are rows of Domain."""
        return shop_host(self.slug)

    @property
    def url(self) -> str:
        return shop_url(self.slug)

    @property
    def contact(self) -> Contact:
        """What customers and strangers may see. What is written to the shop itself, and what an
        invoice must name, read the fields."""
        return Contact(
            email=self.contact_email if self.publishes_email else "",
            phone=self.contact_phone if self.publishes_phone else "",
            street=self.street if self.publishes_address else "",
            postcode=self.postcode if self.publishes_address else "",
            city=self.city,
            state=self.state,
            country=self.country,
        )

    def clean(self) -> None:
        """A shop's currency needs a rate: its prices stand in lists beside those of others.

        Its amounts are as fine as that currency.
        """
        super().clean()
        if self.currency not in tradable_currencies():
            message = gettext("There is no exchange rate for this currency; choose another.")
            raise ValidationError({"currency": message})
        message = gettext("That is finer than %(currency)s allows.") % {"currency": self.currency}
        amounts = {name: getattr(self, name) for name in AMOUNTS}
        wrong = [
            name for name, value in amounts.items() if value and not is_exact(value, self.currency)
        ]
        if wrong:
            raise ValidationError(dict.fromkeys(wrong, message))

    def site_link(self, purpose: str) -> dict[str, Any] | None:
        """{title, path} of the page that serves this purpose (tenants.kernel.site_pages)."""
        links: list[dict[str, Any]] = self.site_links
        return next((link for link in links if link["purpose"] == purpose), None)

    def postal_address(self) -> dict[str, str]:
        """Of the shop itself, in the words of tenants.kernel.postal."""
        return _address_of(self)

    def offers(self, fulfilment: str) -> bool:
        """Whether goods are handed over this way, one of `fulfilments.FULFILMENTS`."""
        offered = {
            fulfilments.DELIVERY: self.offers_delivery,
            fulfilments.PICKUP: self.offers_pickup,
        }
        return offered.get(fulfilment, False)

    @property
    def default_fulfilment(self) -> str:
        """A shop that does not deliver hands over at its counter."""
        return fulfilments.DELIVERY if self.offers_delivery else fulfilments.PICKUP

    def missing_for_minimum(self, goods: Money) -> Money:
        """What goods of this worth lack of the least that an order must hold; zero: enough."""
        least = Money(self.minimum_order or Decimal(0), self.currency)
        return least - goods if goods < least else Money.zero(self.currency)

    def delivery_charge(self, goods: Money) -> Money:
        """One flat fee, nothing from `free_delivery_over` on. Prices include tax."""
        over = self.free_delivery_over
        free = over is not None and goods.amount >= over
        return Money.zero(self.currency) if free else Money(self.delivery_fee, self.currency)


class DeliveryReach(models.Model):
    """What a shop's radius reaches: kept by tenants.registry.delivery_reach, apart from the row
    that every request reads. `towns` are DE:berlin, in the one form of seen_form."""

    retailer = models.OneToOneField(
        Retailer, on_delete=models.CASCADE, primary_key=True, related_name="delivery_reach"
    )
    latitude = models.FloatField()
    longitude = models.FloatField()
    towns = ArrayField(models.TextField())
    largest = ArrayField(models.TextField())

    def __str__(self) -> str:
        return ", ".join(self.largest)


class Domain(DomainMixin):
    """A host name of a retailer: its own below the marketplace's, and custom ones."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_primary=True), name="one_primary_domain"
            )
        ]


class SpareSchema(models.Model):
    """A schema cloned from the template beforehand, waiting to be claimed by a rename."""

    schema_name = models.CharField(max_length=63, unique=True)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.schema_name


class CloneScript(models.Model):
    """The one row that tells how to clone the template and which code last prepared all."""

    fingerprint = models.CharField(max_length=64, blank=True)
    sql = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="clone_script_one")]

    def __str__(self) -> str:
        return self.fingerprint


class PeriodicJob(models.Model):
    """When a job of settings.PERIODIC_JOBS last began."""

    path = models.CharField(max_length=200, unique=True)
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path
