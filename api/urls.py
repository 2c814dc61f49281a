"""Everything below /api/, on the marketplace's host and on every shop's."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView

from api.metrics import MetricsView
from api.routes import route
from api.schema import SchemaView, YamlSchemaView
from api.views import nothing_here

urlpatterns = [
    path("v1/", include("api.v1.urls")),
    path("", include("api.aliases")),
    route("schema/", SchemaView.as_view(), name="schema"),
    path("schema.yaml", YamlSchemaView.as_view(), name="schema-yaml"),
    route("docs/", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
    route("redoc/", SpectacularRedocView.as_view(), name="api-redoc"),
    route("core/metrics/", MetricsView.as_view(), name="metrics"),
    re_path(r"", nothing_here, name="api-nothing"),
]
