from django.urls import URLPattern

from api.routes import route
from api.v1.promotions import views

urlpatterns: list[URLPattern] = [
    route("promotions/", views.PromotionsView.as_view(), name="promotions"),
    route("promotions/<uuid:id>/", views.PromotionView.as_view(), name="promotion"),
]
