"""Addresses of listings in the portal."""

from django.urls import path

from blacklist.portal.exits import begin, leaving, take_back
from blacklist.portal.views import ask_hearing, listing, notice

app_name = "portal_lists"
urlpatterns = [
    path("<int:key>/lists/<int:listing>/", listing, name="listing"),
    path("<int:key>/lists/<int:listing>/hearing/", ask_hearing, name="hearing"),
    path("<int:key>/lists/<int:listing>/notice/", notice, name="notice"),
    path("<int:key>/lists/<int:listing>/exit/", begin, name="exit_begin"),
    path("<int:key>/exits/<int:leaving>/", leaving, name="exit"),
    path("<int:key>/exits/<int:leaving>/take-back/", take_back, name="exit_take_back"),
]
