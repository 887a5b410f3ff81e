"""Rows of headings as programs and people write them, in the languages around us."""

# ruff: noqa: E501 (rows of headings and files stay on one line, as they are)

import pytest

from exercises.contact_files.columns import understand
from exercises.contact_files.reading import read_strictly

# (who writes it, the headings, what each means; "-" is left alone)
ROWS = [
    (
        "Outlook, English",
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,"
        "Business Fax,Business Phone,Mobile Phone,Pager,Categories,E-mail Address,E-mail Type,E-mail Display Name,"
        "E-mail 2 Address,Web Page",
        "- first middle last - org - title - city - phone phone - labels email - - email -",
    ),
    (
        "Outlook on the web, English",
        "First Name,Middle Name,Last Name,Nickname,Given Yomi,Surname Yomi,E-mail Address,Home Phone,Primary Phone,"
        "Home Fax,Callback,Telex,TTY/TDD Phone,Job Title,Company,Assistant's Phone,Business City,Home City",
        "first middle last - - - email phone phone - - - - title org - city city",
    ),
    (
        "Outlook, Danish",
        "Titel;Fornavn;Mellemnavn;Efternavn;Suffiks;Firma;Afdeling;Stilling;By (arbejde);Fax (arbejde);"
        "Telefon (arbejde);Mobiltelefon;Kategorier;E-mail-adresse;E-mail-type;E-mail-vist navn;By (privat)",
        "- first middle last - org - title city - phone phone labels email - - city",
    ),
    (
        "Outlook, German",
        "Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;Straße geschäftlich;Ort geschäftlich;"
        "Fax geschäftlich;Telefon geschäftlich;Hauptnummer der Firma;Mobiltelefon;Kategorien;E-Mail-Adresse;"
        "E-Mail-Typ;E-Mail: Angezeigter Name;Ort privat",
        "- first middle last - org - title - city - phone phone phone labels email - - city",
    ),
    (
        "Outlook, Swedish",
        "Titel;Förnamn;Mellannamn;Efternamn;Suffix;Företag;Avdelning;Befattning;Gatuadress, arbete;Ort, arbete;"
        "Fax, arbete;Telefon, arbete;Mobiltelefon;Kategorier;E-postadress;E-posttyp;E-post - visningsnamn",
        "- first middle last - org - title - city - phone phone labels email - -",
    ),
    (
        "Outlook, Norwegian",
        "Tittel;Fornavn;Mellomnavn;Etternavn;Suffiks;Firma;Avdeling;Stilling;Gateadresse, arbeid;Poststed, arbeid;"
        "Faks, arbeid;Telefon, arbeid;Mobiltelefon;Kategorier;E-postadresse;E-posttype;E-post - visningsnavn",
        "- first middle last - org - title - city - phone phone labels email - -",
    ),
    (
        "Outlook, French",
        "Titre;Prénom;Deuxième prénom;Nom;Société;Service;Fonction;Rue (bureau);Ville (bureau);Télécopie (bureau);"
        "Téléphone (bureau);Tél. mobile;Catégories;Adresse de messagerie;Type de messagerie",
        "- first middle name org - title - city - phone phone labels email -",
    ),
    (
        "Outlook, Dutch",
        "Titel;Voornaam;Middelste naam;Achternaam;Bedrijf;Afdeling;Functie;Fax op werk;Telefoon op werk;"
        "Mobiele telefoon;Categorieën;E-mailadres;E-mailtype;Weergavenaam voor e-mail",
        "- first middle last org - title - phone phone labels email - -",
    ),
    (
        "Outlook, Polish",
        "Tytuł;Imię;Drugie imię;Nazwisko;Firma;Dział;Stanowisko;Faks służbowy;Telefon służbowy;Telefon komórkowy;"
        "Kategorie;Adres e-mail",
        "- first middle last org - title - phone phone labels email",
    ),
    (
        "Outlook, Finnish",
        "Etunimi;Toinen nimi;Sukunimi;Yritys;Osasto;Tehtävänimike;Matkapuhelin;Luokat;Sähköpostiosoite",
        "first middle last org - title phone labels email",
    ),
    (
        "Outlook, Spanish",
        "Nombre;Segundo nombre;Apellidos;Organización;Departamento;Puesto;Ciudad del trabajo;Fax del trabajo;"
        "Teléfono del trabajo;Teléfono móvil;Categorías;Dirección de correo electrónico",
        "first middle last org - title city - phone phone labels email",
    ),
    (
        "Google, before 2024",
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Nickname,Group Membership,E-mail 1 - Type,"
        "E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - City,Organization 1 - Name,Organization 1 - Title",
        "name first middle last - - labels - email - phone city org title",
    ),
    (
        "Google, 2024",
        "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Organization Title,"
        "Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,"
        "Phone 1 - Value,Address 1 - City",
        "first middle last - - - org title - - - - labels - email - phone city",
    ),
    (
        "Yahoo",
        "First,Middle,Last,Nickname,Email,Category,Distribution Lists,Messenger ID,Home,Work,Pager,Fax,Mobile,Other,"
        "Yahoo Phone,Primary,Alternate Email 1,Personal Website,Title,Company,Work Address,Work City",
        "first middle last - email labels - - phone phone - - phone phone phone phone email - title2 org - city",
    ),
    (
        "LinkedIn",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        "first last - email org title day",
    ),
    (
        "Thunderbird, English",
        "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,"
        "Fax Number,Pager Number,Mobile Number,Work City,Job Title,Department,Organization",
        "first last name - email email - phone phone - - phone city title - org",
    ),
    (
        "Thunderbird, German",
        "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Tel. dienstlich,Tel. privat,Fax-Nummer,"
        "Mobil-Tel.-Nr.,Dienstlich: Ort,Dienstlich: Titel,Organisation",
        "first last name - email phone phone - phone city - org",
    ),
    ("Apple's Numbers, Danish", "Navn;Firma;Telefonnr.;E-mail;By", "name org phone email city"),
    ("iPhone app", "First name,Last name,Company,Mobile,Home email", "first last org phone email"),
    ("Excel, Danish", "For- og efternavn;Virksomhed;Tlf. nr.;Mail;Postnr./by", "name org phone email city"),
    ("Excel, Danish", "Fornavn(e);Efternavn;Arbejdsplads;Mobilnr;E-post", "first last org phone email"),
    ("a form, Danish", "Dit fulde navn;Din virksomhed;Din e-mail;Dit telefonnummer", "name org email phone"),
    ("Excel, Danish", "Kontaktpersonens navn;Firmanavn;Mobil", "name org phone"),
    ("Excel, British", "Title,Forename,Surname,Company,Email,Tel no", "- first last org email phone"),
    ("Excel, British", "Full name,Firm,E-mail,Mobile no.,Town/City", "name org email phone city"),
    ("a form, British", "Your name,Your email,Your phone number", "name email phone"),
    ("Excel, German", "Vor- und Nachname;Unternehmen;Handy;E-Mail;Wohnort", "name org phone email city"),
    ("Excel, German", "Ansprechpartner;Firma;Telefonnummer;Mail;PLZ/Ort", "name org phone email city"),
    ("Excel, Swedish", "För- och efternamn;Företag;Mobilnummer;E-post;Ort", "name org phone email city"),
    ("Excel, Swedish", "Namn;Arbetsgivare;Tfn;Mejladress e-post;Postort", "name org phone email city"),
    ("Excel, Norwegian", "For- og etternavn;Bedrift;Mobil;E-post;Poststed", "name org phone email city"),
    ("Excel, Norwegian", "Fullt navn;Organisasjon;Tlf;Epost;Sted", "name org phone email city"),
    ("Excel, French", "Nom et prénom;Entreprise;Téléphone;Courriel;Ville", "name org phone email city"),
    ("Excel, Dutch", "Naam;Bedrijfsnaam;Telefoonnummer;E-mail;Woonplaats", "name org phone email city"),
    ("Excel, Polish", "Imię i nazwisko;Nazwa firmy;Telefon;E-mail;Miasto", "name org phone email city"),
    ("Excel, Finnish", "Nimi;Yritys;Puhelinnumero;Sähköposti;Paikkakunta", "name org phone email city"),
    ("Excel, Spanish", "Nombre y apellidos;Empresa;Teléfono;Correo;Ciudad", "name org phone email city"),
    ("Excel, Spanish", "Nombre;Empresa;Teléfono", "name org phone"),
]
SHORT = {
    "first": "first_name",
    "middle": "middle_name",
    "last": "last_name",
    "name": "name",
    "org": "organisation",
    "title": "title",
    "title2": "other_title",
    "city": "city",
    "phone": "phones",
    "email": "emails",
    "labels": "labels",
    "day": "connected_on",
    "-": None,
}


@pytest.mark.parametrize("who, headings, means", ROWS, ids=[f"{row[0]} {at}" for at, row in enumerate(ROWS)])
def test_a_row_of_headings_is_understood_whoever_writes_it(who, headings, means):
    cells = headings.split(";" if ";" in headings else ",")
    columns = understand(cells)
    expected = [SHORT[word] for word in means.split()]
    assert len(expected) == len(cells)
    assert {cell: columns.fields.get(at) for at, cell in enumerate(cells)} == dict(
        zip(cells, expected, strict=True)
    )
    assert columns.usable and columns.names_people


@pytest.mark.parametrize(
    "heading",
    [
        "Firmanavn",
        "Brugernavn",
        "User name",
        "Filnavn",
        "Vejnavn",
        "Domain name",
        "Assistant's Name",
        "Manager's Name",
        "Ægtefælles navn",
        "Hundens navn",
        "Gatunamn",
        "Straßenname",
    ],
)
def test_a_name_of_something_else_is_no_persons_name(heading):
    assert understand([heading, "E-mail"]).fields.get(0) in (None, "organisation")


@pytest.mark.parametrize(
    "headings, row, name",
    [
        ("Prénom;Nom;Société", "Mette;Holm;Holm Keramik", "Mette Holm"),
        ("Vorname;Name;Firma", "Mette;Holm;Holm Keramik", "Mette Holm"),
        ("Nome;Cognome;Azienda", "Mette;Holm;Holm Keramik", "Mette Holm"),
        ("Nombre;Empresa", "Mette Holm;Holm Keramik", "Mette Holm"),
        ("Navn;Firma", "Holm, Mette;Holm Keramik", "Mette Holm"),
    ],
)
def test_the_parts_of_a_name_are_put_together_in_any_language(headings, row, name):
    contact = read_strictly("a.csv", f"{headings}\n{row}\n".encode()).contacts[0]
    assert (contact.name, contact.organisation) == (name, "Holm Keramik")
