from django.urls import URLPattern

from api.routes import route
from api.v1.sightings import views

urlpatterns: list[URLPattern] = [
    route("customers/log-activity/", views.LogActivityView.as_view(), name="log-activity"),
]
