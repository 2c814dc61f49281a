"""What the style guide shows: one example of every context that a component takes."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tenants.kernel.money import Money

Context = dict[str, Any]

PRODUCTS: list[tuple[str, str, str, str, str]] = [
    # picture, title, shop, price, brand
    ("clay/morning-mug", "Speckled stoneware mug", "Terra & Tide", "18.00", "Terra"),
    ("clay/bud-vase", "Shoulder vase, tall", "Terra & Tide", "64.00", "Terra"),
    ("grounds/house-espresso", "Guji washed, whole bean", "Nightjar Coffee", "14.50", "Nightjar"),
    ("paper/eleven-winters", "The Cartographer's Winter", "Quire & Co", "22.00", "Harbour Press"),
    ("northbound/day-pack-22-l", "Ridge 24 day pack", "Fernweh Outdoor", "119.00", "Fernweh"),
    ("paper/dotted-notebook-a5", "Dot grid notebook, A5", "Quire & Co", "12.90", "Quire"),
    ("northbound/city-bicycle", "Steel city bicycle", "Fernweh Outdoor", "890.00", "Fernweh"),
    ("clay/table-lamp-clay-foot", "Mushroom table lamp", "Terra & Tide", "145.00", "Lumen"),
    ("grounds/black-pepper-whole", "Bitter orange marmalade", "Nightjar Coffee", "7.80", "Alder"),
    ("northbound/trail-shoes", "Canvas trainer, gum sole", "Fernweh Outdoor", "79.00", "Fernweh"),
    ("clay/ramen-bowl", "Set of two ramen bowls", "Terra & Tide", "46.00", "Terra"),
    ("grounds/earl-grey-loose", "Smoked lapsang tea, 80 g", "Nightjar Coffee", "11.20", "Nightjar"),
]
SHOPS: list[tuple[str, str, str, str]] = [
    ("Terra & Tide", "terra", "Stoneware and quiet things for the home", "clay/hero"),
    ("Quire & Co", "quire", "Books and paper, chosen by hand", "paper/hero"),
    ("Nightjar Coffee", "nightjar", "Small-lot coffee and a short pantry", "grounds/hero"),
    ("Fernweh Outdoor", "fernweh", "Bags, tents and bicycles that last", "northbound/hero"),
]


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def picture(name: str, alt: str = "") -> Context:
    """One of the demo's, by its folder and name."""
    return {
        "src": f"/styleguide/pictures/{name}.webp",
        "srcset": "",
        "width": 600,
        "height": 600,
        "alt": alt,
    }


def shop(name: str) -> Context:
    slug = next(slug for title, slug, _, _ in SHOPS if title == name)
    return {"name": name, "slug": slug, "url": f"/styleguide/shop?{slug}", "logo": None}


def products(count: int = 12) -> list[Context]:
    return [_product(number, *PRODUCTS[number % len(PRODUCTS)]) for number in range(count)]


def _product(number: int, image: str, title: str, seller: str, price: str, brand: str) -> Context:
    return {
        "id": str(number),
        "title": title,
        "url": "/styleguide/product",
        "image": None if number == 10 else picture(image),
        "price": euros(price),
        "price_max": euros("94.00") if number == 1 else None,
        "was": euros("27.00") if number == 3 else None,
        "retailer": shop(seller),
        "stock": {"available": number != 8, "quantity": 2 if number == 4 else None},
        "has_variants": number == 1,
        "brand": brand,
    }


STATUSES: list[Context | None] = [
    {"is_open": True, "words": "Open now · closes 18:30"},
    None,
    {"is_open": True, "words": "Open around the clock"},
    {"is_open": False, "words": "Closed · opens tomorrow 09:00"},
]


def retailers() -> list[Context]:
    return [
        {
            **shop(name),
            "tagline": tagline,
            "cover": picture(cover),
            "city": ["Porto", "Leipzig", "Utrecht", "Innsbruck"][number],
            "product_count": 30 + 14 * number,
            "status": STATUSES[number],
        }
        for number, (name, _, tagline, cover) in enumerate(SHOPS)
    ]


def filters() -> Context:
    brands = ["Terra", "Quire", "Nightjar", "Fernweh", "Alder", "Lumen", "Harbour", "Oak", "Pine"]
    return {
        "action": "/styleguide/browse",
        "hidden": [{"name": "search", "value": "stone"}],
        "active": 2,
        "clear_url": "/styleguide/browse",
        "facets": [
            _facet("category", "Category", ["Home", "Tableware", "Books", "Groceries"], child=1),
            _facet("brand", "Brand", brands),
            _facet("retailer", "Shop", [name for name, *_ in SHOPS]),
            _facet("in_stock", "Availability", ["In stock"]),
        ],
        "price": {"min": None, "max": 150, "currency": "EUR"},
    }


def _facet(name: str, label: str, values: list[str], child: int | None = None) -> Context:
    options = [
        {
            "value": value.lower(),
            "label": value,
            "count": 3 + 7 * index,
            "checked": index == 0 and name in {"category", "in_stock"},
            "child": index == child,
        }
        for index, value in enumerate(values)
    ]
    return {"name": name, "label": label, "options": options}


def cart_item(number: int, quantity: int, problem: Context | str = "") -> Context:
    product = products()[number]
    return {
        "id": str(number),
        "product": product["id"],
        "title": product["title"],
        "url": product["url"],
        "options": [{"name": "Glaze", "value": "Oat"}] if number < 2 else [],
        "image": product["image"],
        "quantity": quantity,
        "max_quantity": 9,
        "unit_price": product["price"],
        "before_discount": product["price"] * quantity,
        "payable": product["price"] * quantity,
        "problem": problem,
        "update_url": "/styleguide/cart",
        "remove_url": "/styleguide/cart",
    }


def cart_groups() -> list[Context]:
    less = {"title": "Only 1 left", "text": "You asked for 2. Change the quantity to go on."}
    return [
        {
            "retailer": shop("Terra & Tide"),
            "available": True,
            "items": [cart_item(0, 2), cart_item(1, 1)],
            "to_pay": euros("104.90"),
            "delivery_fee": euros("4.90"),
            "free_delivery_over": euros("120.00"),
            "free_delivery_missing": euros("20.00"),
            "free_delivery_percent": 83,
            "fulfilment": "delivery",
        },
        {
            "retailer": shop("Nightjar Coffee"),
            "available": True,
            "items": [cart_item(2, 2, less)],
            "to_pay": euros("29.00"),
            "delivery_fee": euros("0"),
            "free_delivery_over": euros("25.00"),
            "free_delivery_missing": None,
            "fulfilment": "delivery",
        },
        {
            "retailer": shop("Quire & Co"),
            "available": False,
            "items": [cart_item(3, 1)],
            "to_pay": euros("22.00"),
            "fulfilment": "delivery",
        },
    ]


def total_rows() -> list[Context]:
    return [
        {"label": "Terra & Tide", "amount": euros("104.90")},
        {"label": "Nightjar Coffee", "amount": euros("29.00")},
        {"label": "Voucher AUTUMN", "amount": euros("-5.00"), "kind": "discount"},
        {"label": "Total", "amount": euros("128.90"), "kind": "grand"},
    ]


def order(number: int = 0, status: str = "processing", label: str = "In preparation") -> Context:
    return {
        "number": f"TERRA-7K2M9QX4V{number}",
        "url": "/styleguide/order",
        "placed_at": datetime(2026, 11, 18, 15, 42, tzinfo=UTC),
        "status": status,
        "status_label": label,
        "retailer": shop("Terra & Tide"),
        "total": euros("104.90"),
        "item_count": 3,
        "thumbs": [product["image"] for product in products(3 + 3 * number)],
        "customer": "Amina Haddad",
        "fulfilment": "Delivery",
    }


def orders() -> list[Context]:
    states = [
        ("pending", "Waiting"),
        ("shipped", "On its way"),
        ("delivered", "Delivered"),
        ("cancelled", "Cancelled"),
    ]
    return [order(number, *state) for number, state in enumerate(states)]


def events() -> list[Context]:
    at = datetime(2026, 11, 18, 15, 42, tzinfo=UTC)
    return [
        {"label": "Order placed", "at": at, "by": "you", "state": "done"},
        {"label": "In preparation", "at": at, "by": "Terra & Tide", "state": "current"},
        {"label": "On its way", "at": None, "state": "upcoming"},
        {"label": "Delivered", "at": None, "state": "upcoming"},
    ]


def address() -> Context:
    return {
        "name": "Amina Haddad",
        "lines": [
            "Amina Haddad",
            "Rua das Flores 112",
            "2nd floor",
            "4050-266 Porto",
            "Portugal",
        ],
        "phone_number": "+351 22 000 0000",
    }


def opening_hours() -> Context:
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    morning, afternoon = _interval("09:00", "13:00"), _interval("14:30", "18:30")
    night = _interval("20:00", "02:00") | {"later": True}
    whole = [[], *[[morning, afternoon]] * 3, [morning, night], [morning], []]
    return {
        "status": STATUSES[0],
        "week": [
            {"day": day, "intervals": intervals, "today": day == "Wednesday", "note": ""}
            for day, intervals in zip(days, whole, strict=True)
        ],
        "special": [
            {"days": "Thursday, December 24", "intervals": [morning], "note": ""},
            {"days": "December 25 – December 26", "intervals": [], "note": "Christmas"},
        ],
    }


def _interval(opens: str, closes: str) -> Context:
    return {"opens": opens, "closes": closes, "all_day": False, "later": False}
