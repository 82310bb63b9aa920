"""Facts about job titles in German, French, Spanish, Italian, Portuguese, Dutch and Polish, by the occupation they stand for.

English titles, and what each occupation's work is, stand in engine/facts/occupations.py. Feminine forms are listed where another
ending would not be folded away.
"""

TABLE = """
software = programmierer, programmiererin, softwareingenieur, anwendungsentwickler, backend-entwickler, ingénieur logiciel, ingénieure logiciel, développeur logiciel, programmeur, ingeniero de software, ingeniera de software, desarrollador de software, ingegnere del software, programmatore, programmatrice, engenheiro de software, desenvolvedor, desenvolvedora, softwareontwikkelaar, ontwikkelaar, programista python, inżynier oprogramowania
operations_it = systemadministratorin, netzwerkadministrator, administrateur réseau, ingénieur système, administrador de sistemas, amministratore di sistema, sistemista, systeembeheerder, administrator systemów
it_support = technicien support, soporte técnico, supporto tecnico, helpdeskmedewerker, wsparcie it
data_science = data-scientist, ingénieur machine learning, científico de datos, científica de datos, cientista de dados, analista quantitativo
data_analysis = datenanalyst, datenanalystin, analyste de données, analista de datos, analista dati, analista de dados, data-analist, analityk danych
project_management = responsable de projet, jefe de proyecto, jefa de proyecto, capo progetto, responsabile di progetto, gestor de projetos, gerente de projetos, projectleider, projectmanager, kierownik projektu
product_management = jefe de producto, responsabile di prodotto, gestor de produto, productmanager, kierownik produktu
accounting = bilanzbuchhalter, bilanzbuchhalterin, finanzbuchhalter, finanzbuchhalterin, kreditorenbuchhalter, kreditorenbuchhalterin, comptable fournisseurs, aide-comptable, expert-comptable, contador, contadora, contable de proveedores, ragioniere, ragioniera, técnico de contas, contabilista, boekhouder, boekhoudster, księgowy, główna księgowa
audit = wirtschaftsprüferin, steuerberater, steuerberaterin, steuerfachangestellte, auditeur, commissaire aux comptes, auditor contable, revisore, auditora, belastingadviseur, doradca podatkowy
finance_leadership = finanzvorstand, leiter finanzen, directeur financier, directrice financière, director financiero, directora financiera, direttore finanziario, diretor financeiro, financieel directeur, dyrektor finansowy
banking = bankkaufmann, bankkauffrau, chargé de clientèle bancaire
insurance = versicherungskaufmann, versicherungskauffrau, sachbearbeiter schaden, gestionnaire sinistres
sales_b2b = vertriebsmitarbeiter, vertriebsmanager, vertriebsmanagerin, key-account-manager, gebietsverkaufsleiter, ingénieur commercial, ingénieure commerciale, responsable grands comptes, chargé d'affaires, ejecutivo de cuentas, ejecutiva de cuentas, responsable comercial, responsabile vendite, responsabile commerciale, executivo de contas, gestor de contas, accountmanager, kierownik sprzedaży, menedżer sprzedaży
field_sales = außendienstmitarbeiter, handelsvertreter, commercial terrain, comercial de campo, agente di commercio, przedstawiciel handlowy, vertegenwoordiger
sales_leadership = vertriebsdirektor, directeur commercial, directrice commerciale, director comercial, direttore commerciale, diretor comercial, commercieel directeur, dyrektor sprzedaży
retail = verkäuferin, kassierer, kassiererin, filialleiter, vendeuse, caissier, caissière, dependiente, cajero, cajera, commesso, commessa, cassiere, cassiera, vendedor de loja, operador de caixa, verkoper, verkoopster, kassamedewerker, sprzedawca, kasjer, kasjerka
customer_service = kundenberater, kundenservice, conseiller clientèle, téléconseiller, atención al cliente, servizio clienti, atendimento ao cliente, klantenservice, obsługa klienta
marketing_online = online-marketing-manager, online-marketing-managerin, responsable marketing digital, traffic manager, especialista seo, especialista en marketing digital, specialista seo, analista de marketing digital, online marketeer, specjalista seo, specjalista ds. marketingu internetowego
marketing = marketingleiter, marketingreferent, marketingreferentin, responsable marketing, chargé de marketing, chargée de marketing, responsable de marketing, responsabile marketing, analista de marketing, marketingmedewerker, specjalista ds. marketingu
communications = pressesprecher, pressesprecherin, chargé de communication, chargée de communication, responsable comunicación, addetto stampa, assessor de imprensa, woordvoerder
journalism = journaliste, redacteur, periodista, giornalista, jornalista, dziennikarz, dziennikarka
human_resources = personalsachbearbeiter, personalleiter, personalleiterin, responsable ressources humaines, chargé de ressources humaines, responsable de recursos humanos, técnico de recursos humanos, responsabile risorse umane, analista de rh, personeelsfunctionaris, specjalista ds. kadr
recruiting = personalberater, personalvermittler, chargé de recrutement, chargée de recrutement, reclutador, selezionatore, recrutador, rekruter
office = sekretär, bürokauffrau, bürokaufmann, kaufmännische angestellte, sachbearbeiter, sachbearbeiterin, secrétaire, assistant administratif, assistante administrative, secretaria, secretario, auxiliar administrativo, administrativo, segretaria, segretario, impiegato amministrativo, secretária, assistente administrativo, secretaresse, administratief medewerker, sekretarka, pracownik biurowy
legal = rechtsanwältin, jurist, juristin, avocat, avocate, juriste, abogado, abogada, avvocato, advogado, advogada, advocaat, prawnik, adwokat, radca prawny
nursing = krankenpflegerin, gesundheits- und krankenpfleger, gesundheits- und krankenpflegerin, pflegefachfrau, pflegefachmann, infirmier diplômé, infirmière diplômée, enfermeiro, infermiere, infermiera, verpleegkundige, verpleegster, pielęgniarka, pielęgniarz
nursing_icu = fachkrankenpfleger intensiv, intensivpfleger, intensivpflegerin, infirmier en réanimation, infirmière en réanimation, enfermera de uci, enfermero de uci, infermiere di terapia intensiva, enfermeira de cuidados intensivos, ic-verpleegkundige, pielęgniarka anestezjologiczna
nursing_children = kinderkrankenschwester, kinderkrankenpfleger, puéricultrice, enfermera pediátrica, kinderverpleegkundige
care = altenpflegerin, pflegehelfer, pflegehelferin, aide-soignant, aide-soignante, auxiliar de enfermería, operatore socio sanitario, auxiliar de ação médica, verzorgende, opiekun, opiekunka
medicine = ärztin, assistenzarzt, oberarzt, médica, medico, medica, huisarts, lekarz, lekarka
pharmacy = apothekerin, pharmacien, pharmacienne, farmacéutico, farmacéutica, farmacista, farmacêutico, farmaceuta
therapy = physiotherapeut, physiotherapeutin, kinésithérapeute, fisioterapeuta, fysiotherapeut, fizjoterapeuta
veterinary = tierärztin, tiermedizinische fachangestellte, vétérinaire, veterinario, veterinaria, dierenarts, weterynarz
social_work = sozialarbeiter, sozialarbeiterin, sozialpädagoge, sozialpädagogin, assistante sociale, trabajador social, trabajadora social, assistente sociale, assistente social, maatschappelijk werker, pracownik socjalny
teaching_school = gymnasiallehrerin, mathematiklehrer, mathematiklehrerin, studienrat, studienrätin, oberstudienrat, professeur de mathématiques, enseignant, enseignante, profesor de secundaria, profesora de secundaria, profesor de matemáticas, professore di matematica, professor de matemática, professora de matemática, leraar, lerares, docent wiskunde, nauczyciel, nauczycielka
teaching_primary = institutrice, instituteur, maestro de primaria, maestra de primaria, maestra elementare, professora primária, basisschoolleraar, nauczyciel wczesnoszkolny
early_years = erzieher, erzieherin, éducateur de jeunes enfants, educadora infantil, educatrice, pedagogisch medewerker, przedszkolanka
training = ausbilder, ausbilderin, formateur, formatrice, formador, formadora, formatore, opleider, szkoleniowiec
kitchen_lead = küchenchefin, souschef, cheffe de cuisine, jefe de cocina, jefa de cocina, capo cuoco, chefe de cozinha, chef-kok, szef kuchni
kitchen = jungkoch, beikoch, cuisinière, cocinera, ayudante de cocina, cuoco, cuoca, cozinheiro, cozinheira, kok, kucharz, kucharka
restaurant = restaurantleiter, restaurantfachfrau, restaurantfachmann, serveur, serveuse, chef de rang, camarero, camarera, cameriere, cameriera, empregado de mesa, ober, kelner, kelnerka
hotel = hotelfachfrau, hotelfachmann, réceptionniste, recepcionista de hotel, receptionist hotel
warehouse_lead = lagerleiterin, schichtleiter lager, teamleiter lager, responsable d'entrepôt, chef d'équipe logistique, jefe de almacén, encargado de almacén, responsabile magazzino, capoturno magazzino, chefe de armazém, encarregado de armazém, magazijnchef, teamleider magazijn, kierownik magazynu, brygadzista magazynu
warehouse = lagermitarbeiter, lagerarbeiter, kommissionierer, fachkraft für lagerlogistik, staplerfahrer, gabelstaplerfahrer, cariste, préparateur de commandes, mozo de almacén, carretillero, magazziniere, carrellista, operador de armazém, empilhadorista, magazijnmedewerker, heftruckchauffeur, magazynier, operator wózka widłowego
driving = lkw-fahrer, berufskraftfahrer, chauffeur routier, conductor de camión, camionero, autista, camionista, motorista, vrachtwagenchauffeur, kierowca
supply_chain = logistiker, disponent, disponentin, logisticien, logisticienne, responsable logistique, responsable de logística, responsabile logistica, gestor de logística, logistiek planner, logistyk
procurement = einkäuferin, acheteur, acheteuse, comprador, compradora, buyer acquisti, responsabile acquisti, inkoper, specjalista ds. zakupów, kupiec
mechanical_design = konstruktionsingenieur, konstruktionsingenieurin, maschinenbauingenieur, maschinenbauingenieurin, ingénieur mécanicien, ingénieure mécanique, dessinateur industriel, dessinateur-projeteur, bureau d'études mécanique, ingeniero mecánico, ingeniera mecánica, diseñador mecánico, ingegnere meccanico, progettista meccanico, disegnatore meccanico, engenheiro mecânico, engenheira mecânica, projetista mecânico, werktuigbouwkundig ingenieur, werktuigbouwkundige, inżynier mechanik, konstruktor, konstruktor mechanik
electronics = elektronikentwickler, hardwareentwickler, ingénieur électronique, ingénieur électronicien, ingeniero electrónico, ingegnere elettronico, engenheiro eletrónico, elektronica-ingenieur, inżynier elektronik
civil = bauingenieurin, bauleiter, ingénieur génie civil, conducteur de travaux, ingeniero civil, ingeniero de caminos, ingegnere civile, engenheiro civil, civiel ingenieur, inżynier budownictwa
quality = qualitätsingenieur, qualitätsmanagerin, responsable qualité, responsable de calidad, responsabile qualità, responsável da qualidade, kwaliteitsmanager, kierownik jakości
process_engineering = prozessingenieur, fertigungsingenieur, ingénieur méthodes, ingénieur procédés, ingeniero de procesos, ingegnere di processo, engenheiro de processos, procesingenieur, inżynier procesu
machining = dreher, fräser, cnc-fräser, zerspaner, tourneur, fraiseur, usineur, tornero, fresador, tornitore, fresatore, torneiro, verspaner, tokarz, frezer
repair = schlosser, kfz-mechatroniker, mécanicien, mécanicienne, mecánico, meccanico, mecânico, monteur, mechanik
electrical_trade = elektroinstallateur, elektroniker, electricista, elettricista, eletricista, elektricien, elektryk
construction = maurer, zimmermann, tischler, maçon, menuisier, plombier, albañil, carpintero, fontanero, muratore, falegname, idraulico, pedreiro, carpinteiro, canalizador, metselaar, timmerman, loodgieter, murarz, stolarz, hydraulik
production = produktionsmitarbeiter, maschinenbediener, opérateur de production, operario de producción, operaio, operador de produção, productiemedewerker, pracownik produkcji, operator maszyn
production_lead = produktionsleiter, produktionsleiterin, fertigungsleiter, responsable de production, jefe de producción, responsabile produzione, chefe de produção, productieleider, kierownik produkcji
agriculture = landwirt, landwirtin, gärtner, gärtnerin, agriculteur, jardinier, agricultor, jardinero, agricoltore, giardiniere, jardineiro, boer, hovenier, rolnik, ogrodnik
beauty = coiffeur, coiffeuse, peluquero, peluquera, parrucchiere, parrucchiera, cabeleireiro, kapper, kapster, fryzjer, fryzjerka
cleaning = reinigungskraft, agent d'entretien, limpiador, limpiadora, addetto alle pulizie, empregada de limpeza, schoonmaker, sprzątaczka
security = wachmann, sicherheitsmitarbeiter, agent de sécurité, vigilante, guardia giurata, segurança, beveiliger, ochroniarz
executive = geschäftsführerin, directeur général, directrice générale, director general, directora general, amministratore delegato, diretor geral, algemeen directeur, dyrektor generalny, prezes zarządu
translation = übersetzerin, dolmetscher, traducteur, traductrice, traductor, traductora, traduttore, traduttrice, tradutor, tradutora, vertaler, tłumacz
laboratory = laborant, laborantin, chemielaborant, technicien de laboratoire, técnico de laboratorio, tecnico di laboratorio, técnico de laboratório, laborante, laborantka
"""

TITLES: dict[str, tuple[str, ...]] = {
    key: tuple(title.strip() for title in titles.split(", "))
    for key, _, titles in (line.partition(" = ") for line in TABLE.strip().splitlines())
}
