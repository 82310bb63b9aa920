"""Further words of job titles, folded: trades, care, teaching, science and public service in the languages CVs come in."""

from engine.reading.lexicon.tables import words

MORE_TITLE_WORDS: frozenset[str] = words(
    # English
    "teller roofer mason painter decorator glazier fitter tiler rigger fabricator toolmaker millwright lineman firefighter soldier sergeant "
    "lieutenant corporal detective ranger lifeguard phlebotomist radiographer sonographer optometrist optician dietitian dietician "
    "nutritionist physiotherapist osteopath chiropractor veterinarian hygienist governess headteacher registrar invigilator examiner "
    "proofreader subeditor columnist correspondent presenter broadcaster comedian composer choreographer florist butcher fishmonger brewer "
    "distiller dishwasher groundskeeper landscaper arborist forester fisherman deckhand sailor trucker astronomer archaeologist "
    "anthropologist sociologist linguist historian pastor priest chaplain missionary politician councillor diplomat lobbyist fundraiser "
    "organiser organizer canvasser transcriptionist typist telemarketer telephonist adjuster appraiser assessor trader banker realtor "
    "tailor seamstress upholsterer jeweller potter sculptor modeller babysitter mentor facilitator co-ordinator practitioner technologist "
    "metallurgist conservator restorer salesperson pa "
    # German
    "hausmeister gartner backer konditor metzger fleischer friseur kosmetiker zahnarzthelfer arzthelfer hebamme physiotherapeut psychologe "
    "sozialarbeiter sozialpadagoge padagoge bibliothekar journalist fotograf grafiker mediengestalter zeichner bauzeichner konstrukteur "
    "statiker chemiker chemikant laborant biologe physiker mathematiker makler notar richter polizist soldat beamter beamte rezeptionist "
    "servicekraft reinigungskraft kuchenhilfe barkeeper zusteller kurier kommissionierer dachdecker maurer zimmerer installateur schweisser "
    "bediener einsatzleiter ausbilder betreuer geschaftsfuhrung gesellschafter aushilfskraft freiwilliger stellvertreter einkauferin "
    "verkaufsberater geselle gesellin volontar hospitant obermonteur schichtfuhrer gruppenfuhrer fachangestellte fachangestellter "
    "angestellte angestellter arztin anwalt anwaltin padagogin bauhelfer "
    # French
    "conducteur conductrice macon plombier electricien electricienne peintre boulanger boulangere patissier patissiere coiffeur coiffeuse "
    "estheticienne soignant soignante aide-soignant aide-soignante kinesitherapeute pharmacien pharmacienne opticien opticienne "
    "psychologue educateur educatrice auxiliaire ambulancier cariste preparateur preparatrice livreur livreuse manutentionnaire gouvernante "
    "hotesse hote caissier caissiere juriste notaire clerc auditeur auditrice controleur controleuse tresorier tresoriere economiste "
    "statisticien dessinateur dessinatrice geometre metreur paysagiste jardinier photographe journaliste bibliothecaire documentaliste "
    "archiviste surveillant surveillante doctorant doctorante attache attachee delegue deleguee representant representante negociateur "
    "courtier collaborateur collaboratrice interimaire benevole facteur operatrice monteur monteuse soudeur menuisier mecanicien "
    "acheteuse cadre directrice animatrice conferencier maitre chercheuse coordonnateur coordonnatrice superviseur superviseuse "
    # Spanish
    "electricista fontanero albanil carpintero soldador mecanico montador repartidor transportista chofer peluquero peluquera esteticista "
    "maquetador maquetadora ilustrador ilustradora limpiador limpiadora cuidador cuidadora educador educadora pedagogo pedagoga psicologo psicologa fisioterapeuta farmaceutico "
    "farmaceutica odontologo veterinario veterinaria periodista fotografo fotografa delegado delegada representante asesor asesora agente "
    "cajera ayudante peon oficial capataz teleoperador teleoperadora promotor promotora monitor monitora formador formadora investigadora "
    "doctorando biologo biologa quimico quimica auditor auditora tesorero letrado procurador notario funcionario policia bombero vigilante "
    "portero conserje gobernanta jardinero azafata guia bibliotecario bibliotecaria trabajador trabajadora practicante gestor gestora "
    "tecnologo administrador administradora reponedor reponedora operador operadora presidenta fundadora subdirector subdirectora "
    # Italian
    "elettricista idraulico muratore falegname saldatore meccanico montatore fattorino corriere parrucchiere parrucchiera estetista badante "
    "educatore educatrice psicologo psicologa fisioterapista farmacista odontoiatra giornalista fotografo grafico grafica rappresentante "
    "disegnatore disegnatrice capocantiere cassiere cassiera barman pizzaiolo pasticcere panettiere lavapiatti portiere giardiniere revisore notaio geometra perito architetto "
    "architetta avvocata collaboratore collaboratrice operatore operatrice gestore referente formatore formatrice ricercatrice dottorando "
    "dottoranda praticante volontario volontaria animatore animatrice allenatore istruttore istruttrice bibliotecario archivista tecnica "
    "chef capocuoco presidente dirigente funzionario macellaio magazziniera commis amministratore amministratrice supervisore "
    # Portuguese
    "eletricista canalizador pedreiro carpinteiro soldador mecanico montador entregador estafeta cabeleireiro cabeleireira esteticista "
    "cuidador cuidadora educador educadora farmaceutico dentista jornalista fotografo assessor assessora ajudante operario operaria "
    "operadora encarregada promotor promotora formador formadora investigador investigadora doutorando doutoranda arquiteto arquiteta "
    "arquitecto advogada professora gestor gestora tecnica diretora rececionista recepcionista garcom empregada padeiro pasteleiro "
    "porteiro jardineiro agricultor bibliotecario administrador administradora vendedora cozinheira bolseiro voluntario consultora "
    "desenvolvedora programadora fundadora enfermeira lojista balconista "
    # Dutch
    "verzorgende timmerman loodgieter elektricien lasser schilder metselaar hovenier bakker slager kapper schoonheidsspecialiste begeleider "
    "psycholoog fysiotherapeut apotheker tandarts dierenarts journalist fotograaf vormgever tekenaar constructeur werkvoorbereider "
    "uitvoerder voorman heftruckchauffeur bezorger secretaresse juriste notaris controleur consulent onderwijzer hoogleraar promovendus "
    "bibliothecaris beveiliger schoonmaker gastheer gastvrouw ober serveerster bedrijfsleider vertegenwoordiger ondernemer specialiste "
    "medewerkster assistente hulpverlener pedagoog laborant analist voorzitter secretaris penningmeester kraamverzorgende receptioniste "
    # Hebrew, Arabic
    "מהנדס מהנדסת מפתח מפתחת מנהל מנהלת אחות מורה רופא רופאה עוזר עוזרת יועץ יועצת רכז רכזת מתכנת מתכנתת טכנאי טכנאית מעצב מעצבת מתמחה "
    "مهندس مهندسة مدير مديرة مطور مطورة محاسب محاسبة ممرض ممرضة معلم معلمة مساعد مساعدة محلل محللة مستشار مستشارة فني فنية مصمم مصممة "
    "طبيب طبيبة متدرب متدربة مشرف مشرفة منسق منسقة موظف موظفة أخصائي أخصائية رئيس رئيسة "
    # Polish
    "elektryk hydraulik murarz stolarz spawacz slusarz tokarz monter kurier fryzjer fryzjerka kosmetyczka opiekun opiekunka psycholog "
    "fizjoterapeuta farmaceuta dentysta weterynarz dziennikarz fotograf cukiernik piekarz sprzataczka ochroniarz ogrodnik rolnik biolog "
    "chemik fizyk ekonomista audytor notariusz radca aplikant referent inspektor sekretarka recepcjonista wykladowca adiunkt doktorant "
    "doktorantka bibliotekarz archiwista trener trenerka instruktor instruktorka wychowawca wychowawczyni pedagog logopeda polozna ratownik "
    "dyspozytor spedytor logistyk kasjer kasjerka prezes wiceprezes pelnomocnik brygadzista mistrz majster kontroler technolog konstruktor "
    "geodeta projektantka graficzka menadzer dyrektorka zastepca zastepczyni sprzedawczyni kucharka pomocnik praktykantka wolontariusz "
    "wolontariuszka stolarka szwaczka pakowacz operatorka pracownica asystentka lektor lektorka "
)
