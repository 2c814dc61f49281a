from django.urls import URLPattern

from api.routes import route
from api.v1.sessions import views

urlpatterns: list[URLPattern] = [
    route("auth/csrf-token/", views.CsrfTokenView.as_view(), name="csrf-token"),
    route("auth/sessions/", views.SessionsView.as_view(), name="sessions"),
    route("auth/sessions/others/", views.OtherSessionsView.as_view(), name="sessions-others"),
    route("auth/sessions/<uuid:id>/", views.SessionView.as_view(), name="session"),
    route("users/me/sessions/", views.MySessionsView.as_view(), name="my-sessions"),
    route("users/me/sessions/<uuid:id>/", views.MySessionView.as_view(), name="my-session"),
]
