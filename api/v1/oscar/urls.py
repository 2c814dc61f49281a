"""What is routed of django-oscar-api's addresses; all others answer 404."""

from api.routing import route
from api.v1.oscar import views

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
    route("checkout/", views.OscarCheckoutView.as_view(), name="oscar-checkout"),
]
