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
Forklift certification = forklift licence, forklift license, forklift certificate, forklift operator certification, forklift certified, powered industrial truck, !PIT certification, counterbalance licence, reach truck licence, staplerschein, caces, osha forklift, forklift operator, reach truck certification, lift truck certification > Forklift
Occupational safety certificate = osha 10, osha 30, nebosh, iosh managing safely > Workplace safety
Lean Six Sigma belt = six sigma yellow belt, six sigma green belt, six sigma black belt, yellow belt, green belt, black belt, lean six sigma > Six Sigma
Driving licence = driver's license, driver's licence, driving license, driving licence, führerschein, permis de conduire, permis b, carnet de conducir, patente b, rijbewijs, prawo jazdy, class b license, cdl, hgv licence
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
    r"\b(?:certificat\w*|certified|certification|licen[cs]e\w*|registration|registered|qualification|accredit\w*|diploma|belt|"
    r"zertifikat\w*|schein|permit|pin|chartered|passed|credential\w*|award|provider)\b",
    re.IGNORECASE,
)
# In a requirement these name a credential; the words above that are missing here also have everyday senses.
PLAIN_CREDENTIAL = re.compile(
    r"\b(?:certificat\w*|certified|certification|licen[cs]e|registration|accredit\w*|diploma|belt|zertifikat\w*|chartered|credentials?)\b",
    re.IGNORECASE,
)
IN_PROGRESS = re.compile(
    r"\b(?:in progress|part[- ]qualified|studying (?:for|towards)|working towards|pending|expected|booked for|awaiting|wait(?:ing)? for|"
    r"papers? (?:left|passed|to go)|part \d passed|candidate for|enrolled|in ausbildung|to be completed|not yet|applied for|application|"
    r"(?:course|studies|training|programme|program) (?:started|begun|under way)|intend(?:s|ing)? to|plan(?:s|ning|ned)? to|beantragt|angemeldet|begonnen|laufend|"
    r"en cours|en formation|inscrite?|en curso|cursando|pendiente|in corso|iscritt[oa]|em curso|inscrit[oa]|lopend|in opleiding|nog niet|w trakcie|oczekuj\w+)\b",
    re.IGNORECASE,
)
LAPSED = re.compile(
    r"\b(?:lapsed|expired|no longer valid|was valid|until (?:19|20)\d\d|surrendered|resigned|not renewed|never renewed|(?:studies|course) (?:stopped|abandoned|given up)|"
    r"abgelaufen|erloschen|nicht verlängert|abgebrochen|périmée?|expirée?|non renouvelée?|abandonnée?|caducad[oa]|vencid[oa]|no renovad[oa]|abandonad[oa]|"
    r"scadut[oa]|non rinnovat[oa]|interrott[oa]|caducou|não renovad[oa]|verlopen|niet verlengd|wygas\w+|nieodnowion\w+)\b",
    re.IGNORECASE,
)
# A taste of a subject beside the credential itself: an hour online, a day's course, a lecture.
TASTER = re.compile(
    r"\b(?:e-?learning|webinars?|online module|modules?|seminar|familiari[sz]ation|awareness|taster|workshop|in \d+ minutes|"
    r"(?:one|two|half)[- ]day|\d{1,2} ?(?:h|hrs?|hours?|days?|std\.?|stunden|heures?|horas?|ore|uur|godzin\w*)|schnupperkurs|tageskurs|séminaire|seminario|seminário|"
    r"szkolenie online)\b",
    re.IGNORECASE,
)
# "Level 2" beside "level 3": the number is part of what is asked.
LEVEL_NUMBER = re.compile(r"\b(?:level|stufe|niveau|nivel|livello|nível|poziom)\s+(\d)\b", re.IGNORECASE)
