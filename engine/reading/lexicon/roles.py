"""Words that tell a job title from the name of an employer, folded, in the languages CVs come in."""

from engine.reading.lexicon.tables import phrases, words

# Whole words.
TITLE_WORDS: frozenset[str] = words(
    # English
    "engineer developer programmer architect manager director head lead leader chief officer ceo cto cfo coo cmo cio president vice vp "
    "founder cofounder co-founder partner owner principal associate consultant analyst scientist researcher specialist coordinator "
    "administrator assistant secretary receptionist clerk accountant auditor bookkeeper controller treasurer buyer planner scheduler "
    "designer artist illustrator animator editor writer author copywriter journalist reporter translator interpreter teacher lecturer "
    "professor tutor instructor trainer coach educator nurse doctor physician surgeon therapist pharmacist dentist midwife paramedic "
    "caregiver carer counselor counsellor psychologist lawyer attorney solicitor barrister paralegal judge notary technician mechanic "
    "electrician plumber welder carpenter machinist operator driver pilot captain steward stewardess chef cook baker waiter waitress "
    "bartender barista host hostess cashier salesperson salesman saleswoman seller representative rep agent broker advisor "
    "adviser strategist executive supervisor foreman superintendent warehouseman picker packer loader cleaner janitor housekeeper guard "
    "officer inspector tester intern trainee apprentice volunteer student freelancer contractor fellow postdoc docent curator librarian "
    "archivist photographer videographer producer musician actor actress dancer stylist hairdresser beautician farmer gardener "
    "builder surveyor estimator draftsman drafter recruiter generalist sre devops dba expert member ambassador evangelist moderator "
    "marketer merchandiser buyer negotiator underwriter actuary economist statistician mathematician physicist chemist biologist "
    "geologist entrepreneur superuser sommelier concierge porter courier dispatcher expediter storekeeper storeman staff worker labourer "
    "laborer helper aide attendant handler superintendent dean provost chancellor deputy staff nanny au-pair webmaster sysadmin "
    # German
    "ingenieur entwickler programmierer softwareentwickler leiter leitung geschaftsfuhrer teamleiter projektleiter abteilungsleiter "
    "berater mitarbeiter sachbearbeiter referent assistent assistenz sekretar kaufmann kauffrau buchhalter controller einkaufer verkaufer "
    "vertriebsmitarbeiter lehrer dozent erzieher pfleger krankenpfleger krankenschwester arzt therapeut apotheker techniker mechaniker "
    "mechatroniker elektriker elektroniker schlosser schreiner maler fahrer koch kellner fachkraft werkstudent praktikant auszubildender "
    "azubi trainee hilfskraft aushilfe meister vorarbeiter gestalter redakteur ubersetzer jurist rechtsanwalt steuerberater prufer "
    "analytiker architekt administrator wissenschaftler doktorand bauleiter disponent lagerist logistiker koordinator beauftragter vorstand "
    "inhaber grunder prokurist spezialist manager "
    # French
    "ingenieur developpeur developpeuse programmeur directeur directrice responsable chef cheffe gestionnaire charge chargee conseiller "
    "conseillere consultant consultante analyste assistant assistante comptable vendeur vendeuse commercial commerciale technicien "
    "technicienne infirmier infirmiere medecin enseignant enseignante professeur formateur formatrice redacteur redactrice traducteur "
    "traductrice avocat avocate stagiaire apprenti alternant alternante cuisinier cuisiniere serveur serveuse employe employee agent "
    "magasinier chauffeur ouvrier coordinateur coordinatrice adjoint adjointe secretaire graphiste concepteur conceptrice chercheur "
    "gerant gerante president fondateur operateur acheteur animateur "
    # Spanish
    "ingeniero ingeniera desarrollador desarrolladora programador programadora director directora gerente jefe jefa responsable "
    "encargado encargada coordinador coordinadora consultor consultora analista asistente auxiliar administrativo administrativa contable "
    "contador vendedor vendedora comercial tecnico tecnica enfermero enfermera medico profesor profesora maestro maestra redactor "
    "traductor abogado abogada becario becaria aprendiz cocinero cocinera camarero camarera cajero dependiente dependienta operario "
    "conductor supervisor especialista disenador disenadora arquitecto arquitecta socio fundador investigador mozo recepcionista "
    # Italian
    "ingegnere sviluppatore sviluppatrice programmatore direttore direttrice responsabile capo coordinatore coordinatrice consulente "
    "analista assistente impiegato impiegata contabile ragioniere venditore commessa commesso tecnico infermiere infermiera medico "
    "insegnante docente professore redattore traduttore avvocato stagista tirocinante apprendista cuoco cameriere cameriera operaio "
    "magazziniere autista addetto addetta progettista ricercatore titolare socio fondatore segretaria receptionist specialista "
    # Portuguese
    "engenheiro engenheira desenvolvedor desenvolvedora programador gerente diretor diretora coordenador coordenadora chefe "
    "encarregado supervisor consultor analista assistente auxiliar administrativo contabilista contador vendedor tecnico enfermeiro "
    "enfermeira medico professor redator tradutor advogado estagiario estagiaria aprendiz cozinheiro empregado atendente operador "
    "motorista projetista pesquisador socio fundador lider "
    # Dutch
    "ontwikkelaar programmeur manager leider teamleider projectleider directeur hoofd coordinator adviseur medewerker assistent "
    "administratief boekhouder verkoper docent leraar leerkracht verpleegkundige arts monteur technicus chauffeur kok kelner stagiair "
    "stagiaire leerling redacteur vertaler jurist advocaat onderzoeker ontwerper specialist beheerder magazijnmedewerker planner "
    "inkoper eigenaar oprichter vrijwilliger bijbaan accountmanager "
    # Polish
    "inzynier programista programistka kierownik kierowniczka dyrektor menedzer koordynator koordynatorka konsultant konsultantka "
    "analityk analityczka asystent asystentka specjalista specjalistka ksiegowy ksiegowa sprzedawca doradca handlowiec przedstawiciel "
    "technik mechanik pielegniarka pielegniarz lekarz nauczyciel nauczycielka redaktor tlumacz prawnik adwokat stazysta stazystka "
    "praktykant kucharz kelner kelnerka kierowca magazynier operator pracownik administrator projektant architekt grafik tester "
    "wlasciciel zalozyciel recepcjonistka lider "
    # Northern, Chinese, Japanese
    "utvecklare ingenjor chef projektledare udvikler utvikler leder konsulent radgiver larare sjukskoterska medarbejder "
    "工程师 经理 实习生 实习 总监 主管 助理 开发 エンジニア マネージャー"
)

# Endings of longer words that are titles (`Softwareentwicklerin`, `Vertriebsleiter`).
TITLE_ENDINGS: tuple[str, ...] = phrases(
    "entwickler|entwicklerin|ingenieur|ingenieurin|leiter|leiterin|berater|beraterin|mitarbeiter|mitarbeiterin|"
    "kaufmann|kauffrau|techniker|technikerin|assistent|assistentin|fachkraft|helfer|helferin|verkaufer|verkauferin|"
    "lehrer|lehrerin|pfleger|pflegerin|schwester|praktikant|praktikantin|manager|managerin|architekt|architektin|"
    "redakteur|redakteurin|spezialist|spezialistin|mechaniker|mechanikerin|monteur|ontwikkelaar|medewerker|adviseur|"
    "begeleider|verpleegkundige|beheerder|leider|designer|berufung|assistenz|hilfskraft|fuhrer|fuhrerin|prufer|"
    "meister|utvecklare|ingenjor|ledare"
    "|工程师|经理|实习生|总监|主管|助理|教师|护士|会计|设计师|分析师|顾问|专员|エンジニア|マネージャー|デザイナー|看護師|営業|"
    "主任|課長|部長|教員|コンサルタント"
)

# Words and endings of employers' names.
COMPANY_WORDS: frozenset[str] = words(
    "inc llc ltd limited plc corp corporation company co group holding holdings gmbh ag kg kgaa ohg gbr ug se mbh sa sas sarl eurl sasu "
    "srl spa snc sl slu slp lda ltda eireli bv nv vof cv ab as asa oy oyj aps sp zoo pvt pte llp lp kk university universitat universite "
    "universidad universita universidade universiteit uniwersytet college school institute institut instituto istituto hospital hospitals klinik "
    "klinikum krankenhaus clinic clinique clinica bank banque banco banca bakery restaurant hotel cafe studio studios agency agentur "
    "agence agencia agenzia agencia laboratories labs lab solutions systems technologies technology software consulting partners "
    "associates industries international services ventures capital media foundation stiftung fondation fundacion fondazione fundacao "
    "association verein ministry ministerium ministere ministerio council department government authority airlines airways motors "
    "pharma pharmaceuticals insurance versicherung assurances seguros stores markets supermarket logistics logistik transport freight "
    "energy electric construction bau engineering werke verlag press publishing museum theatre theater center centre zentrum centro "
    "trust society charity ngo startup enterprises networks digital kitchen farm farms factory fabrik brewery winery pharmacy apotheke "
    "公司 集团 大学 银行"
)

# A place of work that is no place.
WORK_MODES: frozenset[str] = frozenset(
    phrases(
        "remote|hybrid|on-site|onsite|home office|homeoffice|teletravail|remoto|in remoto|zdalnie|op afstand|full-time|part-time|full time|"
        "part time|vollzeit|teilzeit|temps plein|temps partiel|cdi|cdd|tiempo completo|jornada completa|contract|permanent|freelance|"
        "self-employed|selbstandig|freiberuflich|internship|temporary"
    )
)
