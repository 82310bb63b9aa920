"""Invented people whose CVs are drawn for measuring the reader: eight languages, eight trades."""

# fmt: off

from dataclasses import dataclass

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Role:
    """One role; `end` is None for the present one."""

    title: str
    company: str
    city: str
    start: Month
    end: Month | None
    bullets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """One course of study, in whole years."""

    degree: str
    institution: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """What a language calls the parts of a CV."""

    profile: str
    work: str
    education: str
    skills: str
    languages: str
    contact: str
    months: tuple[str, ...]
    present: str
    to: str


@dataclass(frozen=True, slots=True)
class Person:
    """Everything a CV of them says."""

    code: str
    words: Words
    name: str
    headline: str
    email: str
    phone: str
    city: str
    summary: str
    roles: tuple[Role, ...]
    studies: tuple[Study, ...]
    skills: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]


def months(text: str) -> tuple[str, ...]:
    """The names of the months, parted by spaces."""
    return tuple(text.split())


PEOPLE = (
    Person(
        "en",
        Words(
            "Profile", "Work Experience", "Education", "Skills", "Languages", "Contact",
            months("January February March April May June July August September October November December"),
            "Present", "to",
        ),
        "Harriet Okonjo-Blythe",
        "Registered Nurse, Intensive Care",
        "harriet.blythe@example.org",
        "+44 20 7946 0958",
        "Leeds, United Kingdom",
        "Critical care nurse with eleven years on adult and cardiac units. Calm in a crisis and fond of teaching at the bedside.",
        (
            Role("Senior Staff Nurse", "Harrowgate General Hospital", "Leeds", (2018, 4), None, (
                "Lead a shift of nine nurses on a sixteen-bed intensive care unit.",
                "Introduced a sepsis screening checklist that cut time to antibiotics by a third.",
                "Teach newly qualified nurses to manage ventilated patients safely.",
            )),
            Role("Staff Nurse", "Harrowgate General Hospital", "Leeds", (2015, 9), (2018, 3), (
                "Cared for two ventilated patients a shift and documented in the electronic record.",
                "Took part in the audit of central line infections.",
            )),
            Role("Healthcare Assistant", "Brindle Care Homes Ltd", "Bradford", (2012, 6), (2015, 8), (
                "Helped residents with washing, meals and mobility during long night shifts.",
            )),
        ),
        (
            Study("Bachelor of Nursing", "University of Huddersfield", 2012, 2015),
            Study("A-levels in Biology and Chemistry", "Thornfield Sixth Form College", 2010, 2012),
        ),
        ("Mechanical ventilation", "Triage", "Wound care", "ALS", "Electronic health records", "Venepuncture"),
        (("English", "native"), ("French", "B1"), ("Igbo", "fluent")),
    ),
    Person(
        "de",
        Words(
            "Profil", "Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen", "Kontakt",
            months("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
            "heute", "bis",
        ),
        "Jörg Weißmüller",
        "Konstruktionsingenieur",
        "j.weissmueller@example.de",
        "+49 711 5550142",
        "Stuttgart",
        "Maschinenbauingenieur mit zwölf Jahren Erfahrung in der Konstruktion von Getrieben. Ich arbeite gern nah an der Fertigung.",
        (
            Role("Konstruktionsingenieur", "Haldenbach Antriebstechnik GmbH", "Stuttgart", (2017, 10), None, (
                "Entwicklung von Planetengetrieben für Baumaschinen von der Skizze bis zur Serie.",
                "Einführung einer Toleranzanalyse, die den Ausschuss um zwölf Prozent senkte.",
                "Fachliche Führung von drei Konstrukteuren.",
            )),
            Role("Entwicklungsingenieur", "Merkel & Sohn Maschinenbau AG", "Ulm", (2013, 3), (2017, 9), (
                "Auslegung von Wellen und Lagern nach Norm und Prüfung am Versuchsstand.",
                "Betreuung der Lieferanten für Gussteile.",
            )),
            Role("Werkstudent Konstruktion", "Merkel & Sohn Maschinenbau AG", "Ulm", (2011, 4), (2013, 2), (
                "Erstellung von Zeichnungen und Stücklisten für die Vormontage.",
            )),
        ),
        (
            Study("Diplom-Ingenieur Maschinenbau", "Universität Stuttgart", 2007, 2013),
            Study("Abitur", "Schiller-Gymnasium Esslingen", 1998, 2007),
        ),
        ("CATIA V5", "SolidWorks", "FEM-Berechnung", "Toleranzanalyse", "SAP PLM", "FMEA"),
        (("Deutsch", "Muttersprache"), ("Englisch", "C1"), ("Italienisch", "Grundkenntnisse")),
    ),
    Person(
        "fr",
        Words(
            "Profil", "Expérience professionnelle", "Formation", "Compétences", "Langues", "Contact",
            months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
            "aujourd'hui", "à",
        ),
        "Éloïse Garrigue",
        "Comptable fournisseurs",
        "eloise.garrigue@example.fr",
        "+33 4 55 50 12 34",
        "Lyon, France",
        "Comptable rigoureuse forte de neuf ans d'expérience dans la distribution. J'aime les clôtures sans surprise.",
        (
            Role("Comptable fournisseurs", "Sauvignac Distribution SAS", "Lyon", (2019, 2), None, (
                "Traitement de huit cents factures par mois et suivi des litiges avec les fournisseurs.",
                "Mise en place du rapprochement automatique des commandes et des factures.",
                "Préparation de la clôture mensuelle en trois jours ouvrés.",
            )),
            Role("Assistante comptable", "Cabinet Morel et Associés", "Grenoble", (2015, 9), (2019, 1), (
                "Saisie des pièces et déclarations de TVA pour une trentaine de clients.",
                "Révision des comptes de tiers avant le bilan.",
            )),
            Role("Stagiaire en comptabilité", "Cabinet Morel et Associés", "Grenoble", (2015, 3), (2015, 8), (
                "Classement et archivage des dossiers permanents.",
            )),
        ),
        (
            Study("Licence professionnelle Comptabilité", "Université Grenoble Alpes", 2014, 2015),
            Study("BTS Comptabilité et gestion", "Lycée Jacquard", 2012, 2014),
        ),
        ("SAP FI", "Sage 100", "Excel avancé", "TVA intracommunautaire", "Rapprochement bancaire", "Clôture mensuelle"),
        (("Français", "langue maternelle"), ("Anglais", "B2"), ("Allemand", "notions")),
    ),
    Person(
        "es",
        Words(
            "Perfil", "Experiencia laboral", "Formación académica", "Competencias", "Idiomas", "Contacto",
            months("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
            "actualidad", "a",
        ),
        "Itziar Mendoza Calleja",
        "Responsable de marketing digital",
        "itziar.mendoza@example.es",
        "+34 600 555 014",
        "Bilbao, España",
        "Especialista en captación y contenidos con ocho años en comercio electrónico. Me muevo bien entre datos y textos.",
        (
            Role("Responsable de marketing digital", "Zubialde Moda S.L.", "Bilbao", (2020, 1), None, (
                "Dirección de un equipo de cuatro personas y de un presupuesto anual de medio millón de euros.",
                "Aumento del tráfico orgánico en un setenta por ciento con una nueva estrategia de contenidos.",
                "Lanzamiento de campañas de pago en cinco países.",
            )),
            Role("Técnica de SEO", "Agencia Norteña", "Vitoria", (2016, 5), (2019, 12), (
                "Auditorías técnicas y de contenido para veinte clientes de turismo y banca.",
                "Formación interna sobre análisis de palabras clave.",
            )),
            Role("Becaria de comunicación", "Ayuntamiento de Getxo", "Getxo", (2015, 9), (2016, 4), (
                "Redacción de notas de prensa y gestión de redes sociales.",
            )),
        ),
        (
            Study("Máster en Marketing Digital", "Universidad de Deusto", 2014, 2015),
            Study("Grado en Publicidad y Relaciones Públicas", "Universidad del País Vasco", 2010, 2014),
        ),
        ("Google Ads", "SEO técnico", "Google Analytics", "Meta Ads", "HubSpot", "Redacción web"),
        (("Español", "nativo"), ("Euskera", "C1"), ("Inglés", "C1")),
    ),
    Person(
        "it",
        Words(
            "Profilo", "Esperienza professionale", "Istruzione e formazione", "Competenze", "Lingue", "Contatti",
            months("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
            "oggi", "a",
        ),
        "Bartolomeo Ferrante",
        "Capo cuoco",
        "b.ferrante@example.it",
        "+39 051 555 0147",
        "Bologna, Italia",
        "Cuoco con quindici anni di brigata alle spalle, dalla trattoria al ristorante stellato. Cucina di territorio senza sprechi.",
        (
            Role("Capo cuoco", "Ristorante La Ghiacciaia", "Bologna", (2016, 3), None, (
                "Gestione di una brigata di dodici persone e di centoventi coperti a sera.",
                "Riduzione del costo delle materie prime dal trentadue al ventisei per cento.",
                "Stesura dei menu stagionali e delle schede degli allergeni.",
            )),
            Role("Sous chef", "Osteria del Porto Vecchio", "Ravenna", (2011, 6), (2016, 2), (
                "Responsabile della linea dei secondi e degli ordini di pesce.",
                "Formazione degli apprendisti sulle norme HACCP.",
            )),
            Role("Commis di cucina", "Hotel Belvedere", "Rimini", (2008, 5), (2011, 5), (
                "Preparazioni di base e servizio per banchetti fino a trecento ospiti.",
            )),
        ),
        (
            Study("Diploma di tecnico dei servizi della ristorazione", "Istituto Alberghiero Artusi", 2003, 2008),
        ),
        ("HACCP", "Food cost", "Cucina regionale", "Gestione del personale", "Pasticceria", "Ordini e magazzino"),
        (("Italiano", "madrelingua"), ("Inglese", "B1"), ("Francese", "A2")),
    ),
    Person(
        "pt",
        Words(
            "Perfil", "Experiência profissional", "Formação acadêmica", "Competências", "Idiomas", "Contato",
            months("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
            "atual", "a",
        ),
        "Leandro Quintanilha",
        "Analista de dados",
        "leandro.q@example.com.br",
        "+55 41 5555 0142",
        "Curitiba, Brasil",
        "Analista com sete anos de experiência em varejo e logística. Gosto de transformar perguntas vagas em painéis úteis.",
        (
            Role("Analista de dados sênior", "Varejo Araucária S.A.", "Curitiba", (2021, 8), None, (
                "Construção de modelos de previsão de demanda para duzentas lojas.",
                "Migração dos relatórios de planilhas para um armazém de dados na nuvem.",
                "Mentoria de dois analistas juniores.",
            )),
            Role("Analista de dados", "Transportes Serra Verde Ltda", "Joinville", (2018, 2), (2021, 7), (
                "Criação de painéis de desempenho da frota em Power BI.",
                "Automação da conciliação de fretes com Python.",
            )),
            Role("Estagiário de planejamento", "Transportes Serra Verde Ltda", "Joinville", (2016, 7), (2018, 1), (
                "Apoio ao controle de indicadores de entrega.",
            )),
        ),
        (
            Study("Bacharelado em Estatística", "Universidade Federal do Paraná", 2013, 2017),
        ),
        ("Python", "SQL", "Power BI", "dbt", "Estatística", "Airflow", "Excel"),
        (("Português", "nativo"), ("Inglês", "avançado"), ("Espanhol", "intermediário")),
    ),
    Person(
        "nl",
        Words(
            "Profiel", "Werkervaring", "Opleidingen", "Vaardigheden", "Talen", "Contactgegevens",
            months("januari februari maart april mei juni juli augustus september oktober november december"),
            "heden", "tot",
        ),
        "Maartje van der Velde",
        "Teamleider magazijn",
        "maartje.vandervelde@example.nl",
        "+31 10 555 01 42",
        "Rotterdam",
        "Logistiek leidinggevende met tien jaar ervaring in drukke distributiecentra. Veiligheid en sfeer gaan bij mij samen.",
        (
            Role("Teamleider magazijn", "Havenkade Logistiek B.V.", "Rotterdam", (2018, 11), None, (
                "Aansturing van vijfentwintig medewerkers in een driploegendienst.",
                "Verlaging van het aantal pickfouten met veertig procent door een nieuwe looproute.",
                "Verantwoordelijk voor veiligheidsrondes en toolboxmeetings.",
            )),
            Role("Voorman expeditie", "De Graaf Transport", "Dordrecht", (2014, 2), (2018, 10), (
                "Planning van laden en lossen voor veertig vrachtwagens per dag.",
                "Inwerken van uitzendkrachten op de heftruck.",
            )),
            Role("Orderpicker", "De Graaf Transport", "Dordrecht", (2011, 8), (2014, 1), (
                "Verzamelen en controleren van zendingen met de handscanner.",
            )),
        ),
        (
            Study("MBO Logistiek teamleider", "Albeda College", 2012, 2014),
            Study("HAVO", "Wolfert Lyceum", 2006, 2011),
        ),
        ("Heftruckcertificaat", "WMS", "SAP EWM", "Lean", "Roosterplanning", "BHV"),
        (("Nederlands", "moedertaal"), ("Engels", "B2"), ("Duits", "redelijk")),
    ),
    Person(
        "pl",
        Words(
            "Profil zawodowy", "Doświadczenie zawodowe", "Wykształcenie", "Umiejętności", "Języki obce", "Kontakt",
            months("styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"),
            "obecnie", "do",
        ),
        "Agnieszka Dąbkowska-Żuk",
        "Programistka Java",
        "agnieszka.zuk@example.pl",
        "+48 22 555 01 42",
        "Wrocław",
        "Programistka z ośmioletnim doświadczeniem w bankowości i ubezpieczeniach. Lubię czytelny kod i krótkie wydania.",
        (
            Role("Starsza programistka Java", "Orlikon Ubezpieczenia S.A.", "Wrocław", (2019, 5), None, (
                "Projektowanie i rozwój usług do likwidacji szkód w architekturze mikroserwisów.",
                "Skrócenie czasu wdrożenia z dwóch dni do jednej godziny.",
                "Prowadzenie przeglądów kodu i wdrażanie nowych osób.",
            )),
            Role("Programistka Java", "Bank Nadodrzański", "Opole", (2016, 2), (2019, 4), (
                "Utrzymanie systemu przelewów i integracja z zewnętrznymi bramkami.",
                "Pisanie testów integracyjnych dla modułu kredytów.",
            )),
            Role("Stażystka", "Bank Nadodrzański", "Opole", (2015, 7), (2016, 1), (
                "Poprawianie błędów w aplikacji wewnętrznej.",
            )),
        ),
        (
            Study("Magister informatyki", "Politechnika Wrocławska", 2014, 2016),
            Study("Inżynier informatyki", "Politechnika Opolska", 2010, 2014),
        ),
        ("Java", "Spring Boot", "PostgreSQL", "Kafka", "Docker", "JUnit", "Hibernate"),
        (("Polski", "ojczysty"), ("Angielski", "C1"), ("Niemiecki", "A2")),
    ),
)
