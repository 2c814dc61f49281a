"""What is routed of django-oscar-api's addresses; all others answer 404."""

from django.urls import URLPattern

from api.routes import route
from api.v1.oscar import views
from api.v1.oscar.catalogue import urls as catalogue
from api.v1.oscar.logins import urls as logins
from api.v1.oscar.orders import urls as orders

urlpatterns: list[URLPattern] = [
    route("basket/", views.BasketView.as_view(), name="oscar-basket"),
    route("basket/add-product/", views.AddProductView.as_view(), name="oscar-add-product"),
    route("basket/lines/", views.LinesView.as_view(), name="oscar-lines"),
    route("basket/lines/<uuid:id>/", views.LineView.as_view(), name="oscar-line"),
    route(
        "basket/shipping-methods/",
        views.ShippingMethodsView.as_view(),
        name="oscar-shipping-methods",
    ),
    route("basket/add-voucher/", views.AddVoucherView.as_view(), name="oscar-add-voucher"),
    route("checkout/", views.OscarCheckoutView.as_view(), name="oscar-checkout"),
    *catalogue.urlpatterns,
    *logins.urlpatterns,
    *orders.urlpatterns,
]
