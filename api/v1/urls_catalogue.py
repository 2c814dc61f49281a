"""The addresses below products/, search/, categories/ and retailers/, in two places each where
they speak of one shop: on its own host, and below retailers/{slug}/ on the marketplace's."""

from django.urls import URLPattern

from api.deprecation import alias
from api.routes import route
from api.shops import ShopEndpoint
from api.v1.categories import views as categories
from api.v1.imports import views as imports
from api.v1.product_images import views as product_images
from api.v1.products import views as products
from api.v1.retailers import views as retailers
from api.v1.search import views as search
from api.v1.shop_categories import views as shop_categories


def of_shop(pattern: str, view: type[ShopEndpoint], name: str) -> list[URLPattern]:
    """An address on both hosts, and the same below retailers/{slug}/."""
    return [
        route(pattern, view.as_view(), name=name),
        below_shop(pattern, view, name),
    ]


def below_shop(pattern: str, view: type[ShopEndpoint], name: str) -> URLPattern:
    below = view.as_view(operation_prefix="retailers_")
    return route(f"retailers/<slug:slug>/{pattern}", below, name=f"retailer-{name}")


patterns: list[URLPattern] = [
    below_shop("products/", products.ProductListView, "products"),
    below_shop("products/<uuid:id>/", products.ProductDetailView, "product"),
    route("products/featured/", products.FeaturedProductsView.as_view(), name="featured"),
    *of_shop("products/<uuid:id>/variants/", products.ProductVariantsView, "product-variants"),
    *of_shop(
        "products/<uuid:id>/variants/<uuid:variant>/",
        products.ProductVariantView,
        "product-variant",
    ),
    *of_shop(
        "products/<uuid:id>/availability/",
        products.ProductAvailabilityView,
        "product-availability",
    ),
    *of_shop("products/<uuid:id>/price/", products.ProductPriceView, "product-price"),
    *of_shop("products/<uuid:id>/images/", product_images.ProductImagesView, "product-images"),
    *of_shop(
        "products/<uuid:id>/images/<uuid:image>/",
        product_images.ProductImageView,
        "product-image",
    ),
    *of_shop("imports/", imports.ImportListView, "imports"),
    *of_shop("imports/template/", imports.ImportTemplateView, "import-template"),
    *of_shop("imports/<uuid:id>/", imports.ImportDetailView, "import"),
    *of_shop("imports/<uuid:id>/errors/", imports.ImportErrorsView, "import-errors"),
    route("search/", products.OlderSearchView.as_view(), name="search"),
    route("search/products/", products.SearchView.as_view(), name="search-products"),
    route("search/suggestions/", search.SuggestionsView.as_view(), name="search-suggestions"),
    route("search/filters/", search.FiltersView.as_view(), name="search-filters"),
    route(
        "categories/<slug:slug>/filters/",
        search.CategoryFiltersView.as_view(),
        name="category-filters",
    ),
    route(
        "retailers/<slug:slug>/categories/",
        shop_categories.ShopCategoriesView.as_view(),
        name="retailer-categories",
    ),
    route(
        "retailers/<slug:slug>/hours/",
        retailers.RetailerHoursView.as_view(),
        name="retailer-hours",
    ),
    route(
        "retailers/<slug:slug>/delivery-options/",
        retailers.RetailerDeliveryView.as_view(),
        name="retailer-delivery",
    ),
]

OLDER: list[URLPattern] = [
    alias(
        "products/bulk-upload/",
        imports.ImportListView.as_view(),
        name="products-bulk-upload",
        successor="imports/",
    ),
    alias(
        "products/search/",
        products.SearchView.as_view(),
        name="products-search",
        successor="search/products/",
    ),
    alias(
        "products/category/<slug:category>/",
        products.ProductListView.as_view(),
        name="products-category",
        successor="products/?category={category}",
    ),
    alias(
        "products/categories/",
        categories.CategoryListView.as_view(),
        name="products-categories",
        successor="categories/",
    ),
]
patterns += OLDER
