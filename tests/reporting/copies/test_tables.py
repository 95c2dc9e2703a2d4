import csv
import io

import pytest

from reporting.copies.tables import as_csv, harmless


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", "＝1+1", "＠A1"],
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    ((read,),) = csv.reader(io.StringIO(as_csv([[cell]]).decode(), newline=""))
    assert read[0] == "'"


def test_other_cells_stay_as_they_are() -> None:
    for cell, text in (("a=b", "a=b"), (13_400, "13400"), (None, ""), ("", ""), ("배터리", "배터리")):
        assert harmless(cell) == text


def test_a_cell_with_everything_in_it_is_read_as_it_was() -> None:
    nasty = 'a,"b"\r\nc;d'
    rows = list(csv.reader(io.StringIO(as_csv([[nasty, "x"]]).decode(), newline="")))
    assert rows == [[nasty, "x"]]


def test_the_beginning_of_a_file_says_that_it_is_utf_8() -> None:
    assert as_csv([], head=["Wörter"]) == "\ufeffWörter\r\n".encode()
    assert not as_csv([["x"]]).startswith("\ufeff".encode())
