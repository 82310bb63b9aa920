"""Facts about degrees: how they are called in the languages of Europe, and which fields of study belong together."""

import re

from engine.profile import Degree

# Read top down: the first that is found decides, so that "Master of Science (after BSc)" is a master.
_NAMES: tuple[tuple[Degree, str], ...] = (
    (
        Degree.DOCTORATE,
        r"ph\.?\s?d|d\.?phil|doctor(?:ate|al)?|doktor\w*|dr\.|docteur|doctorat|dottorato|doutor(?:ado|amento)|doctorado|promotion|promotie\b",
    ),
    # A course for graduates that is no degree of its own: it shows that there was a first one.
    (Degree.BACHELOR, r"postgraduate (?:certificate|diploma)|pgce|pgdip|pgcert"),
    # Courses of two or three years whose names hold the name of a higher degree, and degrees of universities of applied sciences.
    (
        Degree.BACHELOR,
        r"diplom[\w -]*\(\s?(?:fh|ba)\s?\)|diplom[\w -]*\bfh\b|(?:ingeniería|arquitectura) técnica|ingenier[oa] técnic[oa]|arquitect[oa] técnic[oa]|diplomatura|laurea triennale|diploma universitario|(?:studia )?inżynierskie",
    ),
    (
        Degree.ASSOCIATE,
        r"grado superior|grado medio|formación profesional|técnico superior|diploma di istituto tecnico superiore|associate degree|brevet (?:professionnel|de technicien)|bac(?:calauréat)? pro\w*|licence professionnelle de|staatlich geprüft\w*|curso (?:técnico|profissional)|ctesp",
    ),
    (
        Degree.MASTER,
        (
            r"master\w*|m\.?\s?sc|m\.?eng|m\.?b\.?a|m\.?a\b|m\.?phil|m\.?ed|m\.?tech|mres|ll\.?m|magister|mag\.|"
            r"diplom(?:-|$|,|\s?(?:ing|kauf|info|math|phys|betr|vol|psy)\w*)|diplôme d['’]ingénieur|staatsexamen|laurea (?:magistrale|specialistica|a ciclo unico)|magistrale|maîtrise|mestrado|mgr\b|magistersk\w+|magistra|d\.?e\.?s\.?s|dea\b|bac\s?\+\s?5|ingenier[oa] (?:de|industrial|civil)|diplôme d['’]état de (?:sage-femme)|"
            r"máster|maestría|civilingenjör|sivilingeniør|specialist degree|postgraduate|agrégation|ingénieur|licentiate|doctorandus|drs\."
        ),
    ),
    (
        Degree.BACHELOR,
        (
            r"bachelor\w*|b\.?\s?sc|b\.?eng|b\.?a\b|b\.?tech|b\.?ed|b\.?com\b|bba|b\.?n\b|ll\.?b|licen[cs]e\b|licenciatur\w*|licenciado|laurea|"
            r"grado|graduad[oa] en|inżynier|inż\.|licencjat\w*|bakałarz|kandidat\w*|hbo|bac\s?\+\s?[34]|diplôme d['’]état|fachhochschul\w*|undergraduate|honours|\bhons?\b"
        ),
    ),
    (
        Degree.HIGH_SCHOOL,
        (
            r"high[- ]school|secondary school|abitur|a[- ]levels?|gcse|baccalauréat|bachillerato|matura\w*|maturità|school[- ]leaving|ged\b|"
            r"lycée|liceo|liceum|lyceum|bac(?:calauréat)?\b(?! pro)|ensino (?:médio|secundário)|realschul\w*|mittlere reife|hauptschul\w*|hochschulreife|vmbo|vwo\b|havo\b|student(?:en)?examen|highers\b"
        ),
    ),
    (
        Degree.ASSOCIATE,
        (
            r"associate\w*|a\.?a\.?s?\b|foundation degree|hnd|hnc|higher national|higher diploma|técnico superior|bts|dut\b|deug|deust|bep\b|bp\b|graduaat|ciclo formativo|kolegium|technikum|technik\b|policealn\w+|fachschul\w*|facharbeiter\w*|staatlich anerkannt\w*|qualifica professionale|istituto (?:alberghiero|tecnico|professionale)|scuola alberghiera|techniker|fachwirt|"
            r"meister\w*|diploma|vocational|apprentice\w*|ausbildung|lehre|cap\b|nvq|city (?:&|and) guilds|level [3-5]|certificate|trade school|"
            r"geselle\w*|formation professionnelle|yrkes\w*|mbo\b"
        ),
    ),
    (Degree.HIGH_SCHOOL, r"secondary|upper secondary|gymnasium"),
    (Degree.BACHELOR, r"(?:\w+ )?degree"),
)
_UNFINISHED = re.compile(
    r"\b(?:not completed|incomplete|unfinished|abandoned|discontinued|dropped out|in progress|ongoing|expected|without degree|laufend|abgebrochen|en cours)\b",
    re.IGNORECASE,
)
_COMPILED = tuple((degree, re.compile(rf"(?<!\w)(?:{names})", re.IGNORECASE)) for degree, names in _NAMES)

# Fields of study that an employer reads as one another's neighbours.
_FIELDS = """
computer science, informatics, informatik, software engineering, information technology, computing, computer engineering, applied informatics, information systems, web development, informatique, informática, informatica, informatyka, datavetenskap, ict
mathematics, applied mathematics, statistics, mathematical statistics, mathématiques, matemáticas, mathematik, matematica, matematyka, matemática, matematikk, matematik, wiskunde, estadística, estatística, statistica, statistik, statistique, actuarial science, operations research, data science, econometrics
mathematics education, mathematics teaching, teaching of mathematics, secondary education mathematics
physics, applied physics, astrophysics, astronomy, physik, physique, física, fisica, fizyka, fysik, natuurkunde
mechanical engineering, maschinenbau, machine engineering, mechatronics, production engineering, aerospace engineering, automotive engineering, manufacturing engineering, génie mécanique, ingeniería mecánica, ingegneria meccanica, engenharia mecânica, mechanika i budowa maszyn, werktuigbouwkunde, fluid mechanics, product development engineering
electrical engineering, electronics, electronic engineering, elektrotechnik, telecommunications, microelectronics, automation, automatisierungstechnik, génie électrique, électronique, électrotechnique, ingeniería eléctrica, electrónica, ingegneria elettronica, ingegneria elettrica, elettronica, engenharia eletrotécnica, elektronica, elektronika, automatyka, robotyka
accounting, accountancy, finance, finanse, finanzas, finanza, finances, finanzen, auditing, accounting and finance, rachunkowość, comptabilité, contabilidad, rechnungswesen, amministrazione finanza e controllo, taxation
business administration, business, economics, betriebswirtschaft, bwl, business management, economia aziendale, administración de empresas, gestion d'entreprise, bedrijfskunde, zarządzanie, international business, volkswirtschaft, economía, économie
marketing, communication, media studies, communications, advertising, public relations, journalism, medienwissenschaft, markedsføring, mercadotecnia, publicidad, relaciones públicas, comunicación, werbung, marketing and communication
nursing, adult nursing, nursing science, soins infirmiers, enfermería, enfermagem, pflege, pflegewissenschaft, infermieristica, pielęgniarstwo, verpleegkunde, sygepleje, bachelor of nursing, children's nursing
culinary arts, professional cookery, cookery, cuisine, catering, chef, hospitality management, hotel management, hospitality, food technology, koch, gastronomy
logistics, supply chain management, transport, logistics management, logistik, logistique, logística, logistica, logistiek, logistyka, spedition und logistikdienstleistung, transport et logistique, supply chain, distribution management, warehousing
education, pedagogy, teaching, educational science, lehramt, teacher training
psychology, applied psychology, cognitive psychology, social sciences, sociology, psychologie, psicología, psicologia, psychologia, socjologia, sociologie, sociología
biology, biochemistry, biotechnology, molecular biology, life sciences
chemistry, chemical engineering, materials science, chemie
law, jurisprudence, rechtswissenschaft, rechtswissenschaften, jura, legal studies, droit, derecho, giurisprudenza, direito, rechten, prawo, business law, european law
social work, social pedagogy, social education, soziale arbeit, sozialen arbeit, sozialpädagogik, sozialarbeit, sozialwesen, sozialwissenschaft, heilpädagogik, travail social, éducation spécialisée, trabajo social, educación social, servizio sociale, servizi sociali, scienze dell'educazione, serviço social, educação social, sociaal werk, maatschappelijk werk, social work studies, praca socjalna, pedagogika, pedagogika opiekuńcza, erziehungswissenschaft, erziehungswissenschaften, pädagogik
pharmacy, pharmaceutical sciences, pharmazie, pharmacie, farmacia, scienze farmaceutiche, farmácia, ciências farmacêuticas, farmacie, farmacja
medicine, human medicine, medizin, humanmedizin, médecine, medicina, geneeskunde, lekarski, medycyna
midwifery, hebammenwissenschaft, hebammenkunde, maïeutique, sage-femme, matrona, ostetricia, verloskunde, położnictwo, obstetricia
civil engineering, structural engineering, construction engineering, building engineering, construction management, bauingenieurwesen, bauingenieur, génie civil, travaux publics, ingeniería civil, ingeniería de caminos, caminos canales y puertos, ingegneria civile, ingegneria edile, engenharia civil, civiele techniek, bouwkunde, budownictwo, inżynieria lądowa
architecture, architektur, arquitectura, architettura, arquitetura, bouwkunst, architektura, urban planning, interior architecture, edificación
tourism, tourism management, hotel administration, international hotel management, tourismus, tourismusmanagement, hotelmanagement, tourisme, hôtellerie, turismo, gestión hotelera, dirección hotelera, scienze del turismo, economia del turismo, gestão hoteleira, toerisme, hotelschool, turystyka, hotelarstwo, hôtellerie restauration
international trade, foreign trade, customs, customs management, außenhandel, außenwirtschaft, zoll, commerce international, comercio internacional, comercio exterior, commercio internazionale, commercio estero, comércio internacional, internationale handel, douane, handel zagraniczny, handel międzynarodowy, stosunki międzynarodowe
environmental science, environmental engineering, ecology, umweltwissenschaften, umwelttechnik, sciences de l'environnement, ciencias ambientales, scienze ambientali, ciências do ambiente, milieukunde, ochrona środowiska
agriculture, agronomy, horticulture, forestry, agrarwissenschaften, landwirtschaft, agronomie, agronomía, agraria, agronomia, landbouw, rolnictwo, leśnictwo
early childhood education, preschool education, kindheitspädagogik, frühpädagogik, éducation de la petite enfance, educación infantil, scienze della formazione primaria, educação de infância, pedagogika przedszkolna, wczesnoszkolna
special education, special needs education, sonderpädagogik, éducation spécialisée, educación especial, pedagogia speciale, pedagogika specjalna
information security, cyber security, cybersecurity, it security, it-sicherheit, sécurité informatique, ciberseguridad, sicurezza informatica, cyberbezpieczeństwo
interaction design, human-computer interaction, user experience, ux design, human factors, digital design, mediendesign, design d'interaction, diseño de interacción
tax law, taxation, tax, steuerrecht, steuern, steuerlehre, fiscalité, derecho fiscal, fiscalidad, diritto tributario, fiscalidade, fiscaal recht, fiscale economie, podatki, doradztwo podatkowe
translation, interpreting, übersetzung, dolmetschen, traduction, traducción, traduzione, tradução, vertalen, tłumaczenia, filologia, modern languages, philology
physiotherapy, physical therapy, physiotherapie, kinésithérapie, fisioterapia, fysiotherapie, fizjoterapia
human resource management, human resources, personalmanagement, ressources humaines, recursos humanos, risorse umane, personeelswetenschappen, zarządzanie zasobami ludzkimi
history, literature, english literature, philosophy, languages, linguistics, drama, fine arts, music, humanities
design, industrial design, interior design, visual communication, communication design, kommunikationsdesign, diseño, grafica, graphic design, product design
"""
FIELD_GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(field.strip() for field in line.split(", ")) for line in _FIELDS.strip().splitlines()
)
_LADDER = tuple(Degree)


def degree_of(text: str) -> Degree:
    """The level a degree's name stands for; NONE when it names none."""
    return next((degree for degree, pattern in _COMPILED if pattern.search(text)), Degree.NONE)


def unfinished(text: str) -> bool:
    """Whether a degree's name says that it is not, or not yet, complete."""
    return bool(_UNFINISHED.search(text))


def steps_below(degree: Degree, wanted: Degree) -> int:
    """How many levels a degree is below the wanted one; 0 when it is as high or higher."""
    return max(0, _LADDER.index(wanted) - _LADDER.index(degree))
