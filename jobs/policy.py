from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from common.verdicts import YES, Verdict, no
from jobs.models import Job

# At the same time, of one person. The workers belong to everybody, and the clocks go before.
MOST = 3


def ask(user: User) -> Verdict:
    if not user.is_active:
        return no(_("This account is no longer active."))
    if Job.objects.of(user).going_on().count() >= MOST:
        sentence = ngettext(
            "You have %(most)d thing in progress. Wait until it is done, or cancel it.",
            "You have %(most)d things in progress. Wait until one is done, or cancel it.",
            MOST,
        )
        return no(sentence % {"most": MOST})
    return YES


def cancel(user: User, job: Job) -> Verdict:
    if job.asked_by_id != user.pk:
        return no(_("Only who asked for this can cancel it."))
    if job.is_over:
        return no(_("This is over already."))
    return YES
