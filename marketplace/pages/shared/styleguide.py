"""The style guide: every component and whole sample pages. Routed in DEBUG only."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from marketplace.demo.pictures import FOLDER
from marketplace.pages.shared import styleguide_samples as samples
from tenants.kernel import fulfilments

PAGES = (
    "components", "home", "browse", "product", "cart", "checkout", "order",
    "shop", "login", "seller", "email", "error",
)  # fmt: skip
SHOP_PAGES = {"shop"}
ICONS = (
    "search", "bag", "user", "users", "menu", "close", "chevron-left", "chevron-right",
    "chevron-down", "arrow-left", "arrow-right", "check", "check-circle", "alert", "info",
    "x-circle", "filter", "heart", "star", "truck", "store", "pin", "clock", "phone", "mail",
    "box", "tag", "minus", "plus", "trash", "edit", "external", "lock", "card", "cash", "grid",
    "list", "home", "chart", "settings", "upload", "download", "image", "palette", "globe",
    "log-out", "bell", "calendar", "refresh", "eye", "dots", "receipt", "gift", "undo", "shield",
    "arcade", "hand", "spark",
)  # fmt: skip
SWATCHES = (
    "brand", "brand-soft", "accent", "surface", "raised", "sunken", "ink", "ink-2", "line",
    "success", "warning", "danger",
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of every kind that pages use."""

    first_name = forms.CharField()
    email = forms.EmailField(help_text="We send the confirmation here.")
    country = forms.ChoiceField(choices=[("PT", "Portugal"), ("DE", "Germany")])
    note = forms.CharField(widget=forms.Textarea, required=False, label="Note to the shop")
    fulfilment = forms.ChoiceField(
        choices=fulfilments.CHOICES,
        widget=forms.RadioSelect,
        initial=fulfilments.DELIVERY,
    )
    picture = forms.FileField(required=False)
    terms = forms.BooleanField(label="I have read the terms")


def _chrome(page: str) -> samples.Context:
    kind = "shop" if page in SHOP_PAGES else "market"
    names = ["Home & Tableware", "Books & Paper", "Coffee & Pantry", "Outdoor", "Clothing", "Gifts"]
    return {
        "kind": kind,
        "name": "Terra & Tide" if kind == "shop" else "Galleria",
        "tagline": "Stoneware and quiet things for the home." if kind == "shop" else "",
        "categories": [
            {"name": name, "url": "/styleguide/browse", "current": index == 0 and page == "browse"}
            for index, name in enumerate(names)
        ],
        "nav": [
            {"title": "Home", "url": "/styleguide/shop", "current": True},
            {"title": "Tableware", "url": "/styleguide/browse"},
            {"title": "Vases", "url": "/styleguide/browse"},
            {"title": "Journal", "url": "/styleguide/shop"},
        ],
        "market": {"name": "Galleria", "url": "/styleguide/home"},
        "links": {"cart": "/styleguide/cart", "suggest": "/styleguide/suggestions"},
        "account": {"name": "Amina"},
        "cart_count": 5,
        "theme_url": "/styleguide/theme.css",
        "contact": {"email": "hello@terra.example", "phone": "+351220000000"},
        "opening_hours": samples.opening_hours(),
    }


def _seller_nav() -> list[samples.Context]:
    entries = [
        ("Dashboard", "chart", 0), ("Orders", "receipt", 4), ("Products", "tag", 0),
        ("Import", "upload", 0), ("Opening hours", "clock", 0), ("Staff", "users", 0),
        ("Pages", "edit", 0), ("Settings", "settings", 0),
    ]  # fmt: skip
    return [
        {"title": title, "icon": icon, "count": count, "current": title == "Orders", "url": "#main"}
        for title, icon, count in entries
    ]


def _context(page: str) -> samples.Context:
    return {
        "chrome": _chrome(page),
        "seller_nav": _seller_nav(),
        "products": samples.products(),
        "few": samples.products(4),
        "retailers": samples.retailers(),
        "filters": samples.filters(),
        "groups": samples.cart_groups(),
        "items": samples.cart_groups()[0]["items"],
        "rows": samples.total_rows(),
        "orders": samples.orders(),
        "order": samples.order(),
        "events": samples.events(),
        "address": samples.address(),
        "hours": samples.opening_hours(),
        "form": SampleForm({"email": "not an address", "fulfilment": fulfilments.DELIVERY}),
        "crumbs": [
            {"title": "All products", "url": "/styleguide/browse"},
            {"title": "Tableware", "url": "/styleguide/browse"},
            {"title": "Speckled stoneware mug"},
        ],
        "pages": {"previous": "/styleguide/browse?cursor=a", "next": "/styleguide/browse?cursor=b"},
        "gallery": [
            samples.picture(f"clay/{name}", "The mug in its glaze")
            for name in ("morning-mug", "morning-mug-2", "tall-mug")
        ],
        "hero": samples.picture("clay/hero"),
        "icons": ICONS,
        "swatches": SWATCHES,
        "guide_pages": PAGES,
        "tabs": [
            {"id": "tab-about", "label": "About", "text": "Thrown by hand, fired at 1,240 °C."},
            {"id": "tab-care", "label": "Care", "text": "Dishwasher and microwave safe."},
        ],
        "retailer": {"name": "Terra & Tide"},
    }


def page(request: HttpRequest, name: str = "components") -> HttpResponse:
    """`?dir=rtl` shows the page from right to left."""
    if name not in PAGES:
        raise Http404
    template = "styleguide" if name == "components" else f"examples/{name}"
    context = _context(name) | {"force_rtl": request.GET.get("dir") == "rtl"}
    return render(request, f"components/{template}.html", context)


def suggestions(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").lower()
    products = [
        product | {"note": product["retailer"]["name"], "has_picture": True}
        for product in samples.products()
        if words and words in product["title"].lower()
    ]
    groups = [{"kind": "product", "heading": "Products", "options": products[:6]}]
    context = {"words": words, "groups": groups if products else []}
    return render(request, "components/suggestions.html", context)


def theme(request: HttpRequest) -> HttpResponse:
    """A shop's theme: tokens and nothing else."""
    css = (
        ":root { --brand: #8a3b22; --brand-ink: #fff; --brand-text: #823820; --surface: #faf6f0;"
        " --accent: #d9b26a; --accent-ink: #15201d; --radius: 4px; --heading-weight: 500;"
        " --font-heading: var(--font-old-style); --heading-tracking: -0.01em; }\n"
    )
    return HttpResponse(css, content_type="text/css")


def picture(request: HttpRequest, shop: str, name: str) -> HttpResponse:
    path = FOLDER / shop / f"{name}.webp"
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/webp")


urlpatterns: list[URLPattern] = [
    path("", page),
    path("suggestions", suggestions),
    path("theme.css", theme),
    path("pictures/<slug:shop>/<slug:name>.webp", picture),
    path("<slug:name>", page),
]
