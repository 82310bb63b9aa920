"""Nine layouts and six people drawn after the reader was changed for the others: read once, written down, then kept."""

from collections.abc import Callable, Sequence

from tests.support.cv_layouts import Page, drawable, in_numbers, in_words, made
from tests.support.cv_people import Month, Person, Role, Study, Words, months
from tests.support.cv_truth import CvTruth

# fmt: off
LAST_PEOPLE = (
    Person(
        "en",
        Words(
            "Personal Profile", "Career History & Achievements", "Education and Professional Training", "Areas of Expertise", "Languages Spoken",
            "Get in Touch", months("Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"), "Now", "to",
        ),
        "Callum Fairweather", "Quantity Surveyor", "callum@fairweather.example.com", "0131 496 0142", "Musselburgh",
        "Chartered surveyor who keeps civil works inside budget without making enemies on site.",
        (
            Role("Senior Quantity Surveyor", "Lothian Groundworks", "Dalkeith", (2019, 3), None, (
                "Manage final accounts for drainage and roads packages worth up to nine million pounds.",
                "Chair the monthly cost meeting with clients and subcontractors.",
            )),
            Role("Quantity Surveyor", "Pentland Civil", "Livingston", (2014, 10), (2019, 2), (
                "Prepared tenders and measured work on forty housing plots.",
            )),
            Role("Graduate Trainee", "Pentland Civil", "Livingston", (2012, 8), (2014, 9), (
                "Rotated through estimating, planning and procurement.",
            )),
        ),
        (Study("BSc (Hons) Quantity Surveying", "Heriot-Watt University", 2008, 2012),),
        ("CostX", "NEC contracts", "Measurement", "Dispute resolution", "Value engineering"),
        (("English", "mother tongue"), ("French", "intermediate")),
    ),
    Person(
        "de",
        Words(
            "Kurzprofil", "Berufliche Erfahrung & Projekte", "Studium und Schule", "IT-Kenntnisse und Methoden", "Sprachkenntnisse", "Kontakt",
            months("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."), "heute", "bis",
        ),
        "Yusuf Karadağ", "Data Engineer", "yusuf.karadag@example.org", "+49 151 5550142", "Wuppertal",
        "Informatiker mit Schwerpunkt Datenplattformen. Ich baue Pipelines, die nachts niemanden wecken.",
        (
            Role("Data Engineer", "Bergische Energieversorgung", "Wuppertal", (2020, 4), None, (
                "Aufbau einer Plattform für Zählerdaten von zwei Millionen Haushalten.",
                "Ablösung nächtlicher Skripte durch überwachte Abläufe in Airflow.",
            )),
            Role("Wissenschaftlicher Mitarbeiter", "Bergische Universität Wuppertal", "Wuppertal", (2015, 10), (2020, 3), (
                "Forschung zu verteilten Abfragen und Betreuung von sechs Abschlussarbeiten.",
            )),
            Role("Softwareentwickler", "Klingenberg Software", "Solingen", (2013, 9), (2015, 9), (
                "Entwicklung von Schnittstellen für Lagerverwaltung in Java.",
            )),
        ),
        (
            Study("Promotion in Informatik", "Bergische Universität Wuppertal", 2015, 2020),
            Study("M.Sc. Informatik", "Technische Universität Dortmund", 2011, 2013),
        ),
        ("Python", "Spark", "Airflow", "Kafka", "dbt", "Scrum"),
        (("Deutsch", "Muttersprache"), ("Türkisch", "Muttersprache"), ("Englisch", "verhandlungssicher")),
    ),
    Person(
        "fr",
        Words(
            "Qui suis-je ?", "Mes expériences", "Études et diplômes", "Compétences & outils", "Langues parlées", "Me contacter",
            months("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."), "à ce jour", "à",
        ),
        "Océane Thibault-Mercier", "Infirmière de bloc opératoire", "oceane.tm@example.fr", "07 55 50 01 42", "Saint-Nazaire",
        "Infirmière de bloc, neuf ans en chirurgie orthopédique et viscérale.",
        (
            Role("Infirmière de bloc opératoire", "Clinique de l'Estuaire", "Saint-Nazaire", (2018, 5), None, (
                "Instrumentation et circulation pour huit salles d'orthopédie.",
                "Référente hygiène et formatrice des nouveaux arrivants.",
            )),
            Role("Infirmière", "Centre hospitalier de Redon", "Redon", (2015, 7), (2018, 4), (
                "Prise en charge des patients en soins intensifs, de jour comme de nuit.",
            )),
        ),
        (
            Study("Diplôme d'État d'infirmière", "IFSI de Nantes", 2012, 2015),
            Study("Baccalauréat scientifique", "Lycée Aristide-Briand", 2009, 2012),
        ),
        ("Instrumentation", "Stérilisation", "Gestion du stress", "Travail en équipe", "Logiciel DxCare"),
        (("Français", "natif"), ("Anglais", "B2"), ("Espagnol", "notions")),
    ),
    Person(
        "es",
        Words(
            "Acerca de mí", "Experiencia laboral y prácticas", "Estudios realizados", "Aptitudes y herramientas", "Nivel de idiomas", "Contacto",
            months("ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic."), "hoy", "a",
        ),
        "Rocío Benavides Salcedo", "Diseñadora gráfica", "rocio@benavides.example.es", "+34 611 550 142", "Mérida",
        "Diseñadora de marcas pequeñas con ganas de crecer. Del boceto al arte final sin perder el hilo.",
        (
            Role("Diseñadora gráfica", "Estudio Alcazaba", "Mérida", (2019, 9), None, (
                "Identidad visual para cuarenta bodegas y queserías de la región.",
                "Dirección de dos becarios y relación con imprentas.",
            )),
            Role("Maquetadora", "Editorial Guadiana", "Badajoz", (2016, 1), (2019, 8), (
                "Maquetación de libros de texto y preparación de archivos para imprenta.",
            )),
        ),
        (Study("Grado en Diseño", "Escuela de Arte de Mérida", 2011, 2015),),
        ("Illustrator", "InDesign", "Photoshop", "Figma", "Tipografía"),
        (("Español", "lengua materna"), ("Portugués", "C1"), ("Inglés", "B1")),
    ),
    Person(
        "nl",
        Words(
            "Profielschets", "Mijn werkervaring", "Opleiding & cursussen", "Vaardigheden en kennis", "Talenkennis", "Contactgegevens",
            months("jan. feb. mrt. apr. mei juni juli aug. sept. okt. nov. dec."), "heden", "tot",
        ),
        "Fleur van Oosterhout", "Jurist arbeidsrecht", "fleur.oosterhout@example.nl", "+31 6 5550 0142", "Apeldoorn",
        "Jurist die lastige gesprekken rustig houdt en dossiers kort maakt.",
        (
            Role("Jurist arbeidsrecht", "Veluwe Rechtshulp", "Apeldoorn", (2018, 2), None, (
                "Procederen over ontslag en ziekte voor tweehonderd cliënten per jaar.",
                "Opstellen van modelbrieven die het hele team gebruikt.",
            )),
            Role("Juridisch medewerker", "Gemeente Deventer", "Deventer", (2014, 9), (2018, 1), (
                "Behandelen van bezwaarschriften en adviseren van de wethouder.",
            )),
        ),
        (
            Study("Master Rechtsgeleerdheid", "Radboud Universiteit", 2012, 2014),
            Study("Bachelor Rechtsgeleerdheid", "Radboud Universiteit", 2009, 2012),
        ),
        ("Arbeidsrecht", "Onderhandelen", "Procesrecht", "Mediation", "Legal Design"),
        (("Nederlands", "moedertaal"), ("Engels", "C1"), ("Frans", "A2")),
    ),
    Person(
        "it",
        Words(
            "Presentazione", "Esperienze professionali e tirocini", "Formazione scolastica e universitaria", "Conoscenze informatiche",
            "Conoscenze linguistiche", "Contatti",
            months("gen. feb. mar. apr. mag. giu. lug. ago. set. ott. nov. dic."), "in corso", "a",
        ),
        "Tommaso Bellacqua", "Geometra di cantiere", "t.bellacqua@example.it", "347 555 0142", "Foligno",
        "Geometra con esperienza nella ricostruzione dopo il sisma.",
        (
            Role("Geometra di cantiere", "Ricostruzione Umbra", "Foligno", (2017, 6), None, (
                "Contabilità dei lavori e coordinamento di quattro imprese.",
                "Rilievi con drone e restituzione grafica.",
            )),
            Role("Disegnatore", "Studio Topino", "Spello", (2012, 3), (2017, 5), (
                "Disegni esecutivi e pratiche edilizie per case private.",
            )),
        ),
        (Study("Diploma di geometra", "Istituto Tecnico Scarpellini", 2006, 2011),),
        ("AutoCAD", "Primus", "Revit", "Excel", "QGIS"),
        (("Italiano", "madrelingua"), ("Inglese", "B1")),
    ),
)
# fmt: on


def _paired(person: Person, start: Month, end: Month | None) -> str:
    """`03.19 - 02.21` is rare; `3/2019 - 2/2021` without leading noughts is not."""
    return f"{start[1]}/{start[0]} - {f'{end[1]}/{end[0]}' if end else person.words.present}"


def _light_bar(page: Page) -> None:
    """A light bar at the left with small headings; companies in capitals right of it, dates at the far right."""
    person, words = page.person, page.person.words
    page.set_fill_color(236, 236, 236)
    page.rect(0, 0, 180, 842, style="F")
    page.set_y(50)
    for title, rows in (
        (words.contact, (person.city, person.phone, person.email)),
        (words.profile, (person.summary,)),
        (words.languages, tuple(f"{name}\n{level}" for name, level in person.languages)),
        (words.skills, person.skills),
    ):
        page.put(title, size=10, style="B", x=20, w=150)
        for row in rows:
            page.put(row, size=8.5, x=20, w=150)
        page.ln(10)
    page.set_y(45)
    x = 200.0
    page.put(person.name, size=22, x=x)
    page.put(person.headline.upper(), size=10, x=x)
    page.ln(8)
    page.put(words.work, size=13, style="B", x=x)
    for role in person.roles:
        page.ends(role.company.upper(), in_words(person, role.start, role.end), size=9.5, style="B", x=x)
        page.put(f"{role.title}, {role.city}", size=9.5, style="I", x=x)
        page.bullets(role.bullets, mark="\u2022", x=x)
    page.put(words.education, size=13, style="B", x=x)
    for study in person.studies:
        page.ends(study.institution.upper(), f"{study.start} \u2013 {study.end}", size=9.5, style="B", x=x)
        page.put(study.degree, size=9.5, style="I", x=x)


def _tabular(page: Page) -> None:
    """A table without lines, as in German: personal data first, dates left, languages and skills beside their level."""
    person, words = page.person, page.person.words
    page.put("Curriculum Vitae", size=18, style="B")
    page.put(person.name, size=13)

    def row(left: str, right: Sequence[str]) -> None:
        y = page.get_y()
        page.put(left, size=10, w=125)
        page.set_y(y)
        for number, text in enumerate(right):
            page.put(text, size=10, x=185, style="B" if number == 0 and len(right) > 1 else "")
        page.ln(4)

    page.ln(6)
    row("Tel.", [person.phone])
    row("E-Mail", [person.email])
    row(words.contact, [person.city])
    page.rule(words.work, size=11)
    for role in person.roles:
        row(
            _paired(person, role.start, role.end),
            [role.title, f"{role.company}, {role.city}", *(f"- {b}" for b in role.bullets)],
        )
    page.rule(words.education, size=11)
    for study in person.studies:
        row(f"{study.start} - {study.end}", [study.degree, study.institution])
    page.rule(words.languages, size=11)
    for name, level in person.languages:
        row(name, [level])
    page.rule(words.skills, size=11)
    for skill in person.skills:
        page.put(skill)


def _under(page: Page) -> None:
    """Title, company and town in one line, the dates under it in small italics."""
    person, words = page.person, page.person.words
    page.put(person.name, size=19, style="B")
    page.put(person.headline, size=11)
    page.put(f"{person.city} | {person.phone} | {person.email}", size=9)
    page.put(person.summary, size=9.5, style="I")
    page.rule(words.work)
    for role in person.roles:
        page.put(f"{role.title} \u2014 {role.company}, {role.city}", size=10.5, style="B")
        page.put(in_words(person, role.start, role.end), size=8.5, style="I")
        page.bullets(role.bullets, mark="\u2022")
    page.rule(words.education)
    for study in person.studies:
        page.put(f"{study.degree} \u2014 {study.institution}", size=10.5, style="B")
        page.put(f"{study.start} \u2013 {study.end}", size=8.5, style="I")
    page.rule(words.skills)
    page.put(" \u2022 ".join(person.skills))
    page.rule(words.languages)
    page.put(" \u2022 ".join(f"{name}: {level}" for name, level in person.languages))


def _functional(page: Page) -> None:
    """Skills and languages first, the jobs as one line each at the end, their tasks apart from them."""
    person, words = page.person, page.person.words
    page.put(person.name.upper(), size=16, style="B")
    page.put(f"{person.email}  /  {person.phone}  /  {person.city}", size=9.5)
    page.rule(words.profile)
    page.put(person.summary)
    page.bullets([bullet for role in person.roles for bullet in role.bullets], mark="\u2022")
    page.rule(words.skills)
    page.put(", ".join(person.skills))
    page.rule(words.languages)
    page.put(", ".join(f"{name} ({level})" for name, level in person.languages))
    page.rule(words.work)
    for role in person.roles:
        page.put(f"{in_numbers(person, role.start, role.end)}   {role.title}, {role.company}", size=10)
    page.rule(words.education)
    for study in person.studies:
        page.put(f"{study.start} \u2013 {study.end}   {study.degree}, {study.institution}", size=10)


def _leaders(page: Page) -> None:
    """Company and title parted by a colon, dotted leaders to the dates."""
    person, words = page.person, page.person.words
    page.set_font(page.face, "B", 20)
    page.cell(0, 28, person.name, align="C", new_x="LMARGIN", new_y="NEXT")
    page.set_font(page.face, "", 9)
    page.cell(
        0, 14, f"{person.city} \u2022 {person.email} \u2022 {person.phone}", align="C", new_x="LMARGIN", new_y="NEXT"
    )

    def led(left: str, right: str) -> None:
        page.set_font(page.face, "", 10)
        room = 490 - page.get_string_width(left + right)
        dots = "." * max(3, int(room / page.get_string_width(".")) - 8)
        page.put(f"{left} {dots} {right}")

    page.rule(words.work, upper=True)
    for role in person.roles:
        led(f"{role.company}: {role.title}", _paired(person, role.start, role.end))
        page.bullets(role.bullets, mark="\u2022")
    page.rule(words.education, upper=True)
    for study in person.studies:
        led(f"{study.institution}: {study.degree}", f"{study.start}-{study.end}")
    page.rule(words.skills, upper=True)
    page.put("; ".join(person.skills))
    page.rule(words.languages, upper=True)
    for name, level in person.languages:
        led(name, level)


def _numbered(page: Page) -> None:
    """Numbered headings, entries with letters, all of one size; the company in brackets behind the title."""
    person, words = page.person, page.person.words
    page.put(person.name, size=11, style="B")
    for each in (person.headline, person.email, person.phone, person.city):
        page.put(each, size=11)
    for number, title in enumerate((words.work, words.education, words.languages, words.skills), start=1):
        page.ln(8)
        page.put(f"{number}. {title}", size=11, style="B")
        if number == 1:
            for role in person.roles:
                page.put(f"{role.title} ({role.company})", size=11)
                page.put(in_words(person, role.start, role.end), size=11)
                page.bullets(role.bullets)
        elif number == 2:
            for study in person.studies:
                page.put(f"{study.degree} ({study.institution})", size=11)
                page.put(f"{study.start} \u2013 {study.end}", size=11)
        elif number == 3:
            page.put(", ".join(f"{name}: {level}" for name, level in person.languages), size=11)
        else:
            page.put(", ".join(person.skills), size=11)


def _right_bar(page: Page) -> None:
    """A thin line parts the main column from a plain one at the right; the head spans both; dates above the titles."""
    person, words = page.person, page.person.words
    page.put(person.name, size=24, style="B")
    page.put(person.headline, size=12)
    top = page.get_y() + 10
    page.line(400, top, 400, 800)
    page.set_y(top)
    w = 335.0
    page.put(words.work, size=13, style="B", w=w)
    for role in person.roles:
        page.put(_paired(person, role.start, role.end), size=8.5, w=w)
        page.put(role.title, size=10.5, style="B", w=w)
        page.put(f"{role.company} \u2013 {role.city}", size=9.5, w=w)
        page.bullets(role.bullets, mark="\u2022", w=w)
    page.put(words.education, size=13, style="B", w=w)
    for study in person.studies:
        page.put(f"{study.start} - {study.end}", size=8.5, w=w)
        page.put(study.degree, size=10.5, style="B", w=w)
        page.put(study.institution, size=9.5, w=w)
    x, w = 415.0, 140.0
    page.set_y(top)
    for title, rows in (
        (words.contact, (person.phone, person.email, person.city)),
        (words.profile, (person.summary,)),
        (words.skills, person.skills),
        (words.languages, tuple(f"{name} ({level})" for name, level in person.languages)),
    ):
        page.put(title, size=13, style="B", x=x, w=w)
        for row in rows:
            page.put(row, size=9, x=x, w=w)
        page.ln(8)


def _boxes(page: Page) -> None:
    """Headings on painted bands across the page, white on dark; title left, dates right, company below with the town."""
    person, words = page.person, page.person.words
    page.put(person.name, size=20, style="B")
    page.put(f"{person.headline}, {person.city}", size=10)
    page.put(f"{person.phone} \u00b7 {person.email}", size=9)

    def band(title: str) -> None:
        page.ln(8)
        y = page.get_y()
        page.set_fill_color(60, 60, 90)
        page.rect(50, y, 495, 18, style="F")
        page.set_text_color(255, 255, 255)
        page.set_y(y + 1)
        page.put(title.upper(), size=11, style="B", x=56)
        page.set_text_color(0, 0, 0)
        page.ln(4)

    band(words.profile)
    page.put(person.summary)
    band(words.work)
    for role in person.roles:
        page.ends(role.title, _paired(person, role.start, role.end), size=10.5, style="B")
        page.ends(role.company, role.city, size=10)
        page.bullets(role.bullets, mark="\u25aa" if page.face == "DejaVu" else "\u2022")
    band(words.education)
    for study in person.studies:
        page.ends(study.degree, f"{study.start} - {study.end}", size=10.5, style="B")
        page.put(study.institution)
    band(words.skills)
    half = (len(person.skills) + 1) // 2
    for index in range(half):
        y = page.get_y()
        page.bullets([person.skills[index]], mark="\u2022", w=230)
        if index + half < len(person.skills):
            page.set_y(y)
            page.bullets([person.skills[index + half]], mark="\u2022", x=300, w=230)
    band(words.languages)
    for name, level in person.languages:
        page.ends(name, level)


def _since(page: Page) -> None:
    """The dates behind the town in one line with dashes; a paragraph of tasks instead of a list."""
    person, words = page.person, page.person.words
    page.put(person.name, size=18, style="B")
    page.put(f"{person.headline} | {person.email} | {person.phone} | {person.city}", size=9)
    page.rule(words.work)
    for role in person.roles:
        page.put(f"{role.company} - {role.city} - {in_words(person, role.start, role.end)}", size=9.5)
        page.put(role.title, style="B", size=10.5)
        page.put(" ".join(role.bullets), size=10)
        page.ln(4)
    page.rule(words.education)
    for study in person.studies:
        page.put(f"{study.institution} - {study.start} \u2013 {study.end}", size=9.5)
        page.put(study.degree, style="B", size=10.5)
    page.rule(words.languages)
    page.put(" - ".join(f"{name} ({level})" for name, level in person.languages))
    page.rule(words.skills)
    page.put(" - ".join(person.skills))


LAST: dict[str, Callable[[Page], None]] = {
    "light-bar": _light_bar,
    "tabular": _tabular,
    "under": _under,
    "functional": _functional,
    "leaders": _leaders,
    "numbered": _numbered,
    "right-bar": _right_bar,
    "boxes": _boxes,
    "since": _since,
}


def last_cvs(layouts: Sequence[str] = tuple(LAST), codes: Sequence[str] = ()) -> list[CvTruth]:
    """Draws the people of this set in these layouts."""
    people = [person for person in drawable(LAST_PEOPLE) if not codes or person.code in codes]
    return [made(name, LAST[name], person) for name in layouts for person in people]
