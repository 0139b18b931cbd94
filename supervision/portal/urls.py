"""Addresses of the portal's supervision pages."""

from django.urls import URLPattern, path

from supervision.portal import (
    assessment_views,
    integrity_views,
    interview_views,
    ledger_views,
    rectification_views,
    service_views,
)

app_name = "portal_supervision"
urlpatterns: list[URLPattern] = [
    path("<int:key>/matters/<int:matter>/", integrity_views.matter, name="matter"),
    path("<int:key>/integrity/<int:assessment>/", assessment_views.assessment, name="assessment"),
    path(
        "<int:key>/integrity/breaches/<int:breach>/",
        integrity_views.breach,
        name="integrity_breach",
    ),
    path(
        "<int:key>/integrity/consequences/<int:measure>/",
        integrity_views.measure,
        name="integrity_measure",
    ),
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
    path(
        "<int:key>/rectifications/<int:rectification>/",
        rectification_views.rectification,
        name="rectification",
    ),
    path(
        "<int:key>/rectifications/<int:rectification>/extension/",
        rectification_views.ask_extension,
        name="rectification_extension",
    ),
    path(
        "<int:key>/rectifications/<int:rectification>/extension/take-back/",
        rectification_views.take_extension_back,
        name="rectification_extension_back",
    ),
    path("<int:key>/interviews/<int:interview>/", interview_views.interview, name="interview"),
    path(
        "<int:key>/interviews/<int:interview>/papers/<slug:paper>/",
        interview_views.paper,
        name="interview_paper",
    ),
    path("<int:key>/benefits/<int:benefit>/ask/", service_views.ask, name="benefit_ask"),
    path("<int:key>/benefits/offers/<int:offer>/uses/", service_views.uses, name="benefit_uses"),
    path("<int:key>/benefits/offers/<int:offer>/leave/", service_views.leave, name="benefit_leave"),
]
