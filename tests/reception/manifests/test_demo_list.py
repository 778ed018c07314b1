"""The list that the demonstration imports is as messy, and as readable, as it says."""

import csv
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from arraigo.core.names import fold
from arraigo.reception.manifests import Reading, guess_columns, open_sheet, read_rows
from tests.reception.manifests.books import TODAY

LISTS = Path(str(files("arraigo.interop.simulator"))) / "lists"


@pytest.fixture(scope="module")
def reading() -> Reading:
    sheet = open_sheet(LISTS / "vuelo_harlingen.xlsx")
    return read_rows(sheet, guess_columns(sheet, "GTM", today=TODAY), "GTM", today=TODAY)


def test_it_has_135_people_of_whom_four_wait_for_a_correction(reading):
    assert (len(reading.rows), reading.to_correct, reading.guess.header_row) == (135, 4, 6)
    assert sorted(fault.code for fault in reading.faults) == [
        "date_no_such_day",
        "id_cut_by_spreadsheet",
        "municipality_ambiguous",
        "name_missing",
    ]


def test_eleven_of_the_others_are_known_from_an_earlier_return(reading):
    with (LISTS / "known_people.csv").open(encoding="utf-8", newline="") as file:
        known = {
            (
                fold(f"{row['given_names']} {row['paternal_surname']} {row['maternal_surname']}"),
                row["birth_date"],
            )
            for row in csv.DictReader(file)
        }

    read = {
        (fold(row.values.full_name), str(row.values.birth_date)) for row in reading.rows if not row.faults
    }

    assert len(known) == 11 and known <= read


def test_some_people_need_to_be_seen_first(reading):
    signals = [signal for row in reading.rows for signal in row.values.signals]

    assert (
        signals.count("child_alone") == 3
        and signals.count("interpreter") == 1
        and signals.count("health_first") == 2
    )
    assert any(row.values.language == "kjb" for row in reading.rows)


def test_everybody_else_has_the_values_that_a_board_needs(reading):
    ready = [row.values for row in reading.rows if not row.faults]

    assert all(
        values.given_names and values.paternal_surname and values.sex and values.municipality
        for values in ready
    )
    assert all(date(1950, 1, 1) < values.birth_date < TODAY for values in ready if values.birth_date)
    assert {values.transport_ref for values in ready} == {"HRL-0412"}
