"""Addresses of the portal's supervision pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
