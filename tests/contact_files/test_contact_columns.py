import pytest

from exercises.contact_files.columns import simplify, understand


@pytest.mark.parametrize(
    "heading, field",
    [
        ("E-mail 2-adresse", "emails"),  # Outlook, Danish
        ("E-mail 2 Address", "emails"),
        ("E-mail 1 - Value", "emails"),
        ("Mailadresse", "emails"),
        ("Primær telefon (firma)", "phones"),
        ("Company Main Phone", "phones"),
        ("Mobil nr.", "phones"),
        ("Tlf.", "phones"),
        ("By (arbejde)", "city"),
        ("Anden by", "city"),
        ("Address 1 - City", "city"),
        ("Organization 1 - Name", "organisation"),
        ("Organization Title", "title"),
        ("Group Membership", "labels"),
        ("FORNAVN", "first_name"),
        ("First_Name", "first_name"),
    ],
)
def test_a_heading_is_understood(heading, field):
    assert understand(["Efternavn", heading]).fields[1] == field


@pytest.mark.parametrize(
    "heading",
    [
        "E-mail-vist navn",  # the address again, with a name around it
        "E-mail Display Name",
        "E-mail 1 - Label",
        "E-mail-type",
        "Phone 1 - Type",
        "Fax (arbejde)",
        "Assistentens telefon",  # another person's
        "Assistant's Phone",
        "TTY/TDD-telefon",
        "Referred By",  # no town, though it ends as the Danish word
        "Phonetic First Name",
        "Sagsbehandler",
        "Email opt-in",
    ],
)
def test_a_heading_of_something_else_is_left_alone(heading):
    assert 1 not in understand(["Efternavn", heading]).fields


def test_outlooks_titel_is_a_form_of_address_but_alone_it_is_a_job():
    outlook = understand(["Titel", "Fornavn", "Efternavn", "Stilling"])
    assert "other_title" not in outlook.fields.values()
    assert understand(["Navn", "Titel"]).fields[1] == "other_title"


def test_a_row_of_data_is_not_taken_for_headings():
    assert understand(["Kontakt", "post@mail.example"]).fields == {0: "name"}
    assert not understand(["Mette Holm", "mette@mail.example", "Keramik"]).usable
    assert not understand(["When exporting your connection data, you may notice that some names " * 3]).usable


def test_headings_are_compared_without_signs_capitals_and_ways_to_write_a_letter():
    assert simplify("  E-Mail_2--ADRESSE: ") == "e mail 2 adresse"
    assert simplify("Va\u030ar") == simplify("Vår")
