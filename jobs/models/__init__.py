from jobs.models.job import LEASE, MOST_TRIES, Job, JobState

__all__ = ["LEASE", "MOST_TRIES", "Job", "JobState"]
