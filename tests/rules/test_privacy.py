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
    "Det skete 20261224.",
    "Reolen står på plads 041 234 56.",
    "Vi trak 04 11 17 23 30 36 i lotteriet.",
    "Målene var 01.250 30 14 mm.",
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


@pytest.mark.timeout(30)  # what looks back at every step takes hours
@pytest.mark.parametrize(
    "digits", ["1 ", "12 34 ", "55812014 ", "a@", "@a ", "0", "insta ", "konto ", "ring 2 "]
)
def test_whatever_is_pasted_ten_thousand_times_is_searched_within_seconds(digits):
    find(digits * 10_000)


# The cases of the neighbours, of dashes and blanks as phones and word processors write them, of CPR in pairs
# and of more services: libphonenumber's signs, its number plans, and how people write in public reports.
@pytest.mark.parametrize(
    "kind, text",
    [
        ("phone", "Ring til M. på 55\u00a081\u00a020\u00a014."),  # no-break space
        ("phone", "Ring til M. på 55\u202f81\u202f20\u202f14."),  # narrow no-break space
        ("phone", "Ring til M. på 55\u201181\u201120\u201114."),  # non-breaking hyphen
        ("phone", "Hun har 55\u201381\u201320\u201314."),  # en dash
        ("cpr", "Hendes CPR er 120381\u20132244."),
        ("cpr", "Hendes CPR er 120381\u20112244."),
        ("cpr", "Hendes CPR er 120381\u22122244."),  # minus sign
        ("phone", "Ring 070-123 45 67 i Malmø."),  # Swedish mobile
        ("phone", "Tel. 040-12 34 56"),  # Swedish landline
        ("phone", "Tel: 0171 1234567"),  # German mobile
        ("phone", "Tel: 0461 / 12 34 56"),  # German landline
        ("phone", "Telefon 06 12 34 56 78"),  # French mobile
        ("phone", "Mobile: 07911-123456"),  # British mobile
        ("phone", "Hun svarer på 08 123 456 78 i Stockholm."),
        ("phone", "Hun svarer på 09 123 4567 i Helsinki."),
        ("phone", "Hun svarer på 06 12345678 i Utrecht."),  # Dutch mobile
        ("phone", "Tel: 040 12345"),  # Swedish landline, of five digits at least
        ("phone", "Hun har ٥٥ ٨١ ٢٠ ١٤."),  # as an Arabic keyboard writes digits
        ("phone", "Bente: 20261132"),  # no day of any month
        ("profile", "https://www.messenger.com/t/mette.holm"),
        ("profile", "https://www.linkedin.com/mwlite/in/mette-holm"),  # LinkedIn on a phone
        ("profile", "https://www.xing.com/profile/Mette_Holm"),
        ("profile", "https://mastodon.social/@mette"),
        ("cpr", "CPR-nr.: 12 03 81 - 2244"),
        ("cpr", "CPR 12 03 81 2244"),
        ("cpr", "CPR 12.03.81-2244"),
    ],
)
def test_what_people_write_in_other_signs_and_lands_is_found(kind, text):
    assert [finding.kind for finding in find(text)] == [kind]


BLANKS = st.sampled_from(["\u00a0", "\u202f", "\u2009", "\u2007", "\u200a", " ", "\t", "\u3000"])
DASHES = st.sampled_from(
    ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\u00ad", "\uff0d"]
)
UNSEEN = st.sampled_from(["", "\u200b", "\u200e", "\u202a", "\u2060", "\ufeff"])


@given(
    st.one_of(BLANKS, DASHES), UNSEEN, st.integers(2, 9), st.lists(st.integers(0, 9), min_size=7, max_size=7)
)
def test_whatever_blank_or_dash_parts_a_number_it_is_one(gap, unseen, first, rest):
    digits = "".join(map(str, (first, *rest)))
    number = (unseen + gap).join(digits[at : at + 2] for at in range(0, 8, 2))
    (found,) = find(f"Ring til M. på {unseen}{number}, siger hun.")
    assert found.kind == "phone"
    assert found.text.endswith(digits[-2:]) and found.text in f"Ring til M. på {unseen}{number}, siger hun."


@given(
    st.integers(1, 28), st.integers(1, 12), st.integers(0, 99), st.integers(1000, 9999), DASHES, BLANKS,
    st.sampled_from(["{d}{m}{y}{dash}{n}", "{d} {m} {y} {dash} {n}", "{d}.{m}.{y}{dash}{n}",
                     "{d}{m}{y} {n}"]),
)  # fmt: skip
def test_however_a_cpr_number_is_parted_it_is_one(day, month, year, last, dash, blank, way):
    number = way.format(d=f"{day:02}", m=f"{month:02}", y=f"{year:02}", n=last, dash=dash).replace(" ", blank)
    assert [found.kind for found in find(f"Hendes CPR er {number}.")] == ["cpr"]


@pytest.mark.parametrize("names", [("ordinary_more_da",), ("ordinary_more_en",)], ids=lambda names: names[0])
def test_of_three_hundred_further_sentences_at_most_one_in_a_hundred_raises_an_alarm(names):
    ordinary = lines(*names)
    assert len(ordinary) >= 150
    alarms = [line for line in ordinary if find(line, ["Mette Holm", "Jens Peter Toft", "Lene Juul"])]
    assert len(alarms) <= FALSE_ALARMS * len(ordinary), alarms


# No splitlines: some of the signs in here are line ends to Python.
@pytest.mark.parametrize(
    "line", [line for line in (LISTS / "pointing_more.txt").read_text("utf-8").split("\n") if line]
)
def test_no_further_way_of_writing_it_is_missed(line):
    kind, sentence = line.split("\t", 1)
    assert [finding.kind for finding in find(sentence)] == [kind]


CONTACTS = ["Mette Marie Holm", "Søren Ål", "Anne-Grethe Juul", "Sean O’Neill", "Bo", "Kaj Ry-Hansen"]


@pytest.mark.parametrize(
    "text, name",
    [
        ("Jeg talte med Mette Marie Holm i går.", "Mette Marie Holm"),
        ("Jeg talte med Mette Holm i går.", "Mette Holm"),
        ("Det var Mette Holms idé.", "Mette Holms"),
        ("jeg skrev til mette holm", "mette holm"),
        ("METTE HOLM ringede.", "METTE HOLM"),
        ("Holm, Mette stod på listen.", "Holm, Mette"),
        ("Hun hedder Mette\u00a0Holm.", "Mette\u00a0Holm"),
        ("Mette\nHolm kom.", "Mette\nHolm"),
        ("Søren Ål's fisk", "Søren Ål's"),
        ("Anne-Grethe Juul kom.", "Anne-Grethe Juul"),
        ("I met Sean O’Neill there.", "Sean O’Neill"),
        ("Kaj Ry-Hansen svarede.", "Kaj Ry-Hansen"),
    ],
)
def test_a_whole_name_from_the_writers_own_contacts_is_found(text, name):
    assert [(found.kind, found.text) for found in find(text, CONTACTS)] == [("name", name)]
    assert find(text) == []


@pytest.mark.parametrize(
    "text",
    ["Mette kom, og Holm gik.", "Bo var der.", "Holmen, Mettes have", "M. Holm", "Mette. Holm er en ø.",
     "Mette og Holm", "Sørens ål", "Mette-Holm ApS"],
)  # fmt: skip
def test_a_first_name_or_half_a_name_is_no_whole_name(text):
    assert find(text, CONTACTS) == []
