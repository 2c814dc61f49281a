"""The addresses of what is about the person who asks."""

from django.urls import URLPattern

from api.deprecation import alias
from api.routes import route
from api.v1.addresses import views as addresses
from api.v1.email_change import views as email_change
from api.v1.me import views as me
from api.v1.my_data import views as my_data
from api.v1.sightings import views as looking

urlpatterns: list[URLPattern] = [
    route("users/me/", me.MeView.as_view(), name="me"),
    route("users/me/avatar/", me.AvatarView.as_view(), name="me-avatar"),
    route("users/me/email/", email_change.EmailChangeView.as_view(), name="me-email"),
    route(
        "users/me/email/confirm/",
        email_change.EmailChangeConfirmView.as_view(),
        name="me-email-confirm",
    ),
    route("users/me/erase/", me.EraseView.as_view(), name="me-erase"),
    route("users/me/export/", my_data.ExportView.as_view(), name="me-export"),
    route("users/me/export/data/", my_data.ExportDataView.as_view(), name="me-export-data"),
    route(
        "users/me/notification-preferences/",
        my_data.NotificationsView.as_view(),
        name="me-notifications",
    ),
    route("customers/activities/", my_data.ActivitiesView.as_view(), name="activities"),
    route("customers/log-activity/", looking.LogActivityView.as_view(), name="log-activity"),
    route("customers/addresses/", addresses.AddressesView.as_view(), name="addresses"),
    route("customers/addresses/<uuid:id>/", addresses.AddressView.as_view(), name="address"),
    route(
        "customers/addresses/<uuid:id>/set-default/",
        addresses.DefaultAddressView.as_view(),
        name="address-set-default",
    ),
    alias("customers/profile/", me.MeView.as_view(), name="customer-me", successor="users/me/"),
    alias("auth/profile/", me.MeView.as_view(), name="auth-me", successor="users/me/"),
]
