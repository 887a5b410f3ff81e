from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.rules.privacy import find

FINDS = [
    ("Skriv til mette@keramik-stege.dk i morgen", "email"),
    ("mette.hansen+kunde@gmail.com", "email"),
    ("mette (at) keramik.dk", "email"),
    ("mette [snabel-a] keramik.dk", "email"),
    ("mette@keramik (dot) dk", "email"),
    ("Ring 55 81 20 14", "phone"),
    ("Ring 5581 2014", "phone"),
    ("tlf. 55812014", "phone"),
    ("Tlf: 55-81-20-14", "phone"),
    ("mobil 55.81.20.14", "phone"),
    ("+45 55 81 20 14", "phone"),
    ("+4555812014", "phone"),
    ("0045 55812014", "phone"),
    ("+46 70 123 45 67", "phone"),
    ("+44 (0)20 7946 0958", "phone"),
    ("0049 30 901820", "phone"),
    ("CPR 010203-1234", "cpr"),
    ("0102031234", "cpr"),
    ("311299 1234", "cpr"),
    ("290200-4321", "cpr"),
    ("se https://www.linkedin.com/in/mette-hansen-123/", "profile"),
    ("dk.linkedin.com/in/mette", "profile"),
    ("facebook.com/mette.hansen", "profile"),
    ("https://www.facebook.com/profile.php?id=1000", "profile"),
    ("instagram.com/mette_ler", "profile"),
    ("https://x.com/mette", "profile"),
    ("wa.me/4555812014", "profile"),
]

ORDINARY = [
    "Vi mødtes den 23. november 2026 kl. 14.30.",
    "Vi mødtes 23/11-2026 og igen 24.11.26.",
    "Mødet 23.11.2026 kostede 1.250 kr.",
    "Det kostede 12.345.678 kr. i alt.",
    "Jeg omsatte for 2500000 kr. sidste år.",
    "Omsætningen var 25000000 kr.",
    "Det blev 25.000.000 kr. over ti år.",
    "CVR 28765432 er mit.",
    "CVR-nr. 28 76 54 32",
    "CVR: 28765432",
    "Faktura nr. 20260042 er betalt.",
    "Ordrenummer 40012345 kom i går.",
    "Fra 2019 2020 og frem gik det bedre.",
    "I årene 2019-2020 lukkede vi.",
    "Det skete 20260112.",
    "Konto 22334455",
    "ISBN 9788756793803",
    "Jeg brugte 12,5 timer og 450 kroner på 7 møder.",
    "Min butik hedder Ler@Stege og ligger på Torvet 14.",
    "Vi er 3-4 stykker, 2 gange om måneden, 10-12 hver gang.",
    "56 % af 282 fandt job gennem en bekendt.",
    "Tæthed 0,45 og begrænsning 0,308.",
    "Se vores side keramik-stege.dk eller www.lervaerk.dk/butik.",
    "https://www.facebook.com/groups/stegehandel",
    "https://www.facebook.com/events/123456",
    "linkedin.com/company/lervaerk",
    "Vi aftalte klokken 9 30 på 2. sal.",
    "4780 Stege og 4760 Vordingborg",
    "Postnumrene 4780 4760 ligger tæt.",
    "Jeg har 5 kunder, 12 bekendte og 3 venner.",
    "Det tog 2 timer 30 minutter.",
    "Kørte 120 km og brugte 340,50 kr.",
    "Lokalplan 1234-5678 blev vedtaget.",
    "Mellem 1.150 og 1.780 kr.",
    "På 3 måneder: 4, 8, 15, 16, 23, 42.",
    "Trafik: 1000 1200 visninger pr. uge.",
    "I paid DKK 45,000.00 for it in 2024/2025.",
    "Invoice no. 55812014 was paid.",
    "We were 15 of 130 members, 2021-09-30.",
    "Hele 80-90 procent sagde ja.",
]


@pytest.mark.parametrize(("text", "kind"), FINDS)
def test_what_points_at_a_person_is_found(text, kind):
    assert [finding.kind for finding in find(text)] == [kind]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_owners_ordinary_sentence_raises_no_alarm(text):
    assert find(text) == []


def test_several_things_are_found_in_the_order_they_stand():
    found = find("Ring 55 81 20 14 eller skriv til a@b.dk, cpr 010203-1234")
    assert [finding.kind for finding in found] == ["phone", "email", "cpr"]


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text):
    for finding in find(text):
        assert finding.text


def test_a_long_text_of_digits_is_searched_in_reasonable_time():
    assert find("1 " * 50_000) == []
    find("2" * 50_000 + "a@" * 20_000 + "+1 " * 20_000)


# Whole sentences as owners write them. The lists were written before the rules were mended, all but the two
# held out: those were written after, and gave 1 false alarm in 84 and 0 unseen in 40 before anything was
# changed for their sake.
LISTS = Path(__file__).parents[1] / "fixtures" / "privacy"
FALSE_ALARMS = 0.01


def lines(*names):
    return [line for name in names for line in (LISTS / f"{name}.txt").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    "names", [("ordinary_da",), ("ordinary_en",), ("held_out_ordinary",)], ids=lambda names: names[0]
)
def test_of_an_owners_sentences_at_most_one_in_a_hundred_raises_an_alarm(names):
    ordinary = lines(*names)
    alarms = [line for line in ordinary if find(line)]
    assert len(ordinary) >= 60
    assert len(alarms) <= FALSE_ALARMS * len(ordinary), alarms


@pytest.mark.parametrize("line", lines("pointing", "held_out_pointing"))
def test_no_way_of_writing_what_points_at_a_person_is_missed(line):
    kind, sentence = line.split("\t")
    assert [finding.kind for finding in find(sentence)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Mit kontor 55 81 20 14",  # a word that only begins like konto
        "Hun sagde 55812014",  # like sag
        "Min partner 55812014",  # like part no.
        "Kunden 55812014",  # a person, not a customer's number
    ],
)
def test_a_word_that_only_looks_like_a_number_of_something_hides_nobody(text):
    assert [finding.kind for finding in find(text)] == ["phone"]


@pytest.mark.parametrize(
    "digits", ["1 ", "12 34 ", "55812014 ", "a@", "@a ", "0", "insta ", "konto ", "ring 2 "]
)
def test_whatever_is_pasted_ten_thousand_times_is_searched_within_seconds(digits):
    find(digits * 10_000)
