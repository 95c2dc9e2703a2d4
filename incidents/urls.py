from django.urls import path, register_converter
from django.urls.converters import StringConverter

from incidents.views import entries, participants, promises, rooms, strands, timeline


class RefConverter(StringConverter):
    """An entry's public name, "w12"."""

    regex = "[bwp][1-9][0-9]{0,17}"


class LetterConverter(StringConverter):
    """A strand's letter, "A"."""

    regex = "[A-Z]{1,3}"


register_converter(RefConverter, "ref")
register_converter(LetterConverter, "letter")

urlpatterns = [
    path("rooms/<int:pk>/changes/", rooms.change, name="room_change"),
    path("rooms/<int:pk>/timeline/", timeline.show, name="timeline"),
    path("rooms/<int:pk>/entries/", entries.create, name="entry_create"),
    path("rooms/<int:pk>/entries/<ref:ref>/", entries.show, name="entry"),
    path("rooms/<int:pk>/entries/<ref:ref>/menu/", entries.menu, name="entry_menu"),
    path("rooms/<int:pk>/entries/<ref:ref>/confirmation/", entries.confirm, name="fact_confirm"),
    path("rooms/<int:pk>/entries/<ref:ref>/refutation/", entries.refute, name="fact_refute"),
    path("rooms/<int:pk>/entries/<ref:ref>/answer/", entries.answer, name="question_answer"),
    path("rooms/<int:pk>/entries/<ref:ref>/strike/", entries.strike, name="entry_strike"),
    path("rooms/<int:pk>/entries/<ref:ref>/promise/", promises.keep, name="promise_keep"),
    path("rooms/<int:pk>/participants/", participants.index, name="participants"),
    path("rooms/<int:pk>/participants/<int:person>/", participants.change, name="participant_change"),
    path("rooms/<int:pk>/participants/<int:person>/removal/", participants.remove, name="participant_remove"),
    path("rooms/<int:pk>/participants/<int:person>/lead/", participants.appoint, name="participant_appoint"),
    path("rooms/<int:pk>/strands/", strands.create, name="strand_create"),
    path("rooms/<int:pk>/strands/<letter:letter>/", strands.change, name="strand_change"),
]
