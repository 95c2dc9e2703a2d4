from django.urls import path

from jobs.views import jobs

urlpatterns = [
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:pk>/", jobs.show, name="job"),
    path("jobs/<int:pk>/cancellation/", jobs.cancel, name="job_cancellation"),
]
