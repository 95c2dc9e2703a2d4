"""The bugs. Each is one that somebody could have written, and that the feed's promises forbid."""

from tests.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        name="rights are not looked at before sending",
        path="live/room.py",
        sound="        for watcher in list(self._watching):\n            if code :=",
        broken="        for watcher in list(self._knocking):\n            if code :=",
        caught_by=("tests/faults/test_revocations.py::test_nothing_committed_afterwards_is_sent",),
    ),
    Mutant(
        name="entries are sent before rights are taken",
        path="live/room.py",
        sound="""\
        self._take_rights(snapshot, question)
        self._rings.fill(snapshot, question.cursors.keys(), question.languages)
        for crowd in self._crowds.values():
            crowd.serve_from(self._rings.of(crowd.streams, crowd.language))
""",
        broken="""\
        self._rings.fill(snapshot, question.cursors.keys(), question.languages)
        for crowd in self._crowds.values():
            crowd.serve_from(self._rings.of(crowd.streams, crowd.language))
        self._take_rights(snapshot, question)
        for crowd in self._crowds.values():
""",
        caught_by=("tests/faults/test_revocations.py::test_nothing_committed_afterwards_is_sent",),
    ),
    Mutant(
        name="the hint says what changed",
        path="incidents/timeline.py",
        sound="    after_commit(lambda: hints.room_changed(incident.pk))\n",
        broken='    after_commit(lambda: hints.valkey().publish("warroom:room:0", str(row.payload)))\n'
        "    after_commit(lambda: hints.room_changed(incident.pk))\n",
        caught_by=("tests/faults/test_valkey.py::test_flushed_or_far_away_it_is_not_missed",),
    ),
    Mutant(
        name="entries are numbered by the order of the whole room",
        path="incidents/feed.py",
        sound="        n=each.entry.n,\n",
        broken="        n=each.entry.room_seq,\n",
        caught_by=("tests/faults/test_web.py::test_killed_under_load_it_loses_nothing_it_acknowledged",),
    ),
    Mutant(
        name="entries are read for whoever asks",
        path="live/room.py",
        sound="        for watcher in self._expected:\n            for stream",
        broken="        for watcher in knocking:\n            for stream",
        caught_by=("tests/live/test_sockets.py::test_made_up_streams_disturb_nobody",),
    ),
    Mutant(
        name="pages join first and are looked into later",
        path="live/room.py",
        sound="        self._knocking[watcher] = watcher.identity\n        self._changed.set()\n",
        broken="""\
        if crowd := self._crowds.get((watcher.streams, watcher.language)):
            self._watching[watcher] = watcher.identity
            self.presence.enter(watcher.person, watcher.page)
            crowd.join(watcher)
        else:
            self._knocking[watcher] = watcher.identity
        self._changed.set()
""",
        caught_by=("tests/live/test_room.py::test_a_right_lost_on_the_doorstep_shows_nothing",),
    ),
    Mutant(
        name="the room waits for its slowest reader",
        path="live/room.py",
        sound="                self._apply(snapshot, question, knocking)\n",
        broken="""\
                self._apply(snapshot, question, knocking)
                while any(not watcher.wire.ready for watcher in self._watching):
                    await asyncio.sleep(0.01)
""",
        caught_by=(
            "tests/faults/test_browsers.py::test_one_that_stops_reading_and_stays_is_hung_up_on_when_it_is_too_far_behind",
        ),
    ),
    Mutant(
        name="a slow reader is never left alone",
        path="live/crowd.py",
        sound="if not watcher.wire.write(frame)]",
        broken="if not (watcher.wire.write(frame) or True)]",
        caught_by=(
            "tests/faults/test_browsers.py::test_one_that_stops_reading_and_stays_is_hung_up_on_when_it_is_too_far_behind",
        ),
    ),
    Mutant(
        name="an epoch is nothing to a room",
        path="live/room.py",
        sound="if self._epoch and (snapshot.epoch != self._epoch or self._rings.are_ahead_of(snapshot)):",
        broken="if self._epoch and self._rings.are_ahead_of(snapshot):",
        caught_by=("tests/live/test_room.py::test_a_page_of_another_epoch_loads_afresh",),
    ),
    Mutant(
        name="an origin has no port",
        path="live/origin.py",
        sound="return parts.scheme, parts.hostname, port or DEFAULT_PORTS[parts.scheme]",
        broken="return parts.scheme, parts.hostname, 0",
        caught_by=("tests/live/test_origin.py",),
    ),
    Mutant(
        name="frames are kept by number, whatever their stream",
        path="live/ring.py",
        sound="        self._runs: dict[int, Run] = {}\n",
        broken='        self._runs: dict[int, Run] = globals().setdefault("RUNS", {})\n',
        caught_by=("tests/faults/test_browsers.py::test_all_browsers_cut_at_once_come_back_at_once",),
    ),
    Mutant(
        name="a lost hint is lost",
        path="live/room.py",
        sound="async with asyncio.timeout_at(began + (polls + 1) * POLL_SECONDS):",
        broken="async with asyncio.timeout_at(began + (polls + 100) * POLL_SECONDS):",
        caught_by=(
            "tests/faults/test_valkey.py::test_a_hint_that_is_swallowed_makes_no_page_more_than_two_seconds_late",
        ),
    ),
    Mutant(
        name="a press sent twice is two entries",
        path="incidents/timeline.py",
        sound="            client_key=key,\n",
        broken="            client_key=None,\n",
        caught_by=(
            "tests/faults/test_web.py::test_killed_in_mid_commit_it_has_done_the_deed_and_a_second_press_does_it_no_second_time",
        ),
    ),
    Mutant(
        name="the heart beats whether or not the record can be read",
        path="live/room.py",
        sound="if asyncio.get_running_loop().time() - self._read_at < FRESH_POLLS * POLL_SECONDS:",
        broken="if self._watching:",
        caught_by=(
            "tests/faults/test_postgres.py::test_while_it_cannot_be_heard_every_page_says_that_it_is_not_live",
        ),
    ),
    Mutant(
        name="sign-outs are noticed at the next audit",
        path="incidents/feed.py",
        sound="return (seen.rights_version, seen.standing) != (question.rights_version, question.standing)",
        broken="return seen.rights_version != question.rights_version or question.standing < 0",
        caught_by=(
            "tests/faults/test_revocations.py::test_signing_out_in_another_tab_ends_every_page_of_that_browser_and_of_no_other",
        ),
    ),
    Mutant(
        name="what was said later is read at a later instant",
        path="incidents/feed.py",
        sound="until=seen.seq)",
        broken="until=seen.seq + 10**6)",
        caught_by=("tests/incidents/test_feed.py",),
    ),
    Mutant(
        name="catching up begins one too early",
        path="live/ring.py",
        sound="        start = len(self._encoded) - (self.head - n)\n",
        broken="        start = max(0, len(self._encoded) - (self.head - n) - 1)\n",
        caught_by=("tests/faults/test_browsers.py::test_all_browsers_cut_at_once_come_back_at_once",),
    ),
    Mutant(
        name="everybody hears who is here",
        path="live/room.py",
        sound="if self._presence_told is not None and self._presence_stream in crowd.streams:",
        broken="if self._presence_told is not None:",
        caught_by=("tests/faults/test_browsers.py::test_all_browsers_cut_at_once_come_back_at_once",),
    ),
    Mutant(
        name="a pass is good for whoever found it",
        path="live/passes.py",
        sound=' or said["session"] != _digest(session_key)',
        broken="",
        caught_by=("tests/live/test_passes.py::test_it_is_good_for_nothing_else",),
    ),
    Mutant(
        name="errors are logged with what they quote",
        path="live/room.py",
        sound='detail = str(error) if isinstance(error, BrokenFeed) else ""',
        broken="detail = str(error)",
        caught_by=("tests/live/test_room.py::test_a_room_that_cannot_be_read_falls_silent_and_recovers",),
    ),
    Mutant(
        name="the page takes what comes, gap or not",
        path="static/js/elements/live-room.js",
        sound="if (fresh.some((entry, i) => entry.n !== this.cursors[stream] + 1 + i)) return false;",
        broken="",
        caught_by=("tests/live/test_element.py",),
    ),
)
