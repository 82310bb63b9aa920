"""Ten more invented people in other trades, with other names for the parts of a CV, jobs that overlap and towns no table knows."""

# fmt: off

from tests.support.cv_people import Person, Role, Study, Words, months

MORE_PEOPLE = (
    Person(
        "en-gb",
        Words(
            "Career Summary", "Employment History", "Academic Qualifications", "Technical Proficiencies", "Spoken Languages", "Contact Details",
            months("January February March April May June July August September October November December"),
            "to date", "to",
        ),
        "Priyanka Raghunathan",
        "Platform Engineering Lead",
        "priyanka.r@example.co.uk",
        "+44 7700 900412",
        "Leamington Spa",
        "Engineer of reliable platforms with fourteen years in retail and travel. Efficient in finding what flows badly and fixing it first.",
        (
            Role("Platform Engineering Lead", "Kestrelway Travel", "Coventry", (2020, 2), None, (
                "Lead six engineers who run the booking platform across three regions.",
                "Cut the cost of the staging environments by half with scheduled clusters.",
                "Defined the first service level objectives and the on-call rota.",
            )),
            Role("Senior Site Reliability Engineer", "Kestrelway Travel", "Coventry", (2017, 5), (2020, 1), (
                "Moved forty services from virtual machines to Kubernetes without downtime.",
                "Wrote the incident handbook that all product teams follow.",
            )),
            Role("Visiting Lecturer", "Warwickshire College Group", "Rugby", (2018, 9), (2021, 7), (
                "Taught an evening class on cloud operations to adult learners.",
            )),
            Role("Systems Administrator", "Fletcher & Moss Retail", "Daventry", (2011, 8), (2017, 4), (
                "Looked after three hundred Linux servers and the office network.",
                "Automated the monthly patching with Ansible.",
            )),
        ),
        (
            Study("BSc Computer Science", "Aston University", 2008, 2011),
            Study("A-levels in Maths, Physics and Art", "Trinity Sixth Form", 2006, 2008),
        ),
        ("Kubernetes", "Terraform", "Go", "PostgreSQL", "Prometheus", "Ansible", "Incident management"),
        (("English", "native"), ("Tamil", "fluent"), ("German", "A2")),
    ),
    Person(
        "en-us",
        Words(
            "Objective", "Relevant Experience", "Education & Training", "Core Competencies", "Language Skills", "Contact",
            months("January February March April May June July August September October November December"),
            "Current", "to",
        ),
        "Dashiell R. Okafor",
        "Restaurant General Manager",
        "dash.okafor@example.net",
        "(503) 555-0187",
        "Beaverton, OR",
        "Hands-on manager of busy dining rooms. Known for low turnover of staff and clean inspections.",
        (
            Role("General Manager", "Juniper & Salt", "Portland, OR", (2019, 6), None, (
                "Run a ninety-seat dining room with a team of thirty-two and sales of $3.1M a year.",
                "Reduced food waste by 18% with a new ordering sheet.",
            )),
            Role("Assistant Manager", "The Copper Ladle", "Hillsboro, OR", (2016, 3), (2019, 5), (
                "Scheduled front of house staff and trained twenty new servers.",
                "Handled payroll and the weekly inventory.",
            )),
            Role("Line Cook", "The Copper Ladle", "Hillsboro, OR", (2013, 9), (2016, 2), (
                "Prepared up to two hundred covers a night on grill and saute.",
            )),
        ),
        (
            Study("Associate of Applied Science in Culinary Arts", "Clackamas Community College", 2011, 2013),
        ),
        ("Staff scheduling", "Food safety", "Toast POS", "Cost control", "Menu planning", "Conflict resolution"),
        (("English", "native"), ("Spanish", "conversational")),
    ),
    Person(
        "de",
        Words(
            "Persönliches Profil", "Beruflicher Werdegang", "Schulischer Werdegang", "Fachliche Kompetenzen", "Fremdsprachen", "Persönliche Daten",
            months("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
            "laufend", "bis",
        ),
        "Annegret Süßkind",
        "Kaufmännische Sachbearbeiterin",
        "a.suesskind@example.de",
        "04531 / 555 01 42",
        "Bad Oldesloe",
        "Sachbearbeiterin mit fünfzehn Jahren Erfahrung im Einkauf und in der Auftragsabwicklung. Zahlen stimmen bei mir beim ersten Mal.",
        (
            Role("Sachbearbeiterin Einkauf", "Travewerk Metallbau", "Bad Oldesloe", (2016, 1), None, (
                "Bestellung von Halbzeugen und Überwachung der Liefertermine von sechzig Lieferanten.",
                "Einführung eines Rahmenvertrags, der die Frachtkosten um neun Prozent senkte.",
            )),
            Role("Nebenberufliche Dozentin", "Volkshochschule Stormarn", "Ahrensburg", (2018, 3), (2020, 12), (
                "Abendkurse in Buchführung für Einsteiger mit bis zu zwölf Teilnehmern.",
            )),
            Role("Auftragssachbearbeiterin", "Hinrichsen Großhandel", "Reinfeld", (2010, 8), (2015, 12), (
                "Erfassung von Aufträgen und Reklamationen im Warenwirtschaftssystem.",
                "Ausbildung von zwei Auszubildenden im Büro.",
            )),
        ),
        (
            Study("Ausbildung zur Industriekauffrau", "Berufsschule Bad Segeberg", 2007, 2010),
            Study("Mittlere Reife", "Realschule Reinfeld", 2001, 2007),
        ),
        ("SAP MM", "Bestandsführung", "DATEV", "Reklamationsmanagement", "Excel", "Verhandlungsführung"),
        (("Deutsch", "Muttersprache"), ("Englisch", "B2"), ("Dänisch", "Grundkenntnisse")),
    ),
    Person(
        "fr",
        Words(
            "À propos", "Parcours professionnel", "Formation initiale", "Savoir-faire", "Langues étrangères", "Coordonnées",
            months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
            "aujourd'hui", "à",
        ),
        "Gwenaëlle Le Guennec",
        "Conductrice de travaux",
        "gwen.leguennec@example.fr",
        "06 55 50 14 22",
        "Quimperlé",
        "Conductrice de travaux, douze ans de chantiers de rénovation. J'aime les plannings tenus et les équipes soudées.",
        (
            Role("Conductrice de travaux", "Armor Rénovation", "Lorient", (2018, 9), None, (
                "Suivi de huit chantiers de rénovation énergétique, de l'étude à la réception.",
                "Négociation avec les sous-traitants et maîtrise d'un budget annuel de quatre millions d'euros.",
            )),
            Role("Aide-conductrice de travaux", "Bâtisseurs du Ponant", "Concarneau", (2014, 1), (2018, 8), (
                "Préparation des dossiers de consultation et relevés sur site.",
                "Animation des réunions de sécurité hebdomadaires.",
            )),
            Role("Assistante technique", "Bâtisseurs du Ponant", "Concarneau", (2012, 9), (2013, 12), (
                "Mise à jour des plans et des quantitatifs.",
            )),
        ),
        (
            Study("Licence professionnelle Conduite de travaux", "Université de Bretagne Occidentale", 2011, 2012),
            Study("BTS Bâtiment", "Lycée Le Likès", 2009, 2011),
        ),
        ("AutoCAD", "Planification", "MS Project", "Lecture de plans", "Gestion de budget", "Sécurité des chantiers"),
        (("Français", "langue maternelle"), ("Anglais", "B1"), ("Breton", "courant")),
    ),
    Person(
        "es",
        Words(
            "Sobre mí", "Trayectoria profesional", "Formación reglada", "Competencias clave", "Idiomas", "Datos de contacto",
            months("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
            "actualidad", "a",
        ),
        "Itziar Mendizábal Ruiz",
        "Responsable de contabilidad",
        "itziar.mendizabal@example.es",
        "+34 655 501 422",
        "Durango, Vizcaya",
        "Contable con trece años en la industria. Cierres a tiempo, auditorías tranquilas y hojas de cálculo que otros entienden.",
        (
            Role("Responsable de contabilidad", "Forjas Amboto", "Durango", (2017, 4), None, (
                "Dirección de un equipo de cuatro personas y del cierre mensual en cinco días.",
                "Implantación de la factura electrónica con tres mil proveedores.",
            )),
            Role("Técnica contable", "Talleres Ibaizabal", "Amorebieta", (2013, 10), (2017, 3), (
                "Conciliación bancaria y presentación de impuestos.",
                "Preparación de la documentación para los auditores.",
            )),
            Role("Auxiliar administrativa", "Gestoría Urkiola", "Elorrio", (2011, 2), (2013, 9), (
                "Registro de facturas de cuarenta clientes.",
            )),
        ),
        (
            Study("Grado en Administración y Dirección de Empresas", "Universidad de Deusto", 2006, 2010),
            Study("Bachillerato", "Instituto Fray Juan de Zumárraga", 2004, 2006),
        ),
        ("SAP FI", "Plan General Contable", "Excel avanzado", "Consolidación", "Power BI", "Impuestos"),
        (("Español", "nativo"), ("Euskera", "C1"), ("Inglés", "B2")),
    ),
    Person(
        "it",
        Words(
            "Chi sono", "Percorso professionale", "Titoli di studio", "Competenze tecniche", "Lingue straniere", "Recapiti",
            months("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
            "oggi", "a",
        ),
        "Ludovica Casagrande",
        "Addetta alla qualità alimentare",
        "l.casagrande@example.it",
        "+39 340 555 0142",
        "Viareggio",
        "Tecnologa alimentare attenta ai dettagli, dieci anni tra laboratorio e linea di produzione.",
        (
            Role("Responsabile controllo qualità", "Conserve del Serchio", "Capannori", (2019, 11), None, (
                "Gestione del piano di autocontrollo e degli audit dei clienti esteri.",
                "Riduzione dei reclami del trenta per cento in due anni.",
            )),
            Role("Tecnica di laboratorio", "Oleificio Pieve a Elici", "Massarosa", (2015, 2), (2019, 10), (
                "Analisi chimiche e sensoriali dell'olio su ogni lotto.",
                "Taratura degli strumenti e archiviazione dei certificati.",
            )),
            Role("Tirocinante", "Oleificio Pieve a Elici", "Massarosa", (2014, 6), (2015, 1), (
                "Campionamento e registrazione dei dati di linea.",
            )),
        ),
        (
            Study("Laurea magistrale in Scienze e Tecnologie Alimentari", "Università di Pisa", 2011, 2014),
            Study("Diploma di liceo scientifico", "Liceo Barsanti e Matteucci", 2003, 2008),
        ),
        ("HACCP", "ISO 22000", "Gascromatografia", "Analisi sensoriale", "Auditing", "Excel"),
        (("Italiano", "madrelingua"), ("Inglese", "B2"), ("Tedesco", "scolastico")),
    ),
    Person(
        "pt",
        Words(
            "Apresentação", "Percurso profissional", "Habilitações académicas", "Competências técnicas", "Línguas", "Contactos",
            months("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
            "presente", "a",
        ),
        "Duarte Vasconcelos Pinto",
        "Técnico de manutenção industrial",
        "duarte.pinto@example.pt",
        "+351 915 550 142",
        "Vila Nova de Famalicão",
        "Técnico de manutenção com onze anos em fábricas têxteis e de pneus. Gosto de avarias difíceis e de registos bem feitos.",
        (
            Role("Técnico de manutenção", "Pneus do Ave", "Lousado", (2016, 7), None, (
                "Manutenção preventiva e corretiva de quarenta prensas e linhas de corte.",
                "Redução do tempo médio de paragem em vinte e dois por cento.",
            )),
            Role("Eletricista industrial", "Tecelagem Riba d'Ave", "Guimarães", (2012, 5), (2016, 6), (
                "Montagem de quadros elétricos e programação de autómatos.",
                "Formação de dois aprendizes por ano.",
            )),
            Role("Estagiário", "Tecelagem Riba d'Ave", "Guimarães", (2011, 9), (2012, 4), (
                "Apoio à equipa de manutenção no turno da noite.",
            )),
        ),
        (
            Study("Curso técnico de Eletrotecnia", "Escola Profissional Cior", 2008, 2011),
            Study("Ensino secundário", "Escola Secundária D. Sancho I", 2005, 2008),
        ),
        ("Autómatos Siemens", "Pneumática", "Hidráulica", "AutoCAD Electrical", "Leitura de esquemas", "SAP PM"),
        (("Português", "língua materna"), ("Espanhol", "bom"), ("Inglês", "B1")),
    ),
    Person(
        "nl",
        Words(
            "Over mij", "Loopbaan", "Scholing", "Kerncompetenties", "Taalvaardigheid", "Persoonsgegevens",
            months("januari februari maart april mei juni juli augustus september oktober november december"),
            "nu", "tot",
        ),
        "Sjoerd ter Braak",
        "Wijkverpleegkundige",
        "s.terbraak@example.nl",
        "06 - 55 50 14 22",
        "Gouda",
        "Wijkverpleegkundige met oog voor wat mensen zelf nog kunnen. Twaalf jaar ervaring in thuiszorg en verpleeghuis.",
        (
            Role("Wijkverpleegkundige", "Thuiszorg Midden-Holland", "Gouda", (2017, 2), None, (
                "Indiceren van zorg en coachen van een team van elf verzorgenden.",
                "Opzetten van een spreekuur voor mantelzorgers samen met de huisartsen.",
            )),
            Role("Verpleegkundige", "Zorgcentrum De Riethoek", "Waddinxveen", (2013, 7), (2017, 1), (
                "Dagelijkse zorg en medicatie op een afdeling voor dementie.",
                "Begeleiden van stagiaires in hun laatste jaar.",
            )),
            Role("Verzorgende", "Zorgcentrum De Riethoek", "Waddinxveen", (2011, 9), (2013, 6), (
                "Ondersteunen van bewoners bij wassen, eten en activiteiten.",
            )),
        ),
        (
            Study("HBO Verpleegkunde", "Hogeschool Leiden", 2009, 2013),
            Study("VWO", "Goudse Scholengemeenschap", 2003, 2009),
        ),
        ("Wondzorg", "Medicatieveiligheid", "ONS dossier", "Gespreksvoering", "Palliatieve zorg", "Planning"),
        (("Nederlands", "moedertaal"), ("Engels", "goed"), ("Duits", "B1")),
    ),
    Person(
        "pl",
        Words(
            "O mnie", "Przebieg kariery zawodowej", "Edukacja", "Kluczowe kompetencje", "Znajomość języków", "Dane kontaktowe",
            months("styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"),
            "nadal", "do",
        ),
        "Bogusława Świętochowska",
        "Główna księgowa",
        "b.swietochowska@example.pl",
        "+48 605 550 142",
        "Rzeszów",
        "Księgowa z szesnastoletnim stażem w firmach produkcyjnych i budowlanych. Cenię porządek w dokumentach i spokojne zamknięcia roku.",
        (
            Role("Główna księgowa", "Podkarpackie Zakłady Drzewne", "Rzeszów", (2015, 3), None, (
                "Kierowanie pięcioosobowym działem i sporządzanie sprawozdań finansowych.",
                "Wdrożenie elektronicznego obiegu dokumentów w trzech oddziałach.",
            )),
            Role("Samodzielna księgowa", "Instal-Bud Krosno", "Krosno", (2010, 6), (2015, 2), (
                "Prowadzenie ksiąg rachunkowych i rozliczanie budów.",
                "Kontakt z urzędem skarbowym i biegłym rewidentem.",
            )),
            Role("Młodsza księgowa", "Biuro Rachunkowe Sanbilans", "Sanok", (2008, 9), (2010, 5), (
                "Księgowanie faktur i wyciągów dla trzydziestu klientów.",
            )),
        ),
        (
            Study("Magister, Finanse i rachunkowość", "Uniwersytet Rzeszowski", 2003, 2008),
            Study("Liceum ekonomiczne", "Zespół Szkół nr 2 w Krośnie", 1999, 2003),
        ),
        ("Comarch Optima", "Płatnik", "Ustawa o rachunkowości", "Excel", "Kontroling", "VAT"),
        (("Polski", "ojczysty"), ("Angielski", "komunikatywny"), ("Rosyjski", "B1")),
    ),
)
