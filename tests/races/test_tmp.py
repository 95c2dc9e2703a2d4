from collections import Counter
import pytest
from django.db import connection, transaction
from tests.races import test_publishing as tp
from tests.races.oracle import unsigned_publications
from tests.races.together import together
from tests.approvals.triggers import guard
from tests.approvals.proofs import *
from publishing.models import Publication
from incidents.actions.facts import post_fact
import random
def scramble(house, room, n):
    for seed in range(n):
        pick = random.Random(seed)
        fact = post_fact(room, text=f"He called at {seed}.", by=house.support)
        st = a_draft(house, room, citing=[fact]); ask(house, st)
        together(tp.a_round(house, st, fact, pick))
def test_mutant_no_trigger(house, open_house):
    guard(Publication,"admits_publication").disable(Publication)
    try:
        scramble(house, open_house, 8)
        print("FAULTS", Counter(f.split(": ")[1] for f in unsigned_publications()))
    finally: guard(Publication,"admits_publication").enable(Publication)
def test_stats(house, open_house):
    scramble(house, open_house, 15)
    print("OUT", Counter(Publication.objects.values_list("channel","revision__number")), unsigned_publications())
def test_shadow(cast, room):
    rev = an_asked_revision(cast, room)
    from tests.publishing.models.test_gate import insert
    with connection.cursor() as c:
        c.execute("CREATE TEMP TABLE approvals_slot AS SELECT * FROM public.approvals_slot WHERE false")
        c.execute("CREATE TEMP TABLE approvals_signoffpolicy AS SELECT * FROM public.approvals_signoffpolicy")
        c.execute("INSERT INTO approvals_slot SELECT 1, 'comms', 1, now(), id FROM public.approvals_signoffrequest LIMIT 0")
    try:
        insert(rev); print("SHADOW BYPASS")
    except Exception as e: print("SHADOW", e)
