"""The front page: first of all on both hosts, so that the most visited address is found at once."""

from django.urls import URLPattern, path

from cms import serving

urlpatterns: list[URLPattern] = [path("", serving.home, name="home")]
