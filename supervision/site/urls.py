"""Addresses of the public pages of supervision."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
