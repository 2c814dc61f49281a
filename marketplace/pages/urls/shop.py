"""What only a shop's host serves: its catalogue under Oscar's names, and the account pages."""

from django.urls import include, path, re_path

from marketplace.pages.shared import browse, product
from marketplace.pages.urls.account import account_pages
from marketplace.pages.urls.routes import Pattern, page, slashed

catalogue: list[Pattern] = [
    path("", browse.list_products, name="index"),
    *slashed("category/<path:category_slug>_<int:pk>", browse.list_category, "category"),
    re_path(r"^(?P<product_slug>[^/]*)_(?P<pk>\d+)/?$", product.redirect_from_oscar, name="detail"),
]

urlpatterns: list[Pattern] = [
    path("catalogue/", include((catalogue, "catalogue"))),
    path("catalogue", browse.list_products),
    *page("products", browse.list_products, "products"),
    *account_pages("account"),
]
