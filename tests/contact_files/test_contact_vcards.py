import pytest

from exercises.contact_files.reading import read_strictly


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def only(*lines, **options):
    contacts = read_strictly("a.vcf", card(*lines, **options).encode()).contacts
    assert len(contacts) == 1
    return contacts[0]


def test_a_name_in_parts_is_put_together_when_the_whole_is_missing_or_an_address():
    assert only("N:Holm;Mette;Marie;;").name == "Mette Marie Holm"
    assert only("FN:mette@holm.example", "N:Holm;Mette;;;").name == "Mette Holm"
    assert only("FN:mette@holm.example", "NICKNAME:Memse").name == "Memse"


def test_a_form_of_address_is_not_part_of_the_name():
    assert only("FN:Fru Mette Holm", "N:Holm;Mette;;Fru;").name == "Mette Holm"


def test_a_semicolon_inside_a_value_parts_it_only_where_it_is_not_escaped():
    assert only("FN:A B", r"ORG:Holm\; Glas\, Ler\\Sand;Salg").organisation == r"Holm; Glas, Ler\Sand"
    address = r"ADR:;;Havnegade 3\; baghuset;Ebeltoft;;8400;"
    assert only("FN:A B", address).city == "Ebeltoft"
    quoted = "ORG;ENCODING=QUOTED-PRINTABLE:Holm=3B Glas;Salg"
    assert only("FN:A B", quoted, version="2.1").organisation == "Holm; Glas"


def test_the_town_at_work_comes_before_the_one_at_home():
    assert only("FN:A B", "ADR;TYPE=home:;;;Lejre;;;", "ADR;TYPE=work:;;;Roskilde;;;").city == "Roskilde"
    assert only("FN:A B", "ADR;TYPE=home:;;;Lejre;;;").city == "Lejre"


def test_a_fax_is_no_phone():
    assert only("FN:A B", "TEL;WORK;FAX:98000000", "TEL;TYPE=PAGER:98000001", "TEL:98 10 20 30").phones == (
        "98 10 20 30",
    )


def test_the_card_inside_a_card_is_another_person_and_is_passed_over():
    inside = ("AGENT:", "BEGIN:VCARD", "N:Toft;Jonas", "END:VCARD")
    reading = read_strictly("a.vcf", card("N:Holm;Mette", *inside, "TEL:98102030", version="2.1").encode())
    assert [(one.name, one.phones) for one in reading.contacts] == [("Mette Holm", ("98102030",))]
    assert reading.skipped == []


def test_letters_in_another_encoding_than_the_card_says_are_read_as_what_they_are():
    """cp1252 that is labelled UTF-8, as phones of Nokia and Sony Ericsson wrote it."""
    line = "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:S=F8ren =C6bler=F8"
    assert only(line, version="2.1").name == "Søren Æblerø"
    raw = card("FN;CHARSET=UTF-8:Søren Æblerø", "TEL:98102030", version="2.1").encode("cp1252")
    assert [one.name for one in read_strictly("a.vcf", raw).contacts] == ["Søren Æblerø"]


def test_a_charset_that_is_no_charset_of_contacts_is_not_asked():
    for charset in ("zlib", "idna", "unicode_escape", "findes-ikke"):
        line = f"FN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:Bent Kj=C3=A6r"
        assert only(line, version="2.1").name == "Bent Kjær"


@pytest.mark.parametrize(
    "line",
    [
        "TEL;TYPE=" + "," * 5000 + '"',
        "TEL" + ';A="' * 3000,
        "N:" + "\\;" * 5000,
        "N:" + "\\" * 9999,
        "TEL;" + "a" * 9000,
    ],
)
# a guard against hanging, not a timing
@pytest.mark.timeout(120)
def test_no_line_makes_the_reader_try_endlessly(line):
    reading = read_strictly("a.vcf", card("FN:Mette Holm", line).encode())
    assert [one.name for one in reading.contacts] == ["Mette Holm"]


# a guard against hanging, not a timing
@pytest.mark.timeout(120)
def test_a_photo_of_many_megabytes_is_passed_over_quickly():
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 70 + ("\r\n " + "A" * 73) * 200_000
    assert only("FN:Mette Holm", photo, "TEL:20123456").phones == ("20123456",)
