"""The front page: first of all on both hosts, so that the most visited address is found at once."""

from django.urls import URLPattern, path

from cms import front

urlpatterns: list[URLPattern] = [path("", front.home, name="home")]
