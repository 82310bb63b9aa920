"""Facts about certificates, licences and registrations: their names, what they show, and the words around them."""

import re

TABLE = """
Accountancy qualification = acca, !ACCA, !CIMA, !ACA, !CPA, icaew, cpa, certified public accountant, chartered accountant, chartered certified accountant, bilanzbuchhalter, steuerberater, expert-comptable, dottore commercialista, professional accountancy qualification, accountancy exams
Accounting technician = !AAT, aat level 4, maat > Accounting
Cloud certification = aws certified, aws solutions architect, solutions architect associate, azure administrator, azure fundamentals, azure solutions architect, google cloud certified, professional cloud architect, cloud practitioner, cloud provider certification, azure developer associate, associate cloud engineer > Cloud platforms
Kubernetes certification = certified kubernetes administrator, !CKA, !CKAD > Kubernetes
Project management certificate = pmp, prince2, ipma, certified scrum master, !CSM, psm i, capm > Project management
Google Ads certification = google ads certified, google ads certificate, google ads search certification, google ads display, google ads zertifizierung, skillshop
Google Analytics certification = google analytics certified, google analytics certificate, google analytics individual qualification
Nursing registration = nmc registration, nmc registered, nmc pin, !NMC, registered nurse, nmc register, !RN1, !RGN, nursing license, nursing council, nclex, state registered nurse, !RN
Advanced life support certificate = !ALS, !ACLS, als provider, acls provider > Advanced life support
Critical care qualification = post-registration critical care, enb 100, critical care course, critical care nursing course, postgraduate certificate in critical care, intensive care course, fachweiterbildung intensivpflege, critical care award, adult critical care nursing
Practice assessor certificate = practice assessor, practice supervisor, mentorship module, slaip, enb 998
Teaching qualification = qts, !QTS, pgce, !PGCE, qualified teacher status, teaching license, teaching certificate, staatsexamen lehramt, referendariat, second state examination, capes, agrégation, qualified teacher, teacher training, teaching diploma, credential teaching, certified teacher, lehramt
Food safety certificate = food safety level 3, level 3 food safety, level 3 award in food safety, food hygiene level 3, servsafe manager, haccp certificate, haccp level 3, food safety certificate, food hygiene certificate, level 4 food safety, food safety manager
Welding certificate = welder qualification, welder certificate, coded welder, welding certificate, asme ix, en iso 9606, iso 9606, 9606-1, en 287, schweißerprüfung, schweißerschein, schweißzeugnis, licence de soudeur, qualification soudeur, qs soudeur, homologación de soldador, certificado de soldador, patentino saldatore, patentino di saldatura, certificado de soldadura, lascertificaat, lasdiploma, uprawnienia spawalnicze, uprawnienia spawacza, certyfikat spawacza, książeczka spawacza, świadectwo spawacza, egzamin spawacza
Crane operator certificate = crane licence, slinger signaller, kranschein, caces r484, caces pontier, carnet de gruista, carné de gruista, patentino gru, patentino carroponte, hijsbewijs, uprawnienia na suwnice, uprawnienia na suwnicę, uprawnienia suwnicowe, suwnice, suwnicowy
Electrical installation qualification = nvq level 3 electrical, level 3 electrical installation, nvq level 3 electrotechnical, level 3 nvq electrotechnical, electrotechnical nvq, level 3 diploma electrical, city & guilds 2357, city and guilds 2357, electrotechnical certificate, am2, elektrofachkraft, gesellenbrief elektro, titre professionnel électricien, habilitation électrique, carné de instalador electricista, abilitazione impianti elettrici, uprawnienia sep, świadectwo kwalifikacyjne e
Wiring regulations = 18th edition, bs 7671, 17th edition, wiring regulations
Privacy certification = cipp/e, cipp, cipm, cipt, iapp, certified data protection officer, bcs data protection, practitioner certificate in data protection, datenschutzbeauftragter tüv, dpo certification, certification dpo
Social work registration = registered social worker, social work england, staatliche anerkennung als sozialarbeiter, staatliche anerkennung als sozialpädagoge, staatliche anerkennung als sozialpädagogin, staatlich anerkannte sozialarbeiterin, staatlich anerkannter sozialarbeiter, staatlich anerkannte sozialpädagogin, staatlich anerkannter sozialpädagoge, diplôme d'état d'assistant de service social, deass
Systemic counselling = systemische beraterin, systemischer berater, systemische beratung, systemische therapie, systemische familientherapie, systemische zusatzausbildung, systemische ausbildung, systemic family therapy
Pharmacist registration = gphc, registered pharmacist, approbation als apotheker, approbierter apotheker, inscription à l'ordre des pharmaciens, inscrit à l'ordre des pharmaciens, inscrite à l'ordre, inscription à l'ordre, ordre national des pharmaciens, colegio de farmacéuticos, iscrizione all'albo dei farmacisti, ordem dos farmacêuticos, prawo wykonywania zawodu farmaceuty
Midwife registration = registered midwife, nmc midwife, hebammenerlaubnis, diplôme d'état de sage-femme, ordre des sages-femmes, prawo wykonywania zawodu położnej, big-registratie verloskundige
Legal admission = admitted as a solicitor, admitted solicitor, called to the bar, rechtsanwaltszulassung, zulassung als rechtsanwalt, zweites juristisches staatsexamen, zweites staatsexamen, capa, inscrit au barreau, inscrite au barreau, abogado colegiado, abogada colegiada, colegio de abogados, albo degli avvocati, ordem dos advogados, advocatenexamen, wpis na listę adwokatów, aplikacja radcowska
Tax adviser examination = steuerberaterexamen, steuerberaterprüfung, chartered tax adviser, !CTA, !ATT, att qualified, bestellter steuerberater, doradca podatkowy wpis, belastingadviseur rb
Occupational health and safety certificate = prl, prevención de riesgos laborales, curso de prevención, recurso preventivo, sicherheitsfachkraft, smsts, sssts, cscs, vca, vca vol, corso sicurezza, rspp, uprawnienia bhp > Workplace safety
Customs certificate = zollfachkraft, zolldeklarant ihk, fachkraft zoll, fenex, diploma douanedeclarant, douane certificaat, patente di spedizioniere doganale, spedizioniere doganale abilitato, título de agente de aduanas, representante aduanero, commissionnaire agréé en douane, licencja agenta celnego, agent celny licencja, customs broker licence, licensed customs broker
Forklift certification = uprawnienia na wózek widłowy, uprawnienia na wózki widłowe, udt wózki, wózki jezdniowe, wózki widłowe, wózki podnośnikowe, gabelstaplerschein, flurfördermittelschein, carné de carretillero, carretillero, patentino muletto, patentino carrelli, heftruckcertificaat, caces r489, forklift licence, forklift license, forklift certificate, forklift operator certification, forklift certified, powered industrial truck, !PIT certification, counterbalance licence, reach truck licence, staplerschein, caces, osha forklift, forklift operator, reach truck certification, lift truck certification > Forklift
Occupational safety certificate = osha 10, osha 30, nebosh, iosh managing safely > Workplace safety
Lean Six Sigma belt = six sigma yellow belt, six sigma green belt, six sigma black belt, yellow belt, green belt, black belt, lean six sigma > Six Sigma
Driving licence = driver's license, driver's licence, driving license, driving licence, full uk licence, führerschein, fahrerlaubnis, pkw-führerschein, permis de conduire, permis b, permis voiture, carnet de conducir, carné de conducir, permiso de conducir, permiso b, carné b, patente b, patente di guida, carta de condução, carteira de motorista, rijbewijs, prawo jazdy, class b license, category b, cat. b, cdl, hgv licence
Language certificate = toefl, ielts, !OET, delf, dele, goethe-zertifikat, telc, cambridge certificate, cambridge advanced, !CAE, toeic
SAP certification = sap certified > SAP
Chartered engineer = ceng, chartered engineer, professional engineer, !PE license
Security certification = cissp, !CISM, ceh, comptia security > Cybersecurity
Legal qualification = bar exam, qualified solicitor, admitted to the bar, second state examination in law
Trainer qualification = !AEVO, ausbildereignung, train the trainer certificate, apprentice trainer certificate
HubSpot certification = hubspot certified, hubspot inbound certification > CRM
SolidWorks certification = cswp, cswa > SolidWorks
First aid certificate = first aid at work, first aid certificate, erste-hilfe > Basic life support
ITIL = itil foundation, itil v4 foundation
"""

CREDENTIAL_WORDS = re.compile(
    r"\b(?:certificat\w*|certified|certification|licen[cs]e\w*|registration|registered|qualification|qualified|accredit\w*|diploma|belt|"
    r"zertifi\w*|\w*schein|permit|pin|chartered|passed|credential\w*|award|provider|admitted|nvq|apprenticeship|"
    r"zulassung|approbation|anerkennung|anerkannte?r?|zusatzausbildung|weiterbildung|befähigung\w*|berechtigung|fahrerlaubnis|prüfung|"
    r"diplôme|attestation|agrément|inscription|inscrite?|habilitation|brevet|permis|carte professionnelle|titre|"
    r"certificad\w+|titulación|título|carn[eé]t?|habilitación|colegiad[oa]|permiso|"
    r"attestat\w+|abilitazione|patente|patentino|iscrizione|iscritt[oa]|albo|qualifica|"
    r"certificaç\w+|cédula|carta de condução|carteira|inscriç\w+|"
    r"certificaat|getuigschrift|bevoegdheid|rijbewijs|registratie|geregistreerd|"
    r"uprawnieni\w+|certyfikat\w*|świadectw\w+|licencj\w+|książeczka|prawo jazdy|prawo wykonywania|dyplom|kwalifikacj\w+)\b",
    re.IGNORECASE,
)
# In a requirement these name a credential; the words above that are missing here also have everyday senses.
PLAIN_CREDENTIAL = re.compile(
    r"\b(?:certificat\w*|certified|certification|licen[cs]e|registration|accredit\w*|diploma|belt|zertifi\w*|chartered|credentials?|nvq|"
    r"\w*zulassung|approbation|staatliche\w? anerkennung|\w*führerschein|fahrerlaubnis|\w*schein|befähigungsnachweis|zusatzausbildung|"
    r"diplôme|attestation|agrément|inscription (?:à l['’]ordre|au tableau)|habilitation|brevet|permis (?:de conduire|[bcd]\b)|carte professionnelle|"
    r"certificado|certificación|carn[eé]t?|colegiad[oa]|colegiación|permiso de conducir|habilitación|"
    r"attestato|abilitazione|patente|patentino|iscrizione all['’]|certificazione|certificato|"
    r"cédula profissional|carta de condução|inscrição na ordem|certificação|"
    r"certificaat|rijbewijs|big-registratie|getuigschrift|bevoegdheid|"
    r"uprawnieni\w+|certyfikat|świadectwo|prawo jazdy|książeczka|licencja|prawo wykonywania zawodu)\b",
    re.IGNORECASE,
)
# Papers of the work itself, in the plural: "certificates of origin", "mesures et certificats".
PAPERS = re.compile(
    r"\b(?:certificates|licen[cs]es|registrations|certifications|certificats|certificados|certificaciones|certificati|certificações|certificaten|"
    r"zertifikate|bescheinigungen|świadectwa|licencje)\b",
    re.IGNORECASE,
)
IN_PROGRESS = re.compile(
    r"\b(?:in progress|part[- ]qualified|studying (?:for|towards)|working towards|pending|expected|booked for|awaiting|wait(?:ing)? for|"
    r"papers? (?:left|passed|to go)|part \d passed|candidate for|enrolled|in ausbildung|to be completed|not yet|applied for|application|"
    r"(?:course|studies|training|programme|program) (?:started|begun|under way)|intend(?:s|ing)? to|plan(?:s|ning|ned)? to|beantragt|angemeldet|begonnen|laufend|"
    r"en cours|en formation|prévue?|demande d['’]inscription|en curso|solicitad[oa]|richiest[oa]|da sostenere|aangevraagd|złożony wniosek|wniosek|planowan\w+|w przygotowaniu|cursando|pendiente|in corso|em curso|lopend|in opleiding|nog niet|w trakcie|oczekuj\w+)\b",
    re.IGNORECASE,
)
LAPSED = re.compile(
    r"\b(?:lapsed|expired|no longer valid|was valid|surrendered|resigned|not renewed|never renewed|(?:studies|course) (?:stopped|abandoned|given up)|"
    r"abgelaufen|erloschen|nicht verlängert|abgebrochen|périmée?|expirée?|non renouvelée?|abandonnée?|caducad[oa]|vencid[oa]|no renovad[oa]|abandonad[oa]|"
    r"scadut[oa]|non rinnovat[oa]|interrott[oa]|caducou|não renovad[oa]|verlopen|niet verlengd|wygas\w+|nieodnowion\w+|nieważn\w+)\b",
    re.IGNORECASE,
)
# What stands before the date on which a credential lapses.
GOOD_UNTIL = re.compile(
    r"\b(?:until|till|valid (?:to|thru|through)|expir(?:es|y|ation)(?: date)?(?: on| in)?|gültig bis|valable jusqu['’](?:en|à|au)|expire(?: le| en)?|"
    r"válid[oa] hasta|caduca(?: en| el)?|valid[oa] fino al?|scade(?: il| nel)?|scadenza|válid[oa] até|validade|geldig tot|ważn\w+ do)\b\s?:?",
    re.IGNORECASE,
)
# A taste of a subject beside the credential itself: an hour online, a day's course, a lecture.
TASTER = re.compile(
    r"\b(?:e-?learning|webinars?|online module|modules?|seminar|familiari[sz]ation|awareness|taster|workshop|in \d+ minutes|"
    r"(?:one|two|half)[- ]day|(?:[1-9]|[1-3]\d|40) ?(?:h|hrs?|hours?|std\.?|stunden|heures?|horas?|ore|uur|godzin\w*)|(?<!\d)[1-5] ?(?:days?|tage|jours|días|giorni|dias|dagen|dni)|schnupperkurs|tageskurs|séminaire|seminario|seminário|"
    r"szkolenie online)\b",
    re.IGNORECASE,
)
# "Level 2" beside "level 3": the number is part of what is asked.
LEVEL_NUMBER = re.compile(r"\b(?:level|stufe|niveau|nivel|livello|nível|poziom)\s+(\d)\b", re.IGNORECASE)
