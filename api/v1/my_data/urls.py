from django.urls import URLPattern

from api.routes import route
from api.v1.my_data import views

urlpatterns: list[URLPattern] = [
    route("users/me/export/", views.ExportView.as_view(), name="me-export"),
    route("users/me/export/data/", views.ExportDataView.as_view(), name="me-export-data"),
    route(
        "users/me/notification-preferences/",
        views.NotificationsView.as_view(),
        name="me-notifications",
    ),
    route("customers/activities/", views.ActivitiesView.as_view(), name="activities"),
]
