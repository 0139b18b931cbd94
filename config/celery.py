"""The worker application and the clock of recurring work."""

import os
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("chengyi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(task: str, seconds: int) -> dict[str, Any]:
    """Schedule entry for a task that looks for due work; a tick nobody took in time is dropped."""
    return {"task": task, "schedule": timedelta(seconds=seconds), "options": {"expires": max(2 * seconds, 5)}}


def nightly(task: str, hour: int, minute: int) -> dict[str, Any]:
    """Schedule entry for a task that runs once a night (Asia/Shanghai)."""
    return {"task": task, "schedule": crontab(hour=str(hour), minute=str(minute))}


app.conf.beat_schedule = {
    "deliver what happened to those who listen": every("core.tasks.dispatch_outbox", 2),
    "take back jobs whose worker died": every("core.tasks.reap_jobs", 30),
    "push to outside platforms": every("exchange.tasks.push_due", 3),
    "publish what is due": every("disclosure.tasks.publish_due", 5),
    "end displays whose time is over": every("disclosure.tasks.end_display", 3600),
    "grade those whose records changed": every("credit.tasks.regrade_due", 2),
    "carry batch repairs on whose worker died": every("credit.repair.reap_batches", 30),
    "note which repairs the platforms confirmed": every("credit.repair.note_synced", 60),
    "note which removals from lists the platforms confirmed": every("blacklist.note_told", 60),
    "take back grading runs whose worker died": every("credit.tasks.reap_grade_runs", 60),
    "take back batches of reports whose worker died": every("credit.report.tasks.reap_batches", 30),
    "take back workbooks of names whose worker died": every("blacklist.checks.tasks.reap_workbooks", 30),
    "make the names for checks anew": nightly("blacklist.checks.tasks.rebuild_entries", 2, 10),
    "delete files of many reports when their days are over": nightly(
        "credit.report.tasks.expire_batches", 3, 40
    ),
    "retire standards whose last day has passed": nightly(
        "credit.standards.tasks.retire_ended_standards", 0, 25
    ),
    "grade every subject": nightly("credit.tasks.grade_all", 1, 30),
    "follow the standing grades with tasks": nightly("credit.standards.tasks.follow_standing_grades", 2, 30),
    "look for risks": nightly("credit.warnings.tasks.look_for_everybody", 2, 40),
    "recompute provisional deadlines": nightly("core.tasks.recompute_deadlines", 0, 10),
    "delete old answers to machines": nightly("accounts.tasks.forget_answers", 3, 20),
    "delete evidence files without a row": nightly("core.tasks.sweep_evidence", 3, 10),
    "compare with the platforms": nightly("exchange.tasks.reconcile_all", 4, 0),
    "apply the rules of the day to what is shown": nightly("disclosure.tasks.reassess", 0, 20),
    "end commitments whose time is over": nightly("credit.tasks.lapse_commitments", 0, 40),
    "end entries of other departments' lists when their term is over": nightly(
        "blacklist.foreign.tasks.end_terms", 0, 45
    ),
    "find the files of other departments' entries": every("blacklist.foreign.tasks.link_files", 600),
    "remind departments that are late with joint measures": nightly("blacklist.measures.remind_late", 0, 50),
    "let requests of keepers lapse": every("supervision.complaints.lapse_looks", 600),
    "chase late rectifications": nightly("supervision.rectification.look_for_late", 0, 55),
    "flag self-inspection ledgers that are late": nightly("supervision.ledgers.mark_late", 0, 6),
    "delete marked workbooks of ledgers when their days are over": nightly(
        "supervision.ledgers.forget_marked", 3, 50
    ),
    "end listings whose term is over": nightly("blacklist.tasks.expire", 0, 5),
    "look for breaches of red-listed subjects": nightly("blacklist.tasks.look_for_breaches", 0, 35),
    "count provisional windows of listings again": nightly("blacklist.tasks.recompute_windows", 0, 12),
    "end integrity consequences whose term is over": nightly("supervision.integrity.lapse", 0, 8),
    "ask for bulletins of campaigns and yearly reports": nightly(
        "supervision.campaigns.ask_for_papers", 0, 30
    ),
    "recompute provisional due dates": nightly("disclosure.tasks.recompute_due", 0, 15),
    "watch the limits of approvals": nightly("supervision.service.tasks.watch_limits", 0, 22),
    "let benefits follow the grades": nightly("supervision.service.tasks.follow_benefits", 2, 50),
}
