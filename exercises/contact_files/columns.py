"""Which column holds what: the headings that programs and people write in the languages around us.

The headings are those of LinkedIn's Connections.csv (its column sets of 2014, 2018 and 2024), of Google
Contacts before and after 2024, of Outlook, Yahoo and Thunderbird, and of lists made by hand, in Danish,
English, German, Swedish and Norwegian, with the commonest of French, Dutch, Polish, Finnish, Spanish and
Italian.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MAX_HEADING = 80  # a longer cell is a note, such as the ones before LinkedIn's headings

# Compared as simplify() leaves a heading: lower case, words only.
_HEADINGS = {
    "first_name": """first name, firstname, given name, givenname, given names, first names, forename,
        forenames, christian name, fornavn, fornavne, vorname, vornamen, rufname, förnamn,
        tilltalsnamn, prénom, prenom, prénoms, voornaam, voornamen, roepnaam, imię, imie,
        imiona, etunimi, etunimet, primer nombre""",
    "middle_name": """middle name, middlename, middle names, additional name, mellemnavn, mellemnavne, weitere
        vornamen, zweiter vorname, mellannamn, mellomnavn, deuxième prénom, autres prénoms,
        middelste naam, tussenvoegsel, drugie imię, toinen nimi, segundo nombre, secondo nome""",
    "last_name": """last name, lastname, family name, familyname, surname, surnames, efternavn, efternavne,
        slægtsnavn, nachname, nachnamen, familienname, zuname, efternamn, etternavn, slektsnavn,
        nom de famille, achternaam, familienaam, nazwisko, sukunimi, apellidos, apellido,
        cognome, sobrenome, apelido""",
    "name": """name, full name, fullname, display name, contact, contact name, contact person, person,
        first and last name, first last name, first name and surname, name and surname, name
        surname, name of contact, navn, navne, fulde navn, fuldt navn, hele navnet, vist navn,
        kontakt, kontaktnavn, kontaktperson, kontaktpersoner, for og efternavn, for efternavn,
        fornavn og efternavn, fornavn efternavn, navn og efternavn, navn efternavn, personnavn,
        att, vollständiger name, anzeigename, ansprechpartner, ansprechpartnerin, kontaktname,
        vor und nachname, vor und zuname, vor nachname, vorname nachname, vorname und nachname,
        vorname name, name vorname, namn, hela namnet, fullständigt namn, fullt namn,
        visningsnamn, för och efternamn, förnamn och efternamn, förnamn efternamn, för
        efternamn, kontaktnamn, fullt navn, hele navn, visningsnavn, for og etternavn, fornavn
        og etternavn, fornavn etternavn, for etternavn, navn og etternavn, nom, nom complet, nom
        et prénom, nom et prénoms, prénom et nom, nom prénom, prénom nom, nom du contact, naam,
        volledige naam, weergavenaam, voor en achternaam, voornaam en achternaam, naam
        contactpersoon, contactpersoon, imię i nazwisko, imie i nazwisko, nazwisko i imię, imię
        nazwisko, nimi, koko nimi, etu ja sukunimi, etunimi ja sukunimi, yhteyshenkilö, nombre y
        apellidos, nombre completo, persona de contacto, nome e cognome, nome cognome, nome
        completo, contatto, contacto, attention, hvad hedder du, what s your name, vad heter du, hva heter du,
        wie heißt du, wie heißen sie, efternavn fornavn, efternavn og fornavn, last name first name,
        lastname firstname, last first name, surname first name, surname name, nachname vorname,
        name und vorname, efternamn förnamn, efternamn och förnamn, etternavn fornavn,
        etternavn og fornavn""",
    "organisation": """company, company name, companyname, organization, organisation, organization name,
        organisation name, employer, workplace, business, business name, firm, firm name, place
        of work, firma, firmanavn, firmaets navn, virksomhed, virksomhedsnavn, virksomhedens
        navn, selskab, selskabsnavn, organisationsnavn, arbejdsgiver, arbejdsplads, forretning,
        institution, firmenname, unternehmen, unternehmensname, arbeitgeber, betrieb, name der
        firma, företag, företagsnamn, organisationsnamn, arbetsgivare, arbetsplats, bolag,
        bolagsnamn, bedrift, bedriftsnavn, bedriftens navn, organisasjon, organisasjonsnavn,
        arbeidsgiver, arbeidsplass, selskapsnavn, selskap, virksomhet, foretak, foretaksnavn,
        foretagende, société, societe, entreprise, organisme, nom de l entreprise, nom de la
        société, raison sociale, employeur, bedrijf, bedrijfsnaam, organisatie, organisatienaam,
        werkgever, nazwa firmy, przedsiębiorstwo, organizacja, pracodawca, yritys, yrityksen
        nimi, organisaatio, työnantaja, empresa, nombre de la empresa, organización, compañía,
        azienda, società, nome azienda, nome società, din virksomhed, dit firma, hvad hedder din virksomhed,
        hvad hedder dit firma, hvilken virksomhed kommer du fra, hvor arbejder du, your company,
        your business, name of your company, company organization, company organisation,
        virksomhed firma, firma virksomhed,
        virksomhed organisation, firma organisation""",
    "title": """job title, jobtitle, position, organization title, organisation title, stilling,
        stillingsbetegnelse, jobtitel, stillingstitel, job, jobfunktion, berufsbezeichnung,
        stellenbezeichnung, jobbezeichnung, tätigkeit, befattning, yrkestitel, jobbtitel,
        arbetstitel, stillingstittel, jobbtittel, yrkestittel, fonction, poste, intitulé du
        poste, functie, functietitel, functienaam, stanowisko, stanowisko pracy, tehtävänimike,
        ammattinimike, puesto, cargo, puesto de trabajo, posizione, qualifica, posizione
        lavorativa""",
    "city": """city, town, city town, town city, by, bynavn, postby, postnr og by, postnummer og by,
        postnr by, postnummer by, by og postnummer, by og postnr, ort, wohnort, stadt, plz ort,
        plz und ort, postleitzahl ort, postort, stad, bostadsort, postnummer och ort, postnr och
        ort, poststed, postnummer og sted, postnr og sted, postnr sted, postnummer og poststed,
        postnr og poststed, sted, ville, code postal et ville, plaats, woonplaats, postcode en
        plaats, vestigingsplaats, miasto, miejscowość, kaupunki, paikkakunta, postitoimipaikka,
        ciudad, población, localidad, città, comune, cidade, localidade""",
    "labels": """labels, label, group membership, groups, group, categories, category, tags, tag,
        kategorier, kategori, etiketter, etiket, grupper, gruppe, kategorien, kategorie,
        gruppen, etikett, schlagwörter, grupp, taggar, merkelapper, etikettar, catégories,
        catégorie, groupes, groupe, étiquettes, libellés, categorieën, categorie, groepen,
        groep, kategorie kontaktu, etykiety, grupy, luokat, luokka, ryhmät, tunnisteet,
        categorías, categoría, grupos, etiquetas, categoria, gruppi, etichette""",
    "connected_on": """connected on, connected since, connection date, forbundet den, forbundet,
        forbindelsesdato, forbindelse oprettet, forbindelse siden, tilknyttet den, tilknyttet,
        tilsluttet den, tilsluttet, kontakt siden, kontakt seit, verbunden am, verbunden seit,
        vernetzt am, vernetzt seit, ansluten den, anslöts den, kontakt sedan, koblet til den,
        kontakt siden dato, connecté le, en relation depuis, verbonden op, verbonden sinds""",
    # These two count only where the file has nothing better for the name or the job.
    "other_name": """nickname, kaldenavn, file as, arkiver som, customer, client, kunde, kundenavn, klient,
        customer name, client name, spitzname, speichern unter, kundenname, smeknamn, kallenavn,
        kund, kundnamn, kallenamn, surnom, client nom, bijnaam, klant, klantnaam, asiakas,
        klient nazwa, cliente, deltager, deltagernavn, medlem, medlemsnavn, gæst, gæstenavn, tilmeldt,
        medarbejder, medarbejdernavn, ejer, indehaver, participant, attendee, guest, member, owner,
        teilnehmer, inhaber, deltagare, medlemsnamn, ägare, deltaker, eier, gjest""",
    "other_title": """title, titel, role, rolle, occupation, profession, trade, erhverv, fag, tittel, roll,
        yrke, beruf, funktion, titre, rôle, métier, beroep, rol, tytuł, zawód, titteli, ammatti,
        profesión, professione, titolo""",
}
_FIELD_OF = {
    " ".join(heading.split()): name for name, headings in _HEADINGS.items() for heading in headings.split(",")
}
# Words that mean something only in company: Yahoo's "First" and "Last", the Spanish and Italian first name
# that alone is the whole name.
_FIRST_WITH_LAST = {"first", "nombre", "nome", "för", "for", "vor", "given"}
_LAST_WITH_FIRST = {"last", "family", "efter", "etter", "nach"}
_MIDDLE_WITH_LAST = {"middle", "mellem", "initial", "initials"}
_YAHOO_PHONES = {"home", "work", "mobile", "other", "primary", "yahoo phone"}
_ALONE_A_NAME = {"nombre", "nome"}

# The person at a firm; a column of names beside it holds the firms.
_AT_A_FIRM = re.compile(
    r"att(?:ention)?|(?:kontakt|contact ?)person\w*|ansprechpartner\w*|contactpersoon|yhteyshenkilö"
    r"|persona de contacto"
)
_WHERE = r"""
    work|business|home|private|other|office|primary|arbejde|firma|privat|hjem|hjemme|anden|
    andet|geschäftlich|beruflich|dienstlich|privat|weitere|weiterer|andere|arbete|arbetet|
    arbetsplats|hem|hemmet|bostad|annan|övrig|arbeid|annet|annen|bureau|professionnel|
    domicile|autre|zakelijk|werk|thuis|privé|ander|służbowy|służbowe|domowy|prywatny|inny|
    inne|työ|koti|muu|trabajo|particular|otra|otro|ufficio|casa|abitazione|altro
"""
_WHERE = "(?:" + re.sub(r"\s+", "", _WHERE) + ")"
_TOWN = (
    r"(?:city|town|by|ort|stadt|stad|poststed|sted|postort|ville|plaats|miejscowość|miasto|kaupunki"
    r"|paikkakunta|ciudad|città)"
)
_PLURAL = re.compile(r" (?:e|er|n|en|s|1)$")
_NUMBERED = (
    (re.compile(r"organi[sz]ation \d+ name"), "organisation"),
    (re.compile(r"organi[sz]ation \d+ title"), "title"),
    (re.compile(rf"(?:address \d+|{_WHERE}) {_TOWN}|{_TOWN} (?:de |du |del |di |adres )?{_WHERE}"), "city"),
    (re.compile(rf"(?:address|adresse|adress) {_TOWN}|{_WHERE} (?:address|adresse) {_TOWN}"), "city"),
)
_EMAIL = re.compile(
    r"\b(e ?mail|mail|e ?post|courriel|correo|sähköposti|messagerie|posta elettronica)|(mail|mailadresse)\b"
)
_PHONE = re.compile(
    r"(phone|telefon|telefonnummer|telefonnr|telefonnumre|mobile?|mobilnummer|mobilnr|rufnummer|handynummer"
    r"|téléphone|telephone|teléfono|telefoon|telefoonnummer|puhelin|puhelinnumero|matkapuhelin|telefono|telefone"
    r"|cellulare|móvil|komórka|komórkowy|telefonu|numéro|gsm nummer|gsm nr)\b"
    r"|\b(tlf|tel|tél|telf|tfn|cell|mob|handy|gsm|mobil\w*|phones?|telefon\w*|hauptnummer|portable)\b"
)
_NOT_A_VALUE = re.compile(
    r"type|typ\b|label|etiket|display|vist navn|opt|permission|samtykke|nyheds|newsletter|sendt|angezeigt"
    r"|anzeigename"
    r"|visningsn|weergave|nom complet|nombre para mostrar|tipo|tyyppi|nazwa wyświetlana|status|bounce"
    r"|\bdato\b|\bdate\b|\bdatum\b|\bsent\b|abonne|einwilligung|samtycke"
)
_NOT_THEIR_PHONE = re.compile(
    r"fax|faks|assist|pager|telex|teleks|\btty\b|isdn|callback|tilbagekald|rückruf|person?sökare|personsøger|operator"
    r"|callwave|landekode|country code|landskod|vorwahl|télécopie|\bbip|udbyder|selskab\b|model|abonnement"
)
# "Dit fulde navn", "Kontaktens navn", "Your name"
_NAME_AMONG = re.compile(r"(?:navn|name|namn|naam|nom|nombre|nimi)")
_FILLING = """
    dit din dine det den hele fulde fuld fuldt your the full complete whole my mit ditt ditt deres jouw
    je uw ihr dein votre ton su tu ditt och og and of for på til hos kontakt kontakts kontaktens
    kontaktpersons kontaktpersonens contact contacts contactperson s person persons personens medlem
    medlems medlemmets member members deltager deltagers deltagerens participant participants attendee
    attendees guest gæst gæstens kunde kundens customer customers client clients leverandør supplier
    hvad er what is e eget egen fulla hela vollständiger teilnehmer deltakers deltagares 1
"""
_FILLERS = frozenset(_FILLING.split())

# Headings of what is surely no name: where only such are left over, there is nothing to ask the person.
_NO_NAME = re.compile(
    r"adres|address|gade|street|vej|gatu|straße|strasse|rue\b|straat|\bzip\b|post|plz|\bland\b|country|region"
    r"|county|state|lan[dt]\b|not[ei]|bemærk|kommentar|comment|remark|beskriv|descri|web|url|hjemmeside|website"
    r"|side\b|cvr|\bse nr|vat|org nr|orgnr|moms|branche|industry|trade|afdeling|department|avdelning|avdeling"
    r"|abteilung|anrede|suffi[xk]|prefix|salutation|titel|title|fødselsdag|birthday|geburtstag|født|dato|date"
    r"|datum|status|\bid\b|nummer|\bnr\b|number|beløb|amount|saldo|pris|price|language|sprog|fax|pager|skype|yomi"
    r"|phonetic|ægtefælle|spouse|partner|child|børn|assistant|manager|leder|chef|gender|køn|twitter|facebook"
    r"|instagram|linkedin|profil|account|konto|betaling|payment|valuta|currency|priority|prioritet|sensitivity"
    r"|følsomhed|privat\b|kilde|source|type|typ\b|kontor|office|hobby|keywords|nøgleord|mileage|billing|directory"
    r"|interesse|interest|relation|event|photo|billede|custom|user ?\d|bruger ?\d|medlemskab|bil\b|varer?\b"
)

_ONLY_A_KIND = re.compile(r"(?:type|typ|label|posttyp|posttype)$")

_SIGNS_OF_GOOGLE = re.compile(
    r"(e mail|phone|address|website|event|relation) 1 (value|label|type|formatted)|yomi name|group membership"
    r"|organization 1 name|phonetic (first|last) name"
)
_SIGNS_OF_OUTLOOK = re.compile(
    r"e mail( \d)? (address|adresse|type|typ|display name|vist navn)|business (phone|fax|street)"
    r"|company main phone|(telefon|gade|by|fax) arbejde|web page|mobiltelefon|e postadress|e posttyp"
    r"|e postadresse|e posttype|e mailadres|(telefon|fax|ort|straße) geschäftlich|weitere vornamen"
    r"|(telefon|ort|gatuadress|poststed|faks|fax) (arbete|arbeid)"
)

NAMING = frozenset({"first_name", "last_name", "name", "other_name", "organisation"})
OF_A_PERSON = NAMING - {"organisation"}


@dataclass(frozen=True)
class Columns:
    """What a row of headings means.

    ``fields`` maps the column's index to its field, ``headings`` the same index to the heading as it stands
    in the file; ``others`` are the headings that mean nothing to us, by index; ``unnamed`` the columns
    without a heading, each with the column to its left that has one; ``kinds`` maps the index of a number or
    address to that of the column which says what kind it is. ``kind`` is linkedin, google, outlook or csv.
    """

    fields: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    kind: str = "csv"
    others: dict[int, str] = field(default_factory=dict)
    unnamed: dict[int, int] = field(default_factory=dict)
    kinds: dict[int, int] = field(default_factory=dict)

    @property
    def telling(self) -> set[int]:
        """The columns that only say what kind of thing the next one holds."""
        return {
            index
            for index, heading in self.others.items()
            if _ONLY_A_KIND.search(simplify(heading)) or index in self.kinds.values()
        }

    @property
    def usable(self) -> bool:
        """Whether people can be found by these headings: a name, and one thing more unless it says "name"."""
        found = set(self.fields.values())
        return bool(found & NAMING) and (len(found) > 1 or found <= {"name", "first_name"})

    @property
    def names_people(self) -> bool:
        """Whether the headings tell which column holds the name of a person (a surname alone does not)."""
        return bool(set(self.fields.values()) & (OF_A_PERSON - {"last_name"}))

    @property
    def askable(self) -> bool:
        """Whether the headings tell something, and the person may know which other column has the name."""
        return bool(self.fields) and not self.names_people and bool(self.others or self.unnamed)

    @property
    def score(self) -> float:
        return len(self.fields) if self.usable else len(self.fields) - 0.5 if self.askable else 0


def simplify(heading: str) -> str:
    """A heading in lower case, its words parted by single spaces: "E-mail 2-adresse" → "e mail 2 adresse"."""
    heading = unicodedata.normalize("NFC", heading).lower()
    return " ".join(re.findall(r"[^\W_]+", heading))


def is_heading_like(cell: str) -> bool:
    """Whether ``cell`` may be a heading: words, no address and no number of more than one digit."""
    return (
        bool(cell.strip()) and len(cell) <= MAX_HEADING and "@" not in cell and not re.search(r"\d{2}", cell)
    )


def understand(cells: Sequence[str]) -> Columns:
    """The Columns that a row of ``cells`` (str) means if it is the row of headings."""
    simple = [simplify(cell) if len(cell) <= MAX_HEADING and "@" not in cell else "" for cell in cells]
    fields = {index: found for index, heading in enumerate(simple) if heading and (found := _field(heading))}
    fields |= _in_company(simple, fields)
    fields = _firms_beside(simple, fields)
    # A title just before the first name is a form of address: Mrs, Hr.
    fields = {i: f for i, f in fields.items() if f != "other_title" or fields.get(i + 1) != "first_name"}
    for spare, better in (("other_title", {"title"}), ("other_name", {"name", "first_name", "last_name"})):
        if better & set(fields.values()):
            fields = {index: found for index, found in fields.items() if found != spare}
    headings = {index: " ".join(cells[index].split()) for index in fields}
    others = {
        index: " ".join(cell.split())[:MAX_HEADING]
        for index, cell in enumerate(cells)
        if index not in fields and cell.strip()
    }
    unnamed, last = {}, None
    for index, cell in enumerate(cells):
        if cell.strip():
            last = index
        elif last is not None:
            unnamed[index] = last
    return Columns(fields, headings, _kind(simple, set(fields.values())), others, unnamed, _kinds(simple))


def understand_two(upper: Any, lower: Any) -> Any:
    """The Columns of headings that take up two rows: a merged one above, what it is parted into below."""
    joined, last = [], ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else ""
        below = lower[index] if index < len(lower) else ""
        last = above if above.strip() else last
        if not below.strip():
            joined.append(above)
        elif _field(simplify(below)) or not last.strip():
            joined.append(below)
        else:
            joined.append(f"{last} {below}")
    return understand(joined)


def may_be_a_name(heading: str) -> bool:
    """Whether a column with this ``heading``, which we do not know, may hold names."""
    return not _NO_NAME.search(simplify(heading))


def _field(heading):
    if heading in _FIELD_OF:
        return _FIELD_OF[heading]
    if (plain := _PLURAL.sub("", heading)) in _FIELD_OF:  # "Fornavn(e)"
        return _FIELD_OF[plain]
    if heading in _ALONE_A_NAME:
        return None
    for pattern, found in _NUMBERED:
        if pattern.fullmatch(heading):
            return found
    if _NOT_A_VALUE.search(heading):
        return None
    if _EMAIL.search(heading):
        return "emails"
    if _PHONE.search(heading) and not _NOT_THEIR_PHONE.search(heading):
        return "phones"
    words = heading.split()
    rest = [word for word in words if not _NAME_AMONG.fullmatch(word)]
    if len(rest) < len(words) and all(word in _FILLERS for word in rest):
        return "name"
    return None


def _in_company(simple, fields):
    """The fields of headings that mean something only beside others."""
    words = set(simple)
    found = set(fields.values())
    has_last = bool(words & _LAST_WITH_FIRST) or "last_name" in found
    has_first = bool(words & _FIRST_WITH_LAST) or "first_name" in found
    more = {}
    for index, heading in enumerate(simple):
        if index in fields or not heading:
            continue
        if heading in _FIRST_WITH_LAST and has_last:
            more[index] = "first_name"
        elif heading in _LAST_WITH_FIRST and has_first:
            more[index] = "last_name"
        elif heading in _MIDDLE_WITH_LAST and has_last and has_first:
            more[index] = "middle_name"
        elif heading in _ALONE_A_NAME:
            more[index] = "name"
        elif heading in _YAHOO_PHONES and {"first", "last"} <= words:
            more[index] = "phones"
    return more


def _firms_beside(simple, fields):
    """The fields, with a customer's name as the firm where another column has the person to ask for there."""
    names = [index for index, found in fields.items() if found == "name"]
    people = [index for index in names if _AT_A_FIRM.fullmatch(simple[index])]
    if not people or len(names) != len(people) + 1 or "organisation" in fields.values():
        return fields
    firm = next(index for index in names if index not in people)
    return fields | {firm: "organisation"}


def _kinds(simple):
    """{index of "Phone 1 - Value": index of "Phone 1 - Label"}, Google's way to say which number is a fax."""
    place = {heading: index for index, heading in enumerate(simple)}
    found = {}
    for index, heading in enumerate(simple):
        if match := re.fullmatch(r"(phone \d+) value", heading):
            label = place.get(f"{match[1]} label", place.get(f"{match[1]} type"))
            if label is not None:
                found[index] = label
    return found


def _kind(simple, found):
    if {"connected_on", "first_name", "last_name"} <= found:
        return "linkedin"
    if any(_SIGNS_OF_GOOGLE.fullmatch(heading) for heading in simple):
        return "google"
    signs = sum(bool(_SIGNS_OF_OUTLOOK.fullmatch(heading)) for heading in simple)
    return "outlook" if signs >= 2 and "first_name" in found else "csv"
