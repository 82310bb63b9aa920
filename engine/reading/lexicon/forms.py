"""What forms and tables call the parts of an entry, folded: its dates, its name, whose it is, where, and what was done."""

from engine.reading.lexicon.tables import phrases

DATES: tuple[str, ...] = phrases(
    "date|dates|dates (from - to)|date (from - to)|period|time period|dates of employment|employment dates|years|duration|datum|daten|zeitraum|"
    "zeit|von - bis|von/bis|dauer|beschaftigungszeitraum|periode|dates (de - a)|annees|duree|fecha|fechas|fechas (de - a)|periodo|date (da - a)|"
    "data|datas|datas (de - ate)|data (od - do)|data (van - tot)|data (van - t/m)|van - tot|daty|okres|okres zatrudnienia|okres (od - do)|"
    "od - do|lata|anni|anos|jahre|tijdvak|kiedy"
)
NAMES: tuple[str, ...] = phrases(
    "position|job title|title|role|designation|occupation or position held|occupation|position held|function|job|beruf oder funktion|funktion|"
    "stelle|tatigkeit|position/funktion|berufsbezeichnung|fonction|poste|poste occupe|fonction ou poste occupe|emploi ou poste occupe|"
    "intitule du poste|puesto|cargo|profesion o cargo desempenado|puesto o cargo ocupados|puesto desempenado|cargo desempenado|ruolo|posizione|"
    "mansione|lavoro o posizione ricoperti|posizione ricoperta|qualifica|tipo di impiego|funcao|funcao ou cargo ocupado|posto|"
    "profissao ou cargo desempenhado|functie|beroep of functie|rol|stanowisko|zawod lub zajmowane stanowisko|zajmowane stanowisko|funkcja|rola|"
    "degree|qualification|course|programme|title of qualification awarded|bezeichnung der erworbenen qualifikation|abschluss|studiengang|"
    "intitule du certificat ou diplome delivre|diplome|titulo de la cualificacion obtenida|titulo|titulacion|titolo|titolo della qualifica rilasciata|"
    "titolo della qualifica conseguita|qualifica conseguita|designacao da qualificacao atribuida|curso|corso|naam van de kwalificatie|"
    "certificaat of diploma|uzyskane kwalifikacje|tytul|kierunek|kierunek studiow"
)
OWNERS: tuple[str, ...] = phrases(
    "employer|company|organisation|organization|company name|employer name|name of employer|name and address of employer|arbeitgeber|firma|"
    "unternehmen|betrieb|name und adresse des arbeitgebers|employeur|entreprise|societe|nom et adresse de l'employeur|empresa|empleador|"
    "nombre y direccion del empleador|nombre de la empresa|nombre y direccion de la empresa|azienda|datore di lavoro|"
    "nome e indirizzo del datore di lavoro|societa|ditta|empregador|nome e morada do empregador|nome e endereco do empregador|entidade patronal|"
    "werkgever|bedrijf|organisatie|naam en adres van de werkgever|naam werkgever|pracodawca|nazwa i adres pracodawcy|nazwa pracodawcy|nazwa firmy|"
    "name and type of organisation providing education and training|institution|school|university|college|schule|hochschule|universitat|"
    "name und art der bildungs- oder ausbildungseinrichtung|bildungseinrichtung|etablissement|ecole|"
    "nom et type de l'etablissement d'enseignement ou de formation|centro|centro de estudios|institucion|"
    "nombre y tipo de la organizacion que ha impartido la educacion o la formacion|istituto|scuola|universita|"
    "nome e tipo di istituto di istruzione o formazione|nome e tipo d'organizzazione erogatrice dell'istruzione e formazione|instituicao|escola|"
    "nome e tipo da organizacao de ensino ou formacao|instelling|onderwijsinstelling|naam en type onderwijsinstelling|uczelnia|szkola|"
    "nazwa i typ organizacji prowadzacej szkolenie lub ksztalcenie|nazwa szkoly"
)
PLACES: tuple[str, ...] = phrases(
    "location|place|city|ort|standort|lieu|ville|lugar|localidad|luogo|sede|local|localidade|plaats|miejsce|lokalizacja"
)
TASKS: tuple[str, ...] = phrases(
    "main activities and responsibilities|main activities|main duties|responsibilities|duties|key responsibilities|job description|tasks|"
    "description|type of business or sector|business or sector|industry|sector|principal subjects/occupational skills covered|subjects|"
    "level in national or international classification|wichtigste tatigkeiten und zustandigkeiten|aufgaben|aufgabenbereich|hauptaufgaben|"
    "tatigkeitsbereich oder branche|branche|hauptfacher/berufliche fahigkeiten|principales activites et responsabilites|missions|taches|"
    "type ou secteur d'activite|secteur|secteur d'activite|funciones y responsabilidades principales|principales actividades y responsabilidades|"
    "funciones|tareas|tipo de empresa o sector|principales materias o capacidades ocupacionales tratadas|principali attivita e responsabilita|"
    "principali mansioni e responsabilita|mansioni|tipo di attivita o settore|tipo di azienda o settore|settore|"
    "principali tematiche/competenze professionali possedute|principali materie / abilita professionali oggetto dello studio|"
    "principais atividades e responsabilidades|principais actividades e responsabilidades|tipo de empresa ou sector|tipo de empresa ou setor|setor|"
    "voornaamste werkzaamheden|voornaamste werkzaamheden en verantwoordelijkheden|werkzaamheden|taken|aard van het bedrijf of de sector|"
    "glowne zadania i obowiazki|glowne zadania i zakres odpowiedzialnosci|obowiazki|zakres obowiazkow|zadania|"
    "rodzaj dzialalnosci lub sektor|branza"
)
