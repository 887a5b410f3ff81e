"""Lists as today's programs export them and as people make them, each with the names (or numbers) in it."""

# ruff: noqa: E501 (files stay on one line, as they are)

import pytest

from exercises.contact_files import read_contacts

LISTS = [
    (
        "google 2024 da",
        "x.csv",
        "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\nMette,,Holm,,,,,Holm Keramik,Ejer,,,,,* myContacts,* Work,m@holm.example,Mobile,20 12 34 56\n,,,,,,,Ebeltoft Smede,,,,,,* myContacts,,info@smed.example,,\n",
        "utf-8",
        ["Mette Holm", "Ebeltoft Smede"],
    ),
    (
        "google old da headings",
        "x.csv",
        "Navn,Fornavn,Efternavn,Organisation 1 - Navn,E-mail 1 - Værdi,Telefon 1 - Værdi\nMette Holm,Mette,Holm,Holm Keramik,m@h.example,20123456\n",
        "utf-8",
        ["Mette Holm"],
    ),
    (
        "google de",
        "x.csv",
        "Vorname,Nachname,Name der Organisation,E-Mail 1 - Wert,Telefon 1 - Wert\nJürgen,Müller,Müller GmbH,j@m.example,+49 170 1234567\n",
        "utf-8",
        ["Jürgen Müller"],
    ),
    (
        "linkedin da",
        "x.csv",
        'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nMette,Holm,https://www.linkedin.com/in/x,,Holm,Ejer,03 Dec 2024\n',
        "utf-8",
        ["Mette Holm"],
    ),
    (
        "linkedin no preamble de",
        "x.csv",
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\nUwe,Groß,u,,X,Y,03 Dez. 2024\n",
        "utf-8",
        ["Uwe Groß"],
    ),
    (
        "outlook web da new",
        "x.csv",
        "Fornavn,Mellemnavn,Efternavn,Kaldenavn,Mailadresse,Mobiltelefon,Firmanavn,Jobtitel\nAnna,,Bak,,a@b.example,20123456,Bak ApS,Ejer\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "outlook 365 sv",
        "x.csv",
        "Förnamn,Efternamn,E-postadress,Mobiltelefon,Företag\nÅsa,Öberg,a@o.example,070-123 45 67,Öberg AB\n",
        "utf-8",
        ["Åsa Öberg"],
    ),
    (
        "thunderbird en",
        "x.csv",
        "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Organization\nAnna,Bak,Anna Bak,,a@b.example,,,,,12345678,,20 12 34 56,Bak\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "thunderbird da",
        "x.csv",
        "Fornavn,Efternavn,Vist navn,Kaldenavn,Primær mailadresse,Sekundær mailadresse,Skærmnavn,Arbejdstelefon,Privattelefon,Faxnummer,Personsøgernummer,Mobilnummer,Organisation\nAnna,Bak,Anna Bak,,a@b.example,,,,,12345678,,20 12 34 56,Bak\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "thunderbird da phones",
        "x.csv",
        "Fornavn,Efternavn,Vist navn,Primær mailadresse,Faxnummer,Mobilnummer,Organisation\nAnna,Bak,Anna Bak,a@b.example,12345678,20 12 34 56,Bak\n",
        "utf-8",
        ["20 12 34 56"],
    ),
    (
        "thunderbird de",
        "x.csv",
        "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Telefonnummer,Mobiltelefon,Organisation\nUwe,Groß,Uwe Groß,,u@g.example,,0170 1234567,G\n",
        "utf-8",
        ["Uwe Groß"],
    ),
    (
        "yahoo da",
        "x.csv",
        "Fornavn,Mellemnavn,Efternavn,E-mail,Alternativ e-mail 1,Hjem,Arbejde,Mobil,Firma\nAnna,,Bak,a@b.example,,,,20123456,Bak\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "mailchimp",
        "x.csv",
        "Email Address,First Name,Last Name,Address,Phone Number,MEMBER_RATING,OPTIN_TIME\na@b.example,Anna,Bak,,20123456,2,2024-01-01\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "e-conomic customers",
        "x.csv",
        "Kundenr.;Navn;Adresse;Postnr.;By;Land;E-mail;Telefon;CVR-nr.;Att.\n1;Bak ApS;Gade 1;8000;Aarhus;Danmark;a@b.example;86121212;12345678;Anna Bak\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "dinero",
        "x.csv",
        "Kontaktnavn;Attention;E-mail;Telefon;CVR\nBak ApS;Anna Bak;a@b.example;86121212;12345678\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "billy",
        "x.csv",
        "Type;Navn;Kontaktperson;E-mail\nFirma;Bak ApS;Anna Bak;a@b.example\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "navn+kontaktperson",
        "x.csv",
        "Firma;Kontaktperson;Mail;Mobil\nBak ApS;Anna Bak;a@b.example;20123456\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "forms da",
        "x.csv",
        "Starttidspunkt;Fuldførelsestidspunkt;Mailadresse;Navn;Hvad er dit navn?;Hvad hedder din virksomhed?;Hvad er dit telefonnummer?\n1/2;1/2;anonymous;;Anna Bak;Bak ApS;20 12 34 56\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "google forms da",
        "x.csv",
        'Tidsstempel,Mailadresse,"Hvad hedder du?",Virksomhed,Telefonnummer\n01/02/2024 10:00:00,a@b.example,Anna Bak,Bak,20123456\n',
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "google forms en",
        "x.csv",
        "Timestamp,Email Address,What is your name?,Company,Phone\n1/2/2024,a@b.example,Anna Bak,Bak,20123456\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "numbers export",
        "x.csv",
        "Tabel 1\n\nNavn,Telefon,E-mail\nAnna Bak,20 12 34 56,a@b.example\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "numbers semi BOM",
        "x.csv",
        "\ufeffTabel 1;;\nNavn;Telefon;E-mail\nAnna Bak;20 12 34 56;a@b.example\n",
        "utf-8",
        ["Anna Bak"],
    ),
    ("sep line", "x.csv", "sep=;\r\nNavn;Mail\r\nAnna Bak;a@b.example\r\n", "utf-8", ["Anna Bak"]),
    ("sep utf16", "x.csv", "sep=,\r\nNavn,Mail\r\nÅse Bak,a@b.example\r\n", "utf-16", ["Åse Bak"]),
    (
        "tab utf16 excel unicode text",
        "kontakter.txt",
        "Navn\tMail\r\nÅse Bak\ta@b.example\r\n",
        "utf-16",
        ["Åse Bak"],
    ),
    (
        "excel mac csv",
        "x.csv",
        "Navn;Firma;Mail\rSøren Ågård;Bak;a@b.example\rÆble Østergård;B;\r",
        "mac_roman",
        ["Søren Ågård", "Æble Østergård"],
    ),
    (
        "excel dos csv",
        "x.csv",
        "Navn;Firma;Mail\r\nSøren Ågård;Bak;a@b.example\r\nÆble Østergård;B;\r\n",
        "cp850",
        ["Søren Ågård", "Æble Østergård"],
    ),
    ("swapped headings", "x.csv", "Efternavn, fornavn;Mail\nBak, Anna;a@b.example\n", "utf-8", ["Anna Bak"]),
    (
        "efternavn fornavn 2 cols",
        "x.csv",
        "Efternavn;Fornavn;Mobil\nBak;Anna;20123456\n",
        "utf-8",
        ["Anna Bak"],
    ),
    ("all caps", "x.csv", "NAVN;MOBIL\nANNA BAK;20123456\n", "utf-8", ["ANNA BAK"]),
    ("fulde navn", "x.csv", "Fulde navn;Mobilnr.\nAnna Bak;20123456\n", "utf-8", ["Anna Bak"]),
    ("For- og efternavn", "x.csv", "For- og efternavn;Mobil\nAnna Bak;20123456\n", "utf-8", ["Anna Bak"]),
    (
        "medlem",
        "x.csv",
        "Medlemsnr;Medlemsnavn;Mail;Tlf.\n1;Anna Bak;a@b.example;20123456\n",
        "utf-8",
        ["Anna Bak"],
    ),
    ("deltager", "x.csv", "Deltager;Firma;E-mail\nAnna Bak;Bak;a@b.example\n", "utf-8", ["Anna Bak"]),
    (
        "sv",
        "x.csv",
        "Namn;Företag;Mobilnr;E-post\nÅsa Ek;Ek AB;070-1234567;a@e.example\n",
        "utf-8",
        ["Åsa Ek"],
    ),
    (
        "no",
        "x.csv",
        "Navn;Bedrift;Mobil;E-post\nKåre Vik;Vik AS;412 34 567;k@v.example\n",
        "utf-8",
        ["Kåre Vik"],
    ),
    (
        "no fullt",
        "x.csv",
        "Fullt navn;Selskap;Mobilnummer\nKåre Vik;Vik AS;41234567\n",
        "utf-8",
        ["Kåre Vik"],
    ),
    (
        "de ansprech",
        "x.csv",
        "Firma;Ansprechpartner;Telefon\nMüller GmbH;Uwe Groß;0170 1234567\n",
        "utf-8",
        ["Uwe Groß"],
    ),
    (
        "sv kontaktperson",
        "x.csv",
        "Företag;Kontaktperson;Telefon\nEk AB;Åsa Ek;070 123 45 67\n",
        "utf-8",
        ["Åsa Ek"],
    ),
    (
        "hubspot",
        "x.csv",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company\n1,Anna,Bak,a@b.example,20123456,Me Myself,,2024,Bak\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "meetup",
        "x.csv",
        "Name,User ID,Title,Event Host,RSVP,Guests\nAnna Bak,1,,No,Yes,0\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "eventbrite",
        "x.csv",
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type\n1,2,Anna,Bak,a@b.example,1,Gratis\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "billetto da",
        "x.csv",
        "Ordrenr.;Fornavn;Efternavn;E-mail;Billettype\n1;Anna;Bak;a@b.example;Gratis\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "place2book",
        "x.csv",
        "Navn;E-mail;Telefon;Antal\nAnna Bak;a@b.example;20123456;1\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "icloud item group",
        "x.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Bak;Anna;;;\r\nFN:Anna Bak\r\nitem1.EMAIL;type=INTERNET;type=pref:a@b.example\r\nitem1.X-ABLabel:_$!<Work>!$_\r\nTEL;type=CELL;type=VOICE;type=pref:+45 20 12 34 56\r\nORG:Bak ApS;\r\nEND:VCARD\r\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "icloud company",
        "x.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:;;;;\r\nFN:Bak ApS\r\nORG:Bak ApS;\r\nX-ABShowAs:COMPANY\r\nEND:VCARD\r\n",
        "utf-8",
        ["Bak ApS"],
    ),
    (
        "android 2.1 qp",
        "x.vcf",
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=98sterg=C3=A5rd;=C3=85se;;;\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85se =C3=98sterg=C3=A5rd\r\nTEL;CELL;PREF:20123456\r\nEND:VCARD\r\n",
        "utf-8",
        ["Åse Østergård"],
    ),
    (
        "4.0 tel uri",
        "x.vcf",
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Bak\r\nN:Bak;Anna;;;\r\nTEL;VALUE=uri;TYPE=cell:tel:+45-20-12-34-56\r\nEND:VCARD\r\n",
        "utf-8",
        ["+45-20-12-34-56"],
    ),
    (
        "nokia utf16",
        "x.vcf",
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Bak;Åse\r\nTEL;CELL:20123456\r\nEND:VCARD\r\n",
        "utf-16",
        ["Åse Bak"],
    ),
    (
        "lower case",
        "x.vcf",
        "begin:vcard\r\nVERSION:3.0\r\nn:Bak;Anna;;;\r\nfn:Anna Bak\r\nend:vcard\r\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "trailing spaces in BEGIN",
        "x.vcf",
        "BEGIN:VCARD \nVERSION:3.0\nFN:Anna Bak\nEND:VCARD \n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "group category",
        "x.vcf",
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Familien\nMEMBER:urn:uuid:1\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:Anna Bak\nEND:VCARD\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "outlook vcf latin1",
        "x.vcf",
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;LANGUAGE=da;CHARSET=Windows-1252:Østergård;Åse\r\nFN;CHARSET=Windows-1252:Åse Østergård\r\nEND:VCARD\r\n",
        "cp1252",
        ["Åse Østergård"],
    ),
    (
        "escaped comma FN",
        "x.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bak\\, Anna\r\nN:Bak;Anna;;;\r\nEND:VCARD\r\n",
        "utf-8",
        ["Anna Bak"],
    ),
    (
        "vcf named txt",
        "x.txt",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Bak\r\nEND:VCARD\r\n",
        "utf-8",
        ["Anna Bak"],
    ),
    ("mac NFD", "x.csv", "Navn;Mail\nÅse Bak;a@b.example\n", "utf-8", ["Åse Bak"]),
]


@pytest.mark.parametrize(
    ("source", "name", "text", "encoding", "expected"), LISTS, ids=[one[0] for one in LISTS]
)
def test_a_list_of_today_is_read(source, name, text, encoding, expected):
    reading = read_contacts(name, text.encode(encoding))
    numbers = [number for contact in reading.contacts for number in contact.phones]
    names = [contact.name for contact in reading.contacts]
    assert reading.problem is None
    assert expected == (numbers if expected[0][-1].isdigit() else names)


@pytest.mark.parametrize(
    ("headings", "row", "name", "firm"),
    [
        ("Navn;Att.;E-mail", "Bak ApS;Anna Bak;a@b.example", "Anna Bak", "Bak ApS"),
        ("Kontaktnavn;Attention;E-mail", "Bak ApS;Anna Bak;a@b.example", "Anna Bak", "Bak ApS"),
        ("Navn;Kontaktperson;E-mail", "Bak ApS;Anna Bak;a@b.example", "Anna Bak", "Bak ApS"),
        ("Name;Ansprechpartner;Telefon", "Bak GmbH;Anna Bak;0170 1234567", "Anna Bak", "Bak GmbH"),
        ("Navn;Att.;E-mail", "Bak ApS;;a@b.example", "Bak ApS", "Bak ApS"),
        ("Efternavn, fornavn;Firma", "Bak, Anna;Bak ApS", "Anna Bak", "Bak ApS"),
        ("Deltager;Virksomhed", "Anna Bak;Bak ApS", "Anna Bak", "Bak ApS"),
        ("Hvad hedder du?;Hvad hedder din virksomhed?", "Anna Bak;Bak ApS", "Anna Bak", "Bak ApS"),
    ],
)
def test_the_person_and_the_firm_are_told_apart(headings, row, name, firm):
    (contact,) = read_contacts("a.csv", f"{headings}\n{row}\n".encode()).contacts
    assert (contact.name, contact.organisation) == (name, firm)
