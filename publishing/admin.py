from django.contrib import admin

from common.admin import ReadOnlyAdmin
from publishing.models import AfterReview, BreakGlass, LineUse, Publication, ReachSnapshot, Second


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["revision", "channel", "url", "published_by", "published_at"]


@admin.register(LineUse)
class LineUseAdmin(ReadOnlyAdmin):
    list_display = ["revision", "channel", "url", "person", "clock_at"]


@admin.register(ReachSnapshot)
class ReachSnapshotAdmin(ReadOnlyAdmin):
    list_display = ["publication", "accounts", "basis", "method", "counted_at"]


@admin.register(BreakGlass)
class BreakGlassAdmin(ReadOnlyAdmin):
    list_display = ["revision", "opened_by", "reason", "clock_at"]


@admin.register(Second)
class SecondAdmin(ReadOnlyAdmin):
    list_display = ["break_glass", "person", "clock_at"]


@admin.register(AfterReview)
class AfterReviewAdmin(ReadOnlyAdmin):
    list_display = ["break_glass", "person", "clock_at"]
