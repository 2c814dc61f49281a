"""What only a shop's host serves: its catalogue under Oscar's names, and the account pages."""

from django.urls import include, path, re_path

from marketplace.pages.shared import browse, product
from marketplace.pages.urls.routes import Pattern, account_pages

catalogue: list[Pattern] = [
    path("", browse.products, name="index"),
    path("category/<path:category_slug>_<int:pk>/", browse.shop_category, name="category"),
    re_path(r"^(?P<product_slug>[\w-]*)_(?P<pk>\d+)/$", product.by_oscars_address, name="detail"),
]

urlpatterns: list[Pattern] = [
    path("catalogue/", include((catalogue, "catalogue"))),
    path("catalogue", browse.products),
    path("products", browse.products),
    *account_pages("account"),
]
