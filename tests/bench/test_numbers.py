from bench.numbers import percentile, ratios


def test_a_percentile_is_one_of_the_values():
    values = [5.0, 1.0, 3.0, 2.0, 4.0]

    assert (percentile(values, 50), percentile(values, 99), percentile(values, 0)) == (3.0, 5.0, 1.0)
    assert percentile([7.0], 99) == 7.0


def test_ratios_are_taken_inside_a_round_so_that_a_slow_round_changes_nothing():
    quiet, busy = (10.0, 12.0), (100.0, 120.0)

    assert ratios([quiet[1], busy[1], quiet[1]], [quiet[0], busy[0], quiet[0]]) == 1.2
