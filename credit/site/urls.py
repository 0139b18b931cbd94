"""Addresses of the public pages of the credit file."""

from django.urls import path

from credit.site.verify import verify, verify_form

app_name = "credit"
urlpatterns = [
    path("verify/", verify_form, name="verify_form"),
    path("verify/<str:code>/", verify, name="verify"),
]
