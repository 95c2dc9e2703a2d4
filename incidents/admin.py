from django.contrib import admin

from common.admin import ReadOnlyAdmin
from incidents.models import DutyAssignment, Incident, Participant


@admin.register(DutyAssignment)
class DutyAssignmentAdmin(admin.ModelAdmin):
    list_display = ["person", "role", "is_cleared"]


@admin.register(Incident)
class IncidentAdmin(ReadOnlyAdmin):
    list_display = ["title", "severity", "status", "opened_at", "is_exercise"]


@admin.register(Participant)
class ParticipantAdmin(ReadOnlyAdmin):
    list_display = ["person", "incident", "role", "is_cleared", "removed_at"]
