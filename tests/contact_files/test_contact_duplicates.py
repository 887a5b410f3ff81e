from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.contact_files import Contact, Merged, merge_duplicates, suggest_nickname


def one(name, **values):
    for key in ("emails", "phones", "labels"):
        if key in values:
            values[key] = tuple(values[key].split())
    return Contact(name, **values)


@pytest.mark.parametrize(
    "first, second, reason",
    [
        (one("Mette Holm", emails="m@h.dk"), one("Mette", emails="m@h.dk x@h.dk"), "merged_same_email"),
        (one("M. Holm", emails="m@h.dk"), one("Mette Holm", emails="m@h.dk"), "merged_same_email"),
        (
            one("Genbyg", organisation="Genbyg", emails="a@g.dk"),
            one("Peter Bo", organisation="Genbyg", emails="a@g.dk"),
            "merged_same_email",
        ),
        (
            one("Åse Ørsted", organisation="Have A/S"),
            one("AASE ØRSTED", organisation="have"),
            "merged_same_organisation",
        ),
        (one("Mette", phones="+4520123456"), one("mette", phones="20123456"), "merged_same_phone"),
    ],
)
def test_one_person_found_twice_becomes_one(first, second, reason):
    for pair in ((first, second), (second, first)):
        contacts, merged = merge_duplicates(pair)
        assert len(contacts) == 1
        assert merged == [Merged(contacts[0].name, 2, (reason,))]


@pytest.mark.parametrize(
    "first, second",
    [
        (one("Mette"), one("Mette")),
        (one("Mette", organisation="Netto"), one("Mette", organisation="Netto")),
        (one("Mette Holm"), one("Mette Holm")),
        (one("Mette Holm", organisation="Keramik"), one("Mette Holm", organisation="Netto")),
        (one("Jonas Toft", emails="kontor@toft.dk"), one("Ida Toft", emails="kontor@toft.dk")),
        (one("Jonas Toft", phones="86112233"), one("Ida Toft", phones="86112233")),
        (one("Bo Å", organisation="Netto"), one("Bo Ø", organisation="Netto")),
    ],
)
def test_two_people_stay_two(first, second):
    assert merge_duplicates([first, second]) == ([first, second], [])


def test_the_joined_contact_keeps_everything_that_either_had():
    first = one(
        "Mette", emails="m@h.dk", phones="+4520123456", connected_on=date(2024, 1, 1), source="google"
    )
    second = one(
        "Mette Holm",
        organisation="Keramik",
        emails="m@h.dk x@h.dk",
        phones="20123456 86112233",
        labels="Kunde",
        connected_on=date(2020, 1, 1),
        source="linkedin",
    )
    assert merge_duplicates([first, second])[0] == [
        one(
            "Mette Holm",
            organisation="Keramik",
            emails="m@h.dk x@h.dk",
            phones="+4520123456 86112233",
            labels="Kunde",
            connected_on=date(2020, 1, 1),
            source="google",
        )
    ]


def test_a_third_that_knows_both_joins_two_that_did_not_know_each_other():
    contacts, merged = merge_duplicates(
        [
            one("Mette Holm", emails="a@h.dk"),
            one("Jonas Toft", emails="j@t.dk"),
            one("Mette Holm", phones="20123456"),
            one("Mette Holm", emails="a@h.dk", phones="20123456"),
        ]
    )
    assert [contact.name for contact in contacts] == ["Mette Holm", "Jonas Toft"]
    assert merged == [Merged("Mette Holm", 3, ("merged_same_email", "merged_same_phone"))]


def test_an_initial_on_a_shared_address_does_not_join_two_people():
    people = [one(name, emails="h@h.dk") for name in ("Mette Holm", "M Holm", "Morten Holm")]
    contacts, merged = merge_duplicates(people)
    assert [contact.name for contact in contacts] == ["Mette Holm", "Morten Holm"]
    assert merged[0].count == 2


NAMES = st.sampled_from(
    ["Mette", "Mette Holm", "mette holm", "M. Holm", "Jonas Toft", "Jonas", "Genbyg", "Åse Ø"]
)
CONTACTS = st.lists(
    st.builds(
        Contact,
        NAMES,
        organisation=st.sampled_from(["", "Genbyg", "Genbyg ApS", "Netto"]),
        emails=st.lists(st.sampled_from(["a@x.dk", "b@x.dk"]), max_size=2, unique=True).map(tuple),
        phones=st.lists(
            st.sampled_from(["20123456", "+4520123456", "86112233"]), max_size=2, unique=True
        ).map(tuple),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(CONTACTS)
def test_no_address_number_or_person_is_lost_and_the_counts_add_up(contacts):
    joined, merged = merge_duplicates(contacts)
    assert sum(one.count for one in merged) + len(joined) - len(merged) == len(contacts)
    for field, key in (("emails", str), ("phones", lambda phone: phone[-8:])):
        before = {key(value) for contact in contacts for value in getattr(contact, field)}
        assert {key(value) for contact in joined for value in getattr(contact, field)} == before
    names = {contact.name for contact in joined}
    assert names <= {contact.name for contact in contacts}


@pytest.mark.parametrize(
    "contact, nickname",
    [
        (Contact("Mette Marie Holm"), "Mette H"),
        (Contact("Mette"), "Mette"),
        (Contact("Dr. Åse Ørsted"), "Åse Ø"),
        (Contact("Søren Bækgård, MBA"), "Søren B"),
        (Contact("Aoife O’Neill 🎨"), "Aoife O"),
        (Contact("J. Toft"), "J T"),
        (Contact("Genbyg ApS", organisation="Genbyg ApS"), "Genbyg"),
        (Contact("Toft & Søn A/S", organisation="Toft & Søn A/S"), "Toft Søn"),
        (Contact("3D Print"), "3D P"),
        (Contact("???"), "#"),
    ],
)
def test_a_nickname_is_a_first_name_and_an_initial(contact, nickname):
    assert suggest_nickname(contact, ()) == nickname


def test_a_nickname_that_is_taken_gets_a_number():
    mette = Contact("Mette Holm")
    assert suggest_nickname(mette, {"METTE H"}) == "Mette H 2"
    assert suggest_nickname(mette, {"Mette H", "mette h 2"}) == "Mette H 3"


@settings(deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=10)))
def test_a_nickname_is_never_empty_or_taken(name, taken):
    nickname = suggest_nickname(Contact(name), taken)
    assert nickname.strip()
    assert nickname.casefold() not in {one.casefold() for one in taken}
