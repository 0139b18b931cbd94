"""Recurring work: every entry of the schedule names a task that exists."""

from config.celery import app


def test_every_recurring_task_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled - set(app.tasks) == set()


def test_a_tick_that_nobody_took_is_dropped_before_it_piles_up():
    frequent = [entry for entry in app.conf.beat_schedule.values() if "options" in entry]
    assert frequent
    assert all(entry["options"]["expires"] <= 2 * entry["schedule"].total_seconds() + 5 for entry in frequent)
