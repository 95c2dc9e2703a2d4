from django.contrib import admin

from approvals.models import SignOff, SignOffPolicy, Statement
from common.admin import ReadOnlyAdmin


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "incident", "created_by", "created_at"]


@admin.register(SignOff)
class SignOffAdmin(ReadOnlyAdmin):
    list_display = ["revision", "slot", "person", "clock_at"]


@admin.register(SignOffPolicy)
class SignOffPolicyAdmin(ReadOnlyAdmin):
    list_display = ["name", "incident", "occasion", "severities", "kinds", "channels", "created_at"]
