from django.urls import path

from approvals.views import (
    absences,
    attachments,
    measures,
    reviews,
    revisions,
    sign_off_policies,
    sign_offs,
    statements,
    waiting,
)

urlpatterns = [
    path("out-of-office/", absences.index, name="absence"),
    path("out-of-office/end/", absences.end, name="absence_end"),
    path("rooms/<int:pk>/policies/", sign_off_policies.index, name="policies"),
    path("rooms/<int:pk>/policies/new/", sign_off_policies.new, name="policy_new"),
    path("rooms/<int:pk>/policies/<int:policy>/", sign_off_policies.change, name="policy_change"),
    path("rooms/<int:pk>/statements/new/", statements.new, name="statement_new"),
    path("rooms/<int:pk>/statements/measures/", measures.show, name="measures"),
    path("rooms/<int:pk>/attachments/", attachments.create, name="attachment_new"),
    path("attachments/<int:pk>/", attachments.show, name="attachment"),
    path("rooms/<int:pk>/waiting/", waiting.show, name="waiting"),
    path("statements/<int:pk>/", statements.show, name="statement"),
    path("statements/<int:pk>/edit/", revisions.edit, name="statement_edit"),
    path("statements/<int:pk>/revisions/", revisions.create, name="revision_create"),
    path("statements/<int:pk>/sign-off-requests/", sign_offs.request_, name="sign_off_request"),
    path("statements/<int:pk>/revisions/<int:number>/parts/", revisions.parts, name="revision_parts"),
    path("statements/<int:pk>/revisions/<int:number>/newer/", revisions.newer, name="revision_newer"),
    path("statements/<int:pk>/revisions/<int:number>/reading/", revisions.read, name="revision_read"),
    path("statements/<int:pk>/revisions/<int:number>/sign-offs/", sign_offs.create, name="sign_off"),
    path("statements/<int:pk>/revisions/<int:number>/reviews/", reviews.create, name="review"),
    path("statements/<int:pk>/reviews/<str:ref>/resolutions/", reviews.settle, name="resolution"),
]
