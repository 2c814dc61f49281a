from django.urls import URLPattern

from api.shop_routes import at_shop
from api.v1.remote_images import views

urlpatterns: list[URLPattern] = [
    *at_shop("remote-images/", views.RemoteImagesView, "remote-images"),
    *at_shop("remote-images/retry/", views.RemoteImagesRetryView, "remote-images-retry"),
]
