"""Addresses of the portal."""

from django.urls import path

from institutions.portal.views.commitments import begin, commitment, commitment_print
from institutions.portal.views.evidence import evidence
from institutions.portal.views.objections import new_objection, objection, take_back
from institutions.portal.views.pages import body, home, part
from institutions.portal.views.points import defend
from institutions.portal.views.repairs import repair, start_repair, take_repair_back
from institutions.portal.views.reports import issue_report, report
from institutions.portal.views.sign_in import SignIn, SignOut
from institutions.portal.views.timeline import timeline

app_name = "portal"
urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("<int:key>/", body, name="body"),
    path("<int:key>/evidence/<int:file>/", evidence, name="evidence"),
    path("<int:key>/timeline/", timeline, name="timeline"),
    path("<int:key>/reports/issue/", issue_report, name="report_issue"),
    path("<int:key>/reports/<int:number>/", report, name="report"),
    path("<int:key>/commitments/begin/<int:template>/", begin, name="commitment_begin"),
    path("<int:key>/commitments/<int:promise>/", commitment, name="commitment"),
    path("<int:key>/commitments/<int:promise>/print/", commitment_print, name="commitment_print"),
    path("<int:key>/points/<int:entry>/defence/", defend, name="points_defence"),
    path("<int:key>/objections/new/", new_objection, name="objection_new"),
    path("<int:key>/objections/<int:objection>/", objection, name="objection"),
    path("<int:key>/objections/<int:objection>/take-back/", take_back, name="objection_take_back"),
    path("<int:key>/repairs/start/<int:record>/", start_repair, name="repair_start"),
    path("<int:key>/repairs/<int:repair>/", repair, name="repair"),
    path("<int:key>/repairs/<int:repair>/take-back/", take_repair_back, name="repair_take_back"),
    path("<int:key>/<slug:code>/", part, name="part"),
]
