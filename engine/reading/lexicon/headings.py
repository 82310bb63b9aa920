"""What CVs call their sections, by section and language, folded; a phrase stands in one section only."""

from engine.profile import Section
from engine.reading.lexicon.tables import phrases

# The name of the part that holds contact and personal data; it is no section of a profile.
PERSONAL = "personal"

_PHRASES: dict[str, tuple[str, ...]] = {
    Section.SUMMARY: (
        "summary|professional summary|executive summary|career summary|personal summary|profile summary|summary of qualifications",
        "profile|professional profile|personal profile|career profile|about|about me|objective|career objective|professional objective|personal statement|introduction|at a glance|who i am|overview|professional overview",
        "profil|kurzprofil|berufliches profil|personliches profil|uber mich|zusammenfassung|ziele|berufsziel|kurzvorstellung|qualifikationsprofil",
        "resume professionnel|profil professionnel|a propos|a propos de moi|objectif|objectif professionnel|synthese|accroche|presentation|qui suis-je",
        "perfil|perfil profesional|resumen|resumen profesional|sobre mi|acerca de mi|objetivo|objetivo profesional|extracto|presentacion",
        "profilo|profilo professionale|profilo personale|sommario|riepilogo|chi sono|obiettivo|obiettivo professionale|presentazione|sintesi",
        "perfil profissional|resumo|resumo profissional|sobre mim|objetivo profissional|apresentacao|sobre",
        "profielschets|persoonlijk profiel|profiel|over mij|samenvatting|doelstelling|persoonlijke samenvatting",
        "podsumowanie|podsumowanie zawodowe|profil zawodowy|o mnie|cel zawodowy|profil osobisty",
        "sammanfattning|om mig|om mig selv|resume/profil|profiltekst|פרופיל|פרופיל אישי|תמצית|نبذة عني|نبذة|الملخص|الملخص المهني|الملف الشخصي|الهدف الوظيفي|个人简介|自我评价|自己紹介|个人总结",
    ),
    Section.EXPERIENCE: (
        "experience|work experience|professional experience|employment|employment history|work history|career history|work|career|relevant experience|job experience|professional background|positions held|industry experience|professional history|experiences|work experiences|professional experiences|career experience|selected experience|additional experience|other experience|previous experience|employment experience|teaching experience|research experience|clinical experience|internship experience|internships|internship|military experience|leadership experience|international experience|management experience|appointments|academic appointments|positions|academic positions|work & experience",
        "berufserfahrung|berufserfahrungen|berufliche erfahrung|beruflicher werdegang|berufspraxis|berufstatigkeit|berufliche tatigkeit|berufliche tatigkeiten|werdegang|berufliche laufbahn|arbeitserfahrung|praktische erfahrung|praktika|praktikum|tatigkeiten|praxiserfahrung|beruflicher hintergrund|berufliche stationen|stationen|nebentatigkeiten|beschaftigungen|karriere|berufsweg|praktische erfahrungen",
        "experience professionnelle|experiences professionnelles|experiences|parcours professionnel|emplois|historique professionnel|stages|stage|experiences et stages|carriere|parcours|emploi|experience de travail|activites professionnelles",
        "experiencia|experiencia profesional|experiencia laboral|trayectoria profesional|historial laboral|trayectoria|experiencia de trabajo|empleo|practicas|experiencias|experiencias profesionales",
        "esperienza|esperienze|esperienza professionale|esperienze professionali|esperienza lavorativa|esperienze lavorative|esperienze di lavoro|carriera|percorso professionale|tirocini|attivita professionale|attivita lavorativa",
        "experiencia profissional|experiencias profissionais|historico profissional|percurso profissional|trajetoria profissional|atuacao profissional|carreira|estagios|experiencia de trabalho",
        "werkervaring|ervaring|professionele ervaring|loopbaan|arbeidsverleden|stages en werkervaring|relevante werkervaring|beroepservaring|carriere|arbeidservaring|werk",
        "doswiadczenie|doswiadczenie zawodowe|historia zatrudnienia|przebieg kariery|kariera zawodowa|praktyki|staze|doswiadczenie i praktyki|przebieg pracy zawodowej",
        "arbetslivserfarenhet|yrkeserfarenhet|anstallningar|tidigare anstallningar|anstallningshistorik|yrkesbakgrund|arbetserfarenhet|arbejdserfaring|erhvervskarriere|ansaettelser|yrkeserfaring|jobberfaring|arbeidspraksis|erhvervserfaring|arbeidserfaring|erfarenhet|erfaring|tyokokemus|pracovni zkusenosti|is deneyimi|ניסיון תעסוקתי|ניסיון מקצועי|ניסיון|ניסיון בעבודה|الخبرات|الخبرة|الخبرة العملية|الخبرات العملية|الخبرة المهنية|الخبرات المهنية|工作经历|工作经验|实习经历|实习/项目经历|职业经历|職務経歴|職歴|경력",
    ),
    Section.EDUCATION: (
        "education|academic background|education and training|academic history|educational background|education & training|qualifications|academic qualifications|academic education|studies|degrees|academic|schooling|education history|university education|formal education|academic training|educational qualifications|academic record",
        "ausbildung|bildung|bildungsweg|studium|schulbildung|schule|schulausbildung|akademische ausbildung|hochschulbildung|bildungsgang|akademischer werdegang|schulischer werdegang|ausbildung und studium|schul- und berufsausbildung|schulische ausbildung|berufsausbildung|studium und ausbildung|hochschulstudium|ausbildungen|universitare ausbildung",
        "formation|formations|etudes|diplomes|education et formation|parcours academique|cursus|parcours scolaire|scolarite|formation academique|formation initiale|diplomes et formations|cursus universitaire|formation universitaire",
        "educacion|formacion|formacion academica|estudios|estudios realizados|titulacion|educacion y formacion|formacion reglada|titulos|academica|antecedentes academicos",
        "istruzione|formazione|istruzione e formazione|studi|titoli di studio|percorso accademico|formazione accademica|formazione universitaria|formazione scolastica e universitaria|carriera accademica|formazione scolastica",
        "educacao|formacao|formacao academica|escolaridade|habilitacoes academicas|habilitacoes literarias|percurso academico|educacao e formacao|historico academico",
        "opleiding|opleidingen|onderwijs|studie|opleiding en training|scholing|studies en opleidingen|genoten opleidingen",
        "wyksztalcenie|edukacja|studia|wyksztalcenie i kursy|edukacja i szkolenia",
        "utbildning|uddannelse|utdanning|utdannelse|koulutus|vzdelani|egitim|השכלה|לימודים|التعليم|المؤهلات العلمية|المؤهلات|الدراسة|教育背景|教育经历|学历|学歴|학력",
    ),
    Section.SKILLS: (
        "skills|techs|tech|technical skills|key skills|core skills|core competencies|competencies|key competencies|skills & tools|skills and tools|technologies|tools|tools & technologies|technical expertise|areas of expertise|expertise|technical proficiencies|software|software skills|it skills|computer skills|hard skills|soft skills|professional skills|programming|programming skills|tech stack|stack|technical summary|skill set|skillset|strengths|key strengths|specialties|technical knowledge|transferable skills|additional skills|other skills|skills summary|technical skills & tools|proficiencies|top skills|capabilities|personal skills|software programs|operating systems|fields|technical competencies|relevant skills|key qualifications",
        "kenntnisse|fahigkeiten|kompetenzen|edv-kenntnisse|it-kenntnisse|fachkenntnisse|technische kenntnisse|kernkompetenzen|fachliche kompetenzen|weitere kenntnisse|besondere kenntnisse|softwarekenntnisse|computerkenntnisse|fahigkeiten und kenntnisse|kenntnisse und fahigkeiten|skills & kenntnisse|personliche fahigkeiten|starken|schlusselqualifikationen|fachkompetenzen|it-kompetenzen|programmierkenntnisse|qualifikationen|edv|technische fahigkeiten|zusatzqualifikationen|sonstige kenntnisse|expertise",
        "competences|competences techniques|competences informatiques|competences cles|informatique|savoir-faire|savoir-etre|outils|logiciels|atouts|domaines de competences|competences professionnelles|aptitudes|competences personnelles|qualites|developpement informatique|technologies et outils|qualifications professionnelles",
        "habilidades|competencias|competencias tecnicas|conocimientos|aptitudes|habilidades tecnicas|informatica|herramientas|conocimientos informaticos|destrezas|tecnologias|conocimientos tecnicos|competencias digitales|capacidades|fortalezas|competencias clave",
        "competenze|competenze tecniche|competenze informatiche|capacita e competenze|competenze digitali|capacita|abilita|conoscenze|strumenti|conoscenze informatiche|competenze professionali|competenze chiave|competenze personali|competenze trasversali|tecnologie",
        "competencias profissionais|competencias pessoais|habilidades e competencias|conhecimentos|ferramentas|competencias informaticas|aptidoes|qualificacoes|conhecimentos tecnicos|habilidades profissionais|conhecimentos de informatica|principais competencias",
        "vaardigheden|competenties|kennis|computervaardigheden|technische vaardigheden|it-vaardigheden|kennis en vaardigheden|kwaliteiten|softwarekennis|overige vaardigheden|kerncompetenties",
        "umiejetnosci|kompetencje|umiejetnosci techniczne|znajomosc programow|technologie|narzedzia|umiejetnosci zawodowe|umiejetnosci miekkie|kluczowe umiejetnosci|kluczowe kompetencje",
        "fardigheter|kompetenser|kompetencer|ferdigheter|kompetanse|taidot|dovednosti|yetenekler|מיומנויות|כישורים|כישורים טכניים|المهارات|المهارات التقنية|المهارات الشخصية|技能|专业技能|it 技能|スキル|기술",
    ),
    Section.LANGUAGES: (
        "languages|language|language skills|foreign languages|spoken languages|language proficiency|languages spoken|languages & skills",
        "sprachen|sprachkenntnisse|fremdsprachen|fremdsprachenkenntnisse|sprache",
        "langues|langues etrangeres|competences linguistiques|langues parlees|langue",
        "idiomas|lenguas|competencias linguisticas|idioma",
        "lingue|lingue straniere|competenze linguistiche|conoscenze linguistiche|madrelingua e altre lingue|conoscenza delle lingue",
        "linguas|idiomas e linguas",
        "talen|talenkennis|taalvaardigheden|taalkennis|taalvaardigheid",
        "jezyki|jezyki obce|znajomosc jezykow|znajomosc jezykow obcych",
        "sprak|sprog|sprakkunskaper|sprogkundskaber|kielet|jazyky|diller|שפות|ידיעת שפות|اللغات|المهارات اللغوية|语言|语言能力|語学|언어",
    ),
    Section.CERTIFICATES: (
        "certificates|certifications|certification|licenses|licences|licenses & certifications|licences and certifications|certifications and licenses|courses|training|trainings|professional development|continuing education|further education|courses & certificates|certificates & courses|professional certifications|accreditations|credentials|courses and training|training and certifications|additional training|professional training|further training|continuing professional development|professional qualifications|training courses|certifications & training|licensure|board certifications",
        "zertifikate|zertifizierungen|weiterbildung|weiterbildungen|fortbildung|fortbildungen|kurse|schulungen|seminare|lizenzen|fuhrerschein|zertifikate und weiterbildungen|berufliche weiterbildung|fort- und weiterbildung|fort- und weiterbildungen|zusatzausbildungen|lehrgange",
        "certificats|certifications et formations|formations complementaires|formation continue|permis|habilitations|attestations|formations professionnelles|certifications professionnelles",
        "certificaciones|certificados|cursos|formacion complementaria|cursos y certificaciones|cursos y seminarios|formacion continua|licencias|otros cursos",
        "certificazioni|certificati|corsi|corsi e certificazioni|corsi di formazione|attestati|patenti|patente|formazione continua|patente di guida",
        "certificacoes|certificados|cursos e certificacoes|formacao complementar|cursos complementares|cursos extracurriculares",
        "certificaten|cursussen|trainingen|certificeringen|bijscholing|cursussen en certificaten|cursussen en trainingen|rijbewijs",
        "certyfikaty|kursy|szkolenia|kursy i szkolenia|szkolenia i certyfikaty|uprawnienia|prawo jazdy|kursy i certyfikaty|certyfikaty i szkolenia",
        "certifikat|kurser|certifieringar|kurser og sertifikater|证书|资格证书|資格|자격증",
    ),
    Section.PROJECTS: (
        "projects|personal projects|selected projects|key projects|side projects|academic projects|project experience|open source|open source projects|portfolio|notable projects|relevant projects|projects & associations|research projects|project|project work|professional projects|open source contributions|recent projects",
        "projekte|projekterfahrung|ausgewahlte projekte|projektarbeit|eigene projekte|projektliste|projekterfahrungen|private projekte|wichtige projekte|referenzprojekte|studienprojekte",
        "projets|projets personnels|realisations|projets academiques|projets realises|projets professionnels|principaux projets",
        "proyectos|proyectos personales|proyectos destacados|proyectos academicos",
        "progetti|progetti personali|progetti principali|progetti accademici",
        "projetos|projetos pessoais|projetos relevantes|projetos academicos|projectos",
        "projecten|projectervaring|eigen projecten",
        "projekty|projekty wlasne|wybrane projekty|zrealizowane projekty",
        "projekter|项目经历|项目经验|项目|プロジェクト",
    ),
    Section.AWARDS: (
        "awards|honors|honours|awards & honors|honors & awards|honors and awards|awards and honors|achievements|accomplishments|scholarships|awards & scholarships|grants|prizes|recognition|awards and achievements|key achievements|fellowships|honours and awards|awards & achievements|distinctions|awards and distinctions|awards and recognition",
        "auszeichnungen|preise|stipendien|ehrungen|erfolge|auszeichnungen und stipendien|preise und auszeichnungen",
        "prix|distinctions|recompenses|bourses|prix et distinctions",
        "premios|reconocimientos|logros|becas|premios y reconocimientos|distinciones",
        "premi|riconoscimenti|borse di studio|premi e riconoscimenti",
        "premios e distincoes|reconhecimentos|conquistas|bolsas",
        "prijzen|onderscheidingen|beurzen|prestaties",
        "nagrody|wyroznienia|osiagniecia|nagrody i wyroznienia|stypendia",
        "utmarkelser|priser|获奖情况|获奖经历|荣誉|奖项|受賞歴",
    ),
    Section.PUBLICATIONS: (
        "publications|papers|selected publications|patents|publications and presentations|presentations|conferences|talks|articles|research|journals|research interests|patents & publications|conference presentations|books|speaking|peer-reviewed publications|research papers",
        "publikationen|veroffentlichungen|patente|vortrage|publikationen und vortrage|forschung",
        "publications scientifiques|brevets|communications|conferences et publications",
        "publicaciones|patentes|ponencias|conferencias|investigacion",
        "pubblicazioni|brevetti|convegni|ricerca|conferenze",
        "publicacoes|artigos|pesquisa",
        "publicaties|octrooien|lezingen",
        "publikacje|patenty|konferencje",
        "发表论文|论文|出版物|研究成果",
    ),
    Section.VOLUNTEERING: (
        "volunteering|volunteer|volunteer experience|volunteer work|community service|community involvement|voluntary work|extracurricular activities|extracurricular|leadership & activities|volunteering experience|social engagement|community|leadership and activities|civic engagement|volunteer activities|community engagement|extra-curricular activities|leadership",
        "ehrenamt|ehrenamtliche tatigkeit|ehrenamtliche tatigkeiten|engagement|soziales engagement|ehrenamtliches engagement|gesellschaftliches engagement|ausserschulisches engagement",
        "benevolat|engagement associatif|activites associatives|vie associative|engagements|activites extra-professionnelles|associatif",
        "voluntariado|actividades extracurriculares|trabajo voluntario",
        "volontariato|attivita di volontariato|impegno sociale",
        "trabalho voluntario|atividades extracurriculares|experiencia voluntaria",
        "vrijwilligerswerk|nevenactiviteiten|vrijwilligerservaring|bestuurservaring",
        "wolontariat|dzialalnosc spoleczna|dzialalnosc dodatkowa|kola naukowe",
        "ideellt arbete|frivilligt arbejde|志愿者经历|社会实践|校园经历",
    ),
    Section.INTERESTS: (
        "interests|hobbies|hobbies & interests|personal interests|hobbies and interests|interests & hobbies|activities|interests and activities|interests and hobbies|passions|activities and interests|outside work",
        "interessen|hobbys|hobbies und interessen|freizeit|personliche interessen|interessen und hobbys|hobbys und interessen|freizeitinteressen",
        "centres d'interet|centre d'interet|loisirs|interets|passions|centres d'interets|activites|loisirs et interets|activites et centres d'interet",
        "intereses|aficiones|pasatiempos|intereses personales|aficiones e intereses|hobbies e intereses",
        "interessi|hobby|tempo libero|interessi personali|hobby e interessi|passioni",
        "interesses|interesses pessoais|passatempos|hobbies e interesses",
        "interesses en hobby's|hobby's|vrije tijd|hobby's en interesses|hobbies en interesses|vrijetijdsbesteding",
        "zainteresowania|hobby i zainteresowania|pasje",
        "intressen|interesser|fritidsinteresser|兴趣爱好|爱好|趣味|취미",
    ),
    Section.REFERENCES: (
        "references|reference|referees|professional references|recommendations|testimonials|references available upon request",
        "referenzen|empfehlungen",
        "recommandations",
        "referencias|recomendaciones|referencias profesionales|referencias personales",
        "referenze",
        "recomendacoes",
        "referenties|aanbevelingen",
        "referencje",
        "referenser|referencer|referanser|推荐人|推薦者",
    ),
    Section.OTHER: (
        "other|additional information|miscellaneous|memberships|affiliations|professional affiliations|professional memberships|additional|associations|further information|others|availability|other information|professional affiliations & activities|professional associations|other activities|status",
        "sonstiges|weiteres|mitgliedschaften|zusatzliche informationen|verschiedenes|weitere angaben|zusatzinformationen|sonstige angaben",
        "divers|autres|informations complementaires|autres informations|complements|affiliations professionnelles",
        "otros|otros datos|otros datos de interes|informacion adicional|datos adicionales|datos de interes|otra informacion",
        "altro|ulteriori informazioni|informazioni aggiuntive|altre informazioni|trattamento dei dati personali|autorizzazione al trattamento dei dati",
        "outros|outras informacoes|informacoes adicionais",
        "overig|overige|overige informatie|diversen|nevenfuncties|lidmaatschappen|aanvullende informatie",
        "inne|dodatkowe informacje|informacje dodatkowe|klauzula|czlonkostwo|klauzula rodo",
        "ovrigt|andet|annet|其他|其他信息|その他",
    ),
    PERSONAL: (
        "contact|contact information|contact details|contact me|personal details|personal information|personal data|details|profiles|links|social|social media|online|find me online|get in touch|websites|address|personal|social links|social networks|information|personal info|contact info|web presence|online profiles|biographical data",
        "kontakt|kontaktdaten|personliche daten|angaben zur person|zur person|personalien|personliche angaben|kontaktinformationen|personliches|anschrift|personliche informationen",
        "coordonnees|informations personnelles|etat civil|renseignements personnels|me contacter|donnees personnelles|infos personnelles|informations|reseaux sociaux",
        "contacto|datos personales|informacion personal|datos de contacto|informacion de contacto|redes sociales|enlaces",
        "contatti|dati personali|informazioni personali|dati anagrafici|recapiti|contatto|informazioni di contatto",
        "contato|dados pessoais|informacoes pessoais|informacao pessoal|contactos|contatos|informacoes de contato",
        "contactgegevens|persoonlijke gegevens|persoonsgegevens|personalia|persoonlijke informatie|gegevens",
        "dane kontaktowe|dane osobowe|informacje osobiste|dane personalne",
        "kontaktuppgifter|personuppgifter|kontaktoplysninger|personlige oplysninger|פרטים אישיים|יצירת קשר|المعلومات الشخصية|البيانات الشخصية|معلومات الاتصال|بيانات الاتصال|个人信息|联系方式|基本信息|個人情報|연락처",
    ),
}


def _aliases() -> dict[str, str]:
    table: dict[str, str] = {}
    for section, groups in _PHRASES.items():
        for group in groups:
            for phrase in group.split("|"):
                table.setdefault(phrase, section)
    return table


ALIASES: dict[str, str] = _aliases()

# Names of sections that as often label a line or a group inside another section: they need the look of the CV's other headings.
WEAK: frozenset[str] = frozenset(
    phrases(
        "tools|technologies|techs|tech|software|programming|stack|tech stack|courses|course|training|achievements|key achievements|accomplishments|"
        "strengths|projects|project|open source|portfolio|research|activities|leadership|community|academic|details|social|links|online|"
        "information|fields|status|language|languages|work|career|stage|stages|positions|other|others|additional|operating systems|books|"
        "informatique|outils|logiciels|herramientas|strumenti|ferramentas|narzedzia|technologie|edv|schule|studium|studie|kurse|cursos|corsi|"
        "erfolge|tatigkeiten|praktikum|projekte|projets|proyectos|progetti|projecten|address|profile|profil|perfil|overview|introduction|"
        "presentations|talks|conferences|articles|journals|grants|reference|volunteer|expertise|recognition|employment|parcours|patents|"
        "permis|interests|hobby|qualifications|credentials|references|presentation|emploi|empleo|werk|stationen|engagement|logros|"
        "realisations|osiagniecia|prestaties|kennis|conoscenze|capacita|qualites|programming skills|soft skills|hard skills|about"
    )
)

# Labels inside an entry: they head its bullets and carry nothing themselves.
LABELS: frozenset[str] = frozenset(
    phrases(
        "highlights|responsibilities|key responsibilities|duties|achievements|key achievements|tasks|main tasks|keywords|courses|results|"
        "aufgaben|erfolge|tatigkeiten|schwerpunkte|verantwortlichkeiten|missions|realisations|responsabilites|taches|mission|"
        "responsabilidades|funciones|logros|tareas|responsabilita|mansioni|attivita|risultati|principais atividades|atividades|"
        "verantwoordelijkheden|taken|werkzaamheden|resultaten|obowiazki|zakres obowiazkow|osiagniecia|key accomplishments|description"
    )
)

# Stems that make a short, prominent line a heading of the section even when the phrase is not in the table.
STEMS: tuple[tuple[str, str], ...] = (
    ("volunt", Section.VOLUNTEERING),
    ("ehrenamt", Section.VOLUNTEERING),
    ("experien", Section.EXPERIENCE),
    ("esperienz", Section.EXPERIENCE),
    ("erfahrung", Section.EXPERIENCE),
    ("ervaring", Section.EXPERIENCE),
    ("erfarenhet", Section.EXPERIENCE),
    ("erfaring", Section.EXPERIENCE),
    ("doswiadczeni", Section.EXPERIENCE),
    ("employment", Section.EXPERIENCE),
    ("werdegang", Section.EXPERIENCE),
    ("language", Section.LANGUAGES),
    ("sprach", Section.LANGUAGES),
    ("langue", Section.LANGUAGES),
    ("idioma", Section.LANGUAGES),
    ("linguistic", Section.LANGUAGES),
    ("jezyk", Section.LANGUAGES),
    ("educat", Section.EDUCATION),
    ("educac", Section.EDUCATION),
    ("ausbildung", Section.EDUCATION),
    ("wyksztalcen", Section.EDUCATION),
    ("opleiding", Section.EDUCATION),
    ("istruzion", Section.EDUCATION),
    ("certif", Section.CERTIFICATES),
    ("zertifi", Section.CERTIFICATES),
    ("weiterbildung", Section.CERTIFICATES),
    ("licens", Section.CERTIFICATES),
    ("skill", Section.SKILLS),
    ("competenc", Section.SKILLS),
    ("kompetenz", Section.SKILLS),
    ("kenntnisse", Section.SKILLS),
    ("competenz", Section.SKILLS),
    ("habilidad", Section.SKILLS),
    ("umiejetnosc", Section.SKILLS),
    ("vaardighe", Section.SKILLS),
    ("project", Section.PROJECTS),
    ("projekt", Section.PROJECTS),
    ("projet", Section.PROJECTS),
    ("proyecto", Section.PROJECTS),
    ("award", Section.AWARDS),
    ("honor", Section.AWARDS),
    ("publication", Section.PUBLICATIONS),
    ("interest", Section.INTERESTS),
    ("hobb", Section.INTERESTS),
    ("referenc", Section.REFERENCES),
    ("referenz", Section.REFERENCES),
    ("contact", PERSONAL),
    ("kontakt", PERSONAL),
)
