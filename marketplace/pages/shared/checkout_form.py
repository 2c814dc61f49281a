"""The form of the checkout: which shops, how each hands over, to whom, paid how."""

from typing import Any, Self, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Address, User
from marketplace.accounts.people.address_book import MOST, addresses_of, fields_of
from marketplace.cart.delivery import price_delivery, price_handover
from marketplace.cart.queries import CartGroup, CartView
from marketplace.cart.shopper import Shopper
from marketplace.pages.shared.forms import AddressForm, RefusableForm
from marketplace.pages.shared.shapes.carts import Shape, counter_of, group_of, rows_of, vouchers_of
from marketplace.payments.gateways import METHODS, USUAL, methods_for
from marketplace.purchases.errors import AddressNeeded, OutsideDeliveryArea
from marketplace.purchases.prints import GroupPrint, print_group
from tenants.joints.django import drop_errors
from tenants.kernel import fulfilments
from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money
from tenants.kernel.postal.checks import normal_address, problems_of
from tenants.kernel.postal.fields import FIELDS
from tenants.kernel.postal.lines import address_line, person_name
from tenants.kernel.text_fields import MailboxInput
from tenants.registry.delivery_reach import find_obstacles
from tenants.registry.models import Retailer

ADDRESS_PREFIX = "shipping_address."


class CheckoutForm(AddressForm, RefusableForm):
    """An address is required only where something is delivered to one that is not booked."""

    email = MailboxInput(
        label=_("E-mail"),
        help_text=_("The confirmation and a link to your order go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Absent means the first one.
    payment_method = forms.ChoiceField(
        required=False,
        choices=lambda: [(code, method.label) for code, method in METHODS.items()],
        error_messages={"invalid_choice": _("Choose one of these ways to pay.")},
    )

    save_address = forms.BooleanField(
        label=_("Keep this address in my address book"), required=False
    )

    def __init__(self, data: Any = None, *, cart: CartView, user: User | None) -> None:
        super().__init__(data)
        self.cart, self.user = cart, user
        self.book: list[Address] = list(addresses_of(user)) if user else []
        self.buyable = [group for group in cart.groups if group.can_be_bought]
        if user:
            del self.fields["email"]
        if user is None or len(self.book) >= MOST:
            del self.fields["save_address"]
        self._prepare_address()

    def _prepare_address(self) -> None:
        for name in ("line1", "country"):
            self.fields[name].required = self.is_judged
        # A guess where all shops are in one country; a wrong one would be overlooked.
        countries = {group.retailer.country for group in self.buyable}
        defaults = {"country": countries.pop()} if len(countries) == 1 else {}
        if self.user:
            defaults["first_name"] = self.user.first_name
            defaults["last_name"] = self.user.last_name
            defaults["phone_number"] = self.user.phone or ""
        self.initial = {**self.initial, **defaults}
        self.name_by_country()

    @property
    def is_judged(self) -> bool:
        return self.needs_address and self.is_new_address

    def without_errors(self) -> Self:
        """As it was filled in, nothing found fault with."""
        drop_errors(self)
        self.cleaned_data: dict[str, Any] = {}
        return self

    # --- what was chosen, valid or not: the page shows it again ---------------------------------

    def chosen_shops(self) -> list[str]:
        """Slugs; at first every shop of the currency that the cart begins with.

        A shop that was ticked and cannot be bought from any more stays in: the service
        refuses it and says why, instead of ordering less than was asked for.
        """
        if self.is_bound and "chosen" in self.data:
            return list(dict.fromkeys(cast(QueryDict, self.data).getlist("shops")))
        first = self.buyable[0].retailer.currency if self.buyable else ""
        return [g.retailer.slug for g in self.buyable if g.retailer.currency == first]

    def way(self, group: CartGroup) -> str:
        value = str(self.data.get(_way_name(group), "")) if self.is_bound else ""
        offered = [code for code, _label in _ways(group)]
        choice = value or group.fulfilment
        return choice if choice in offered or not offered else offered[0]

    def prints(self) -> dict[str, GroupPrint | None]:
        """What the page showed of each shop, by slug."""
        texts = {slug: str(self.data.get(_print_name(slug), "")) for slug in self.chosen_shops()}
        return {slug: GroupPrint.read(text) for slug, text in texts.items()}

    def method(self) -> str:
        value = str(self.data.get("payment_method", "")) if self.is_bound else ""
        return value or USUAL

    # --- for the service and for the template ---------------------------------------------------

    def order(self) -> dict[str, Any] | None:
        """The arguments of payments.checkout.place; None when a field is wrong."""
        if not self.is_valid():
            return None
        chosen = self.chosen_shops()
        if not chosen:
            self.add_error(None, _("Choose at least one shop."))
            return None
        return {
            "email": self.cleaned_data.get("email", ""),
            "retailers": chosen,
            "fulfilment": {
                g.retailer.slug: self.way(g) for g in self.cart.groups if g.retailer.slug in chosen
            },
            "payment_method": self.method(),
            **self._address(),
        }

    def _address(self) -> dict[str, Any]:
        booked = self._booked()
        if booked is not None:
            return {"shipping_address_id": booked.uuid}
        return {
            "shipping_address": {name: self.cleaned_data.get(name, "") for name in FIELDS},
            "save_address": bool(self.cleaned_data.get("save_address")),
        }

    def _booked(self) -> Address | None:
        """The default at first; None for another address."""
        choice = self.data.get("booked") if self.is_bound else None
        if not choice:
            return self.book[0] if self.book else None
        return next((address for address in self.book if str(address.uuid) == choice), None)

    @property
    def is_new_address(self) -> bool:
        return self._booked() is None

    def booked_options(self) -> list[Shape]:
        """The addresses of the book, the default first, each with what is wrong with it by now."""
        chosen = self._booked()
        return [
            {
                "uuid": address.uuid,
                "name": person_name(fields_of(address)),
                "line": address_line(fields_of(address)),
                "is_chosen": address == chosen,
                "problems": list(problems_of(normal_address(fields_of(address))).values()),
            }
            for address in self.book
        ]

    def show_refusal(self, refusal: Refusal) -> None:
        """What is wrong with an address of the book stands beside it already."""
        fields = {
            name.removeprefix(ADDRESS_PREFIX): messages for name, messages in refusal.fields.items()
        }
        told_there = isinstance(refusal, AddressNeeded | OutsideDeliveryArea)
        is_booked = self._booked() is not None and told_there
        refusal.fields = {} if is_booked else fields
        super().show_refusal(refusal)

    @property
    def needs_address(self) -> bool:
        return bool(self._delivering())

    def _delivering(self) -> list[Retailer]:
        """The chosen shops whose goods are sent."""
        chosen = self.chosen_shops()
        return [
            group.retailer
            for group in self.buyable
            if group.retailer.slug in chosen and self.way(group) == fulfilments.DELIVERY
        ]

    def obstacles(self) -> list[str]:
        """Which of the chosen shops do not deliver to the address as it stands on the page."""
        address = self._present_address()
        if not address["country"] or any(self.errors.get(name) for name in FIELDS):
            return []
        obstacles = find_obstacles(self._delivering(), address)
        return [obstacle.sentence for obstacle in obstacles.values()]

    def _present_address(self) -> dict[str, str]:
        booked = self._booked()
        if booked is not None:
            return normal_address(fields_of(booked))
        return normal_address({name: str(self[name].value() or "") for name in FIELDS})

    def groups(self, request: HttpRequest) -> list[Shape]:
        """Every shop of the cart with its choice, the sums following it."""
        chosen = self.chosen_shops()
        return [self._group(request, group, chosen) for group in self.cart.groups]

    def _group(self, request: HttpRequest, group: CartGroup, chosen: list[str]) -> Shape:
        shopper, way = Shopper(user=self.user, token=self.cart.token), self.way(group)
        group = price_handover(shopper, group, fulfilment=way)
        charge = price_delivery(shopper, group).payable
        shape = group_of(request, group)
        fee = charge if way == fulfilments.DELIVERY else Money.zero(charge.currency)
        return shape | {
            "chosen": group.retailer.slug in chosen,
            "way": way,
            "way_name": _way_name(group),
            "charge": charge,
            "delivery_fee": fee,
            "fulfilment": way,
            "to_pay": group.goods_total - group.discount + fee,
            "pickup_at": counter_of(group.retailer),
            "print_name": _print_name(group.retailer.slug),
            "print": print_group(group, delivery=charge),
        }

    def currencies(self) -> set[str]:
        """More than one is refused by the service, and told before."""
        chosen = self.chosen_shops()
        return {g.retailer.currency for g in self.buyable if g.retailer.slug in chosen}

    @property
    def address_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in FIELDS]

    def vouchers(self) -> list[Shape]:
        """Of the whole cart, each code once, with what each shop has to remark."""
        remarks: dict[str, dict[str, str]] = {}
        for group in self.cart.groups:
            for voucher in vouchers_of(group):
                remarks.setdefault(voucher["code"], {})[group.retailer.name] = voucher["problem"]
        return [{"code": code, "problem": _join(by_shop)} for code, by_shop in remarks.items()]

    def methods(self, sums: list[Money]) -> list[Shape]:
        """Those that take what would be paid; one of them is chosen."""
        methods = methods_for(*sums)
        codes = [method.code for method in methods]
        chosen = self.method() if self.method() in codes else next(iter(codes), "")
        return [{"method": method, "is_chosen": method.code == chosen} for method in methods]

    def rows(self, groups: list[Shape]) -> list[Shape]:
        """What would be paid: the shops that are ticked and can be bought from."""
        return rows_of([group for group in groups if group["chosen"] and group["can_be_bought"]])


def _join(remarks: dict[str, str]) -> str:
    """Without the shops' names where all of them say the same."""
    if len(set(remarks.values())) == 1:
        return next(iter(remarks.values()))
    return "; ".join(f"{shop}: {remark}" for shop, remark in remarks.items() if remark)


def _way_name(group: CartGroup) -> str:
    return f"fulfilment-{group.retailer.slug}"


def _print_name(slug: str) -> str:
    return f"shown-{slug}"


def _ways(group: CartGroup) -> list[tuple[str, Any]]:
    return [(code, label) for code, label in fulfilments.CHOICES if group.retailer.offers(code)]
