"""What is routed of django-oscar-api's addresses; all others answer 404."""

from api.routes import route
from api.v1.oscar import catalogue, people, views

urlpatterns = [
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
    route("products/", catalogue.ProductsView.as_view(), name="oscar-products"),
    route("products/<uuid:id>/", catalogue.ProductView.as_view(), name="oscar-product"),
    route("products/<uuid:id>/price/", catalogue.PriceView.as_view(), name="oscar-price"),
    route(
        "products/<uuid:id>/availability/",
        catalogue.AvailabilityView.as_view(),
        name="oscar-availability",
    ),
    route("options/", catalogue.OptionsView.as_view(), name="oscar-options"),
    route("countries/", catalogue.CountriesView.as_view(), name="oscar-countries"),
    route("countries/<str:code>/", catalogue.CountryView.as_view(), name="oscar-country"),
    route("login/", people.OscarLoginView.as_view(), name="oscar-login"),
    route("orders/", people.OscarOrdersView.as_view(), name="oscar-orders"),
    route("orders/<uuid:id>/", people.OscarOrderView.as_view(), name="oscar-order"),
    route(
        "orders/<uuid:id>/lines/", people.OscarOrderLinesView.as_view(), name="oscar-order-lines"
    ),
    route("checkout/", views.OscarCheckoutView.as_view(), name="oscar-checkout"),
]
