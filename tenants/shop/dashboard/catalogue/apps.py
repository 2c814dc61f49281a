from django.urls import path
from oscar.apps.dashboard.catalogue import apps


class CatalogueDashboardConfig(apps.CatalogueDashboardConfig):
    """Oscar's addresses of products and categories, with views of our own.

    Types and attribute groups have no desk: free attributes come with imports.
    """

    name = "tenants.shop.dashboard.catalogue"

    def ready(self) -> None:
        """Oscar's own would load its views, which write past the shop's services."""

    def get_urls(self) -> list[object]:
        from tenants.shop.dashboard.catalogue import views

        product, category = "catalogue-product", "catalogue-category"
        product_route = "products/<int:pk>/"
        return [
            path("", views.product_list, name=f"{product}-list"),
            path("products/create/", views.create_product, name=f"{product}-create"),
            path(product_route, views.change_product, name=product),
            path(f"{product_route}delete/", views.archive_product, name=f"{product}-delete"),
            path(f"{product_route}restore/", views.restore_product, name=f"{product}-restore"),
            path(
                "products/<int:parent_pk>/create-variant/",
                views.create_variant,
                name=f"{product}-create-child",
            ),
            path("images/<int:pk>/delete/", views.remove_image, name=f"{product}-image-delete"),
            path("categories/", views.category_list, name=f"{category}-list"),
            path("categories/create/", views.create_category, name=f"{category}-create"),
            path(
                "categories/create/<int:parent>/",
                views.create_category,
                name=f"{category}-create-child",
            ),
            path("categories/<int:pk>/update/", views.change_category, name=f"{category}-update"),
        ]
