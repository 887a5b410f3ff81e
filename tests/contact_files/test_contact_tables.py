import pytest

from exercises.contact_files.reading import read_strictly


def names(text, name="a.csv"):
    return [one.name for one in read_strictly(name, text.encode()).contacts]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_parts_the_cells(delimiter):
    text = "Navn,Firma\nMette Holm,Keramik\n".replace(",", delimiter)
    assert read_strictly("a.csv", text.encode()).contacts[0].organisation == "Keramik"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_end_of_line_parts_the_rows(newline):
    assert names(newline.join(["Navn,Firma", "Mette Holm,A", "Jonas Toft,B", ""])) == [
        "Mette Holm",
        "Jonas Toft",
    ]


def test_a_note_of_several_lines_stays_in_its_cell():
    reading = read_strictly("a.csv", b'Navn,Noter,By\nMette Holm,"en\nto\n\ntre",Lejre\nJonas Toft,,Ry\n')
    assert [one.city for one in reading.contacts] == ["Lejre", "Ry"]
    assert reading.skipped == []


def test_sloppy_quotation_marks_cost_no_row():
    assert names('Navn,Firma\n"Mette Holm" ,"A"\nJonas "Jo" Toft,B\n"Ida" Friis,"C"x\n') == [
        "Mette Holm",
        'Jonas "Jo" Toft',
        "Ida Friis",
    ]


def test_an_open_quotation_mark_costs_one_row_and_says_which():
    lines = ["Navn,Firma", 'Mette Holm,"A', *(f"Person Nr{i},B" for i in range(300)), 'Sidst Toft,"C']
    reading = read_strictly("a.csv", "\n".join(lines).encode())
    assert len(reading.contacts) == 300
    assert [(one.row, one.reason_key) for one in reading.skipped] == [
        (2, "skipped_unreadable_row"),
        (303, "skipped_unreadable_row"),
    ]


def test_open_quotation_marks_everywhere_cost_only_their_own_rows():
    text = "Navn,Firma\n" + "".join(f'Person Nr{i},"A\nVen Nr{i},B\n' for i in range(500))
    reading = read_strictly("a.csv", text.encode())
    assert len(reading.contacts) == 500
    assert sum(one.params.get("count", 1) for one in reading.skipped) == 500


def test_the_last_row_is_cut_off_only_where_other_rows_are_whole():
    assert names("Navn,Firma,By\nMette Holm,A,Ry\nJonas To") == ["Mette Holm"]
    # This program leaves out empty cells at the end of every row.
    assert names("Navn,Firma,By\nMette Holm\nJonas Toft,B") == ["Mette Holm", "Jonas Toft"]


def test_a_name_is_put_together_from_what_the_file_has():
    assert names("Fornavn,Navn\nMette,Holm\nJonas,Jonas Toft\nIda,\n,Friis\n") == [
        "Mette Holm",
        "Jonas Toft",
        "Ida",
        "Friis",
    ]
    assert names("Name,First name,Last name\nThe Whitbys,Eleanor,Whitby\nAshe,,\n") == [
        "Eleanor Whitby",
        "Ashe",
    ]
    assert names("Kaldenavn,By\nMemse,Ry\n") == ["Memse"]


def test_a_business_without_a_person_goes_by_its_own_name():
    contact = read_strictly("a.csv", b"Navn,Firma,Mail\n,Genbyg,post@genbyg.example\n").contacts[0]
    assert contact.name == contact.organisation == "Genbyg"


def test_a_surname_before_a_comma_is_turned_round_and_a_degree_is_not():
    assert names('Navn,By\n"Holm, Mette Marie",Ry\n"Mette Holm, MBA",Ry\n"Holm, PHD",Ry\n') == [
        "Mette Marie Holm",
        "Mette Holm, MBA",
        "Holm, PHD",
    ]


def test_invisible_signs_and_long_cells_do_not_reach_a_contact():
    contact = read_strictly(
        "a.csv", f"Navn,Firma\n\u202eMette\u200b \x07Holm,{'x' * 5000}\n".encode()
    ).contacts[0]
    assert contact.name == "Mette Holm"
    assert len(contact.organisation) == 200


def test_a_number_that_a_spreadsheet_spoiled_is_left_out():
    text = "Navn,Mobil\nMette Holm,4.52E+09\nJonas Toft,'+45 20123456\nIda Friis,ring\n"
    contacts = read_strictly("a.csv", text.encode()).contacts
    assert [one.phones for one in contacts] == [(), ("+45 20123456",), ()]
