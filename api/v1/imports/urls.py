from django.urls import URLPattern

from api.shop_routes import at_shop
from api.v1.imports import views

urlpatterns: list[URLPattern] = [
    *at_shop("imports/", views.ImportListView, "imports"),
    *at_shop("imports/template/", views.ImportTemplateView, "import-template"),
    *at_shop("imports/<uuid:id>/", views.ImportDetailView, "import"),
    *at_shop("imports/<uuid:id>/errors/", views.ImportErrorsView, "import-errors"),
]
