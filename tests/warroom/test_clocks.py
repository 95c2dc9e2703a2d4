from django.conf import settings

from warroom.celery import app


def test_every_clock_rings_a_task_that_exists():
    app.loader.import_default_modules()
    rung = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert rung <= set(app.tasks)


def test_no_result_is_kept_and_a_task_is_acknowledged_when_done():
    assert app.conf.task_ignore_result
    assert app.conf.task_acks_late
    assert app.conf.accept_content == ["json"]
