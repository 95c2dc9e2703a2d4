from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from jobs.actions import work
from jobs.models import Job
from tests.approvals.views.browse import HTMX, as_, html, post, words
from tests.cast import Cast
from tests.jobs.counting import Counting, a_count


def job_page(job: Job) -> str:
    return reverse("job", args=[job.pk])


def test_its_page_says_how_far_it_is_and_asks_again_until_it_is_over(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    taken = work.take(job.pk)
    assert taken and taken.lease and work.step(job.pk, taken.lease)
    page = as_(cast.lead).get(job_page(job))
    assert 'max="3" value="1"' in html(page)
    assert "In progress 1 of 3 steps" in words(page)
    assert 'hx-trigger="every 1s"' in html(page)

    Job.objects.filter(pk=job.pk).update(leased_until=None)
    work.work_on(job.pk)
    panel = as_(cast.lead).get(job_page(job), headers=HTMX)
    assert "Done 3 of 3 steps" in words(panel)
    assert "hx-trigger" not in html(panel)
    assert "<html" not in html(panel)


def test_long_work_is_its_askers_own_business(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    for path in (job_page(job), reverse("job_cancellation", args=[job.pk])):
        for who in (cast.comms, cast.counsel, cast.stranger):
            client = as_(who)
            answer = post(client, path, {}) if "cancellation" in path else client.get(path)
            assert answer.status_code == 404
            assert "To three" not in words(client.get(reverse("jobs")))
            assert "To three" not in words(client.get("/"))
    assert "To three" in words(as_(cast.lead).get(reverse("jobs")))
    assert "To three" in words(as_(cast.lead).get("/"))
    assert not Job.objects.get().is_over


def test_it_can_be_cancelled_from_its_page(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    panel = post(as_(cast.lead), reverse("job_cancellation", args=[job.pk]), {})
    assert "Cancelled" in words(panel)
    again = post(as_(cast.lead), reverse("job_cancellation", args=[job.pk]), {})
    assert again.status_code == 409
    assert "over already" in words(again)


def test_the_first_page_forgets_what_ended_long_ago(cast: Cast, counting: Counting) -> None:
    lately, long_ago = a_count(cast.lead), a_count(cast.lead)
    now = timezone.now()
    Job.objects.filter(pk=lately.pk).update(about="Lately", ended_at=now)
    Job.objects.filter(pk=long_ago.pk).update(about="Long ago", ended_at=now - timedelta(hours=2))
    client = as_(cast.lead)
    home, everything = words(client.get("/")), words(client.get(reverse("jobs")))
    assert "Lately" in home and "Long ago" not in home
    assert "Lately" in everything and "Long ago" in everything


def test_the_list_asks_no_more_for_many_jobs(
    cast: Cast, counting: Counting, django_assert_max_num_queries: object
) -> None:
    for _each in range(3):
        a_count(cast.lead)
    client = as_(cast.lead)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get(reverse("jobs"))
