from django.contrib import admin

from common.admin import ReadOnlyAdmin
from publishing.models import Publication, ReachSnapshot


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["revision", "channel", "url", "published_by", "published_at"]


@admin.register(ReachSnapshot)
class ReachSnapshotAdmin(ReadOnlyAdmin):
    list_display = ["publication", "accounts", "basis", "method", "counted_at"]
