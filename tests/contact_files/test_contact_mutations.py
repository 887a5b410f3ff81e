"""Whatever the bytes, reading ends in a Reading; looked at without the net that read_contacts has."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.contact_files import Contact, Reading
from exercises.contact_files.reading import read_strictly

FIXTURES = Path(__file__).parents[1] / "fixtures"
SAMPLES = sorted(
    path for room in ("contact_files", "contact_files_as_they_come") for path in (FIXTURES / room).glob("*.*")
)
KINDS = {"linkedin", "google", "outlook", "vcard", "excel", "csv"}


def assert_sound(reading):
    """Raise AssertionError where a Reading breaks its own promises."""
    assert isinstance(reading, Reading)
    assert (reading.problem is None) == (reading.kind in KINDS)
    assert reading.problem is None or not reading.contacts
    for contact in reading.contacts:
        assert isinstance(contact, Contact) and contact.source == reading.kind
        assert any(c.isalnum() for c in contact.name) and len(contact.name) <= 200
        texts = (contact.name, contact.organisation, contact.title, contact.city, *contact.labels)
        assert all(text == text.strip() and text.isprintable() for text in texts)
        assert all("@" in email for email in contact.emails)
        assert contact.connected_on is None or contact.connected_on.year <= date.today().year + 1
    assert bool(reading.choices) == (reading.problem == ("problem_which_name", {}))
    for skipped in (*reading.skipped, *reading.left_out):
        assert skipped.row >= 1
        assert all(isinstance(value, int | str) for value in skipped.params.values())


@settings(deadline=None)
@given(st.sampled_from(["a.csv", "a.vcf", "a.xlsx", "a.zip", "a", ""]), st.binary(max_size=400))
def test_any_bytes_give_a_reading(name, data):
    assert_sound(read_strictly(name, data))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_under_headings_or_in_a_card_gives_a_reading(text):
    assert_sound(read_strictly("a.csv", f"Fornavn,E-mail,Mobil,By,Connected On\n{text}\n".encode()))
    assert_sound(read_strictly("a.vcf", f"BEGIN:VCARD\nFN:{text}\nEND:VCARD\n".encode()))
    assert_sound(read_strictly("a.vcf", f"BEGIN:VCARD\nFN:Mette\nORG{text}\nEND:VCARD\n".encode()))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.data())
def test_a_sample_cut_off_changed_or_stuffed_gives_a_reading(data):
    path = data.draw(st.sampled_from(SAMPLES))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        change = data.draw(st.sampled_from(["cut", "put", "drop", "double"]))
        length = data.draw(st.integers(1, 60))
        if change == "cut":
            del content[at:]
        elif change == "put":
            content[at : at + length] = data.draw(
                st.binary(max_size=20) | st.sampled_from([b'"', b";", b"=\n", b"\r"])
            )
        elif change == "drop":
            del content[at : at + length]
        else:
            content[at:at] = content[at : at + length]
    assert_sound(read_strictly(path.name, bytes(content)))
