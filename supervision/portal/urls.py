"""Addresses of the portal's supervision pages."""

from django.urls import URLPattern, path

from supervision.portal import ledger_views

app_name = "portal_supervision"
urlpatterns: list[URLPattern] = [
    path("<int:key>/ledgers/<int:ledger>/", ledger_views.ledger, name="ledger"),
    path("<int:key>/ledgers/<int:ledger>/lines/<int:item>/", ledger_views.line, name="ledger_line"),
    path("<int:key>/ledgers/<int:ledger>/sign/", ledger_views.sign, name="ledger_sign"),
    path("<int:key>/ledgers/<int:ledger>/workbook/", ledger_views.workbook, name="ledger_workbook"),
    path("<int:key>/ledgers/<int:ledger>/upload/", ledger_views.upload, name="ledger_upload"),
    path("<int:key>/ledgers/<int:ledger>/uploads/<int:upload>/", ledger_views.faults, name="ledger_faults"),
    path(
        "<int:key>/ledgers/<int:ledger>/uploads/<int:upload>/marked/",
        ledger_views.marked,
        name="ledger_marked",
    ),
]
