"""The short lists that the whole house shares. Words follow docs/glossary.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.IntegerChoices):
    SEV1 = 1, _("People or the company at risk")
    SEV2 = 2, _("Spreading, and about us")
    SEV3 = 3, _("Contained, needs an answer")
    SEV4 = 4, _("Worth watching")


class Kind(models.TextChoices):
    LEGAL_THREAT = "legal_threat", _("Legal dispute")
    PRODUCT_SAFETY = "product_safety", _("Product safety")
    SERVICE_OUTAGE = "service_outage", _("Service outage")
    DATA_BREACH = "data_breach", _("Data breach")
    EMPLOYEE_CONDUCT = "employee_conduct", _("Conduct of our people")
    MISINFORMATION = "misinformation", _("False claims about us")
    OTHER = "other", _("Something else")


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    MONITORING = "monitoring", _("Monitoring")
    CLOSED = "closed", _("Closed")


class Role(models.TextChoices):
    LEAD = "lead", _("Lead")
    COMMS = "comms", _("Comms")
    LEGAL = "legal", _("Legal")
    SUPPORT = "support", _("Support")
    EXECUTIVE = "executive", _("Executive")
    GUEST = "guest", _("Guest")


# Executives and guests watch; these four hold the pen.
TEAM = frozenset({Role.LEAD, Role.COMMS, Role.LEGAL, Role.SUPPORT})


class Stream(models.TextChoices):
    BRIEFING = "briefing", _("Everyone in the room")
    WORKING = "working", _("Team")
    PRIVILEGED = "privileged", _("Privileged")


class FactState(models.TextChoices):
    UNVERIFIED = "unverified", _("Unverified")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUTED = "refuted", _("Refuted")
