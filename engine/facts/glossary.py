"""Facts about words of work in eight languages: what the model for English cannot carry over from one language to another.

Each line is one meaning: English = German, French, Spanish, Italian, Portuguese, Dutch, Polish. They are laid side by side by their
beginnings (engine/overlap.py), so that one form of a word stands for its others; several forms where the beginnings differ.
Where English words of another meaning begin alike ("consult", "consign"), a bar says how much has to stand: "consigl|io". Those were looked up in
the word lists wamerican-small and wbritish-small of Debian.
"""

from typing import NamedTuple

from engine.facts.table import words

TABLE = """
accounting = buchhaltung, comptabilité, contabilidad, contabilità, contabilidade, boekhouding, księgowość
account = konto, compte, cuenta, conto, conta, rekening, konto
adviser, advice, counselling = berater, beratung, conseil, conseiller, asesoramiento, consejo, consule|nza, consigl|io, aconselhamento, advies, adviseur, doradztwo, doradca
agreement, contract = vertrag, verträge, contrat, contrato, contratto, contrato, contract, umowa, umowy
allergen = allergene, allergènes, alérgenos, allergeni, alergénios, allergenen, alergeny
analysis = analyse, analyse, análisis, analisi, análise, analyse, analiza
apprentice, trainee = auszubildende, lehrling, apprenti, aprendiz, aprendices, apprendista, aprendiz, leerling, uczeń, uczniowie
archive, record, file = akten, archiv, dossier, archives, expediente|, archivo, archivio, fascicolo, arquivo, processo, dossier, akta, archiwum
assembly, mounting = montage, montage, montaje, montaggio, montagem, montage, montaż
audit, inspection = prüfung, kontrolle, audit, inspection, auditoría, inspección, verifica, ispezione, auditoria, inspeção, audit, keuring, audyt, kontrola
baking, baker, bakery = backen, bäcker, bäckerei, boulanger, boulangerie, panadero, panadería, panettiere, panificazione, panificio, padeiro, padaria, bakker, bakkerij, piekarz, piekarnia
bread = brot, pain, pan, pane, pão, brood, chleb
budget = budget, budget, presupu|esto, bilancio, budget, orçamento, begroting, budżet
building, construction = bau, baustelle, chantie|r, construction, obra, construcción, cantiere, costruzione, edilizia, obra, construçã|o, bouw, budowa, budownictwo
calibration = kalibrierung, étalonnage, calibración, taratura, calibração, kalibratie, kalibracja
care = pflege, betreuung, soins, cuidados, atención, assisten|za, cura, cuidados, zorg, opieka
cash, payment = zahlung, kasse, paiement, caisse, pago, caja, pagamento, cassa, pagamento, caixa, betaling, kassa, płatność, kasa
chemical, chemistry = chemie, chemisch, chimie, química, chimica, química, chemie, chemia
child, children = kind, kinder, enfant, niño, niños, infancia, bambino, bambini, minori, criança, kind, kinderen, dziecko, dzieci
claim, damage, loss = schaden, schäden, schadensfall, sinistr|e, siniestro, sinistro|, danni, sinistro|, schade, szkoda, szkody
class, lesson = unterricht, klasse, cours, classe, clase, lección, lezione, lezioni, aula, turma, les, lessen, lekcja, klasa
cleaning = reinigung, nettoyage, limpieza, pulizia, pulizie, limpeza, schoonm|aak, sprzątanie, czyszczenie
communication = kommunikation, communication, comunicación, comunicazione, comunicação, communicatie, komunikacja
complaint = beschwerde, reklamation, réclamation, plainte, queja, reclamación, reclamo, reclamação, klacht, reklamacja, skarga
concrete = beton, béton, hormigón, calcestruzzo, betão, beton, beton
cooking, cook = koch, kochen, cuisine, cuisinier, cocina, cocinero, cucina, cuoco, cozinha, cozinheiro, koken, kok, gotowanie, kucharz
cost = kosten, coût, coste, costo, costi, custo, kosten, koszt
customer, client = kunde, kunden, client, cliente, cliente, cliente, klant, klient
data = daten, données, datos, dati, dados, gegevens, dane, danych
deadline, schedule = termin, frist, délai, échéance, plazo, scadenza, prazo, termijn, deadline, termin
declaration, return = erklärung, anmeldung, déclaration, declaración, dichiarazione, declaração, aangifte, deklaracja, zgłoszenie
delivery = lieferung, livraison, entrega, consegna, entrega, levering, dostawa
design = entwurf, gestaltung, conception, diseño, progettazione, projeto, ontwerp, projektowanie
development = entwicklung, développement, desarrollo, sviluppo, desenvolvimento, ontwikkeling, rozwój
diagnosis, fault = störung, fehler, panne, diagnostic, avería, guasto, guasti, avaria, storing, awaria, usterka
documentation = dokumentation, documentation, documentación, documentazione, documentação, documentatie, dokumentacja
dough = teig, teige, pâte, pétrissage, masa, masas, amasado, impasto, impasti, massa, deeg, ciasto
drawing = zeichnung, plan, planos, disegno, desenho, tekening, rysunek
driving, driver = fahren, fahrer, conduite|, conducteu|r, conducció|n, conductor, guida, autista, conduçã|o, motorista, rijden, chauffeur, kierowca
education, teaching, training = bildung, ausbildung, schulung, enseignement, formation, enseñanza, formación, insegnamento, formazione, ensino, formação, onderwijs, opleiding, nauczanie, szkolenie
electrical = elektrisch, elektro, électrique, eléctrico, elettrico, elétrico, elektrisch, elektryczny
employee, staff, personnel = mitarbeiter, personal, salarié, personnel, empleado, personal, dipendente, personale, funcionário, pessoal, medewerker, personeel, pracownik, kadry
energy = energie|, énergie|, energía|, energia|, energia|, energie|, energia|
equipment, machine = gerät, maschine, machine, équipement, máquina, equipo, macchina, attrezzatura, máquina, equipamento, machine, apparatuur, maszyna, urządzenie
error, deviation = abweichung, fehler, écart, erreur, desviación, error, deviazione, scostamento, desvio, erro, afwijking, fout, odchylenie, błąd
event, wedding = veranstaltung, hochzeit, événement, mariage, evento, boda, evento, matrimonio, evento, casamento, evenement, bruiloft, impreza, wesele
expense, invoice = rechnung, facture, factura, fattura, fatura, factuur, faktura
family = familie|, famille, familia, famiglia, família, gezin, rodzina
fraud = betrug, fraude, fraude, frode, fraude, fraude, oszustwo
goods, stock = ware, waren, bestand, lager, marchandise, stock, mercanc|ía, existenci|as, merce, scorte, magazzino, mercadoria, armazém, goederen, voorraad, towar, magazyn
guest = gast, gäste, hôte, huésped, ospite, ospiti, hóspede, gast, gość, goście
health = gesundheit, santé, salud, salute, sanità, saúde, gezondheid, zdrowie
hygiene = hygiene, hygiène, higiene, igiene, higiene, hygiëne, higiena
import = einfuhr, import, importation, importación, importaz|ione, importação, invoer, przywóz
export = ausfuhr, export, exportation, exportación, esportazione, exportação, uitvoer, wywóz
improvement = verbesserung, amélioration, mejora, miglioramento, melhoria, verbetering, doskonalenie, poprawa
installation = installation, installation, instalación, installazione, impianto, impianti, instalação, installatie, instalacja
insurance, policy = versicherung, police, assurance, contrat d'assurance, seguro, póliza, assicurazione, polizza, seguro, apólice, verzekering, polis, ubezpieczenie, polisa
interview, conversation = gespräch, gespräche, entretien, entrevista, colloquio|, colloqui, entrevista, gesprek, rozmowa, rozmowy
inventory = inventur, inventaire, inventario, inventario, inventário, inventaris, inwentaryzacja
kitchen = küche, cuisine, cocina, cucina, cozinha, keuken, kuchnia
laboratory = labor, laboratoire, laboratorio, laboratorio, laboratório, laboratorium, laboratorium
law, legal = recht, rechtlich, droit, juridique, derecho, legal, jurídico, diritto, legale, direito, jurídico, recht, juridisch, prawo, prawny
leadership, leading, supervision = leitung, führung, leite, führe, encadrement, direction, encadre, dirige, dirección, liderazgo, dirijo, dirigir, guida, direzione, coordino, liderança, chefia, coordeno, responsá|vel, leiding, leidinggeven, kierowanie, kieruję, nadzór
lease, rent, tenant = miete, mieter, pacht, loyer, bail, locataire, alquiler, inquilino, affitto, inquilino, arrendamento, inquilino, huur, huurder, najem, najemca
machine operation = bedienung, anlagen, conduite de machines, manejo, conduzione, operação, bediening, obsługa
maintenance, repair = wartung, instandhaltung, reparatu|r, maintenance, entretien, réparation, mantenimiento, reparación, manutenzione, riparazione, manutenção, reparação, onderhoud, reparatie, konserwacja, naprawa
market, marketing = markt, marché, mercado, mercato, mercado, markt, rynek
material = material, werkstoff, matériau, material, materiale, material, materiaal, materiał
measurement, testing = messung, prüfung, prüfen, mesure, essai, contrôle|, medición, ensayo, misura, prova, medição|, ensaio, meting, test, pomiar, badanie
medicine, drug = arzneimittel, medikament, médicament, medicamento, farmaco, farmaci, medicinale, medicamento, medicijn, geneesmiddel, lek, leków
meeting, assembly = versammlung, besprechung, assemblée, réunion, junta, reunión, assemblea, riunione, assembleia, reunião, vergadering, zebranie, spotkanie
menu = speisekarte, carte, menú, menù, ementa, menukaart, jadłospis
metal, steel = metall, stahl, métal, acier, metal, acero, metallo, acciaio, metal, aço, metaal, staal, metal, stal
month = monat, monatlich, mois, mensuel, mes, mensual, mese, mensile, mês, mensal, maand, maandelijks, miesiąc, miesięcznie
negotiation = verhandlung, verhandeln, négociation, négocier, negociación, negociar, trattativa, negoziare, negociação, onderhandeling, negocjacje
night = nacht, nuit, noche, notte, noite, nacht, noc
nursing = krankenpflege, soins infirmiers, enfermería, infermieristica, enfermagem, verpleging, pielęgniarstwo
order = bestellung, auftrag, commande, pedido, encargo, ordine, ordini, encomenda, bestelling, opdracht, zamówienie, zlecenie
oven = ofen, öfen, four, horno, hornos, forno, forni, forno, fornos, oven, piec
patient = patient, patient, paciente, paziente, doente, patiënt, pacjent
payroll, salary, wage = lohn, gehalt, entgelt, paie, salaire, nómina, salario, paga, stipendio, retribuz|ione, salário, vencimento, loon, salaris, płaca, płace, wynagrodzenie
planning, plan = planung, plane, planen, planification, planifie, planificación, planifico, pianificazione, pianifico, planeamento, plano, planning, plannen, planowanie, planuję
plumbing, pipe = rohr, sanitär, plomberie, tuyau, fontanería, tubería, idraulica, tubo, tubazione, canalização, tubo, leiding, buis, hydraulik|a, rura
price, tariff = preis, tarif, prix, tarif, precio, tarifa, prezzo, tariffa, preço, tarifa, prijs, tarief, cena, taryfa
procedure, process = verfahren, prozess, procédure, procédé, procedimiento, proceso, procedura, processo, procedimento, proces, procedure, procedura, proces
procurement, purchasing = einkauf, beschaffung, achat, achats, compra, compras, acquist|o, acquisti|, compra, compras, inkoop, zakup, zakupy
production = produktion, fertigung, production, fabrica|tion, producción, produzione, produção, productie, produkcja
project = projekt, projet, proyecto, progetto, projeto, project, projekt
property, real estate = immobilie|, immobilien|, immeuble, immobilier|, inmueble, inmobiliario, immobile, immobiliar|e, imóvel, imobiliário, vastgoed, nieruchomość
quality = qualität, qualité, calidad, qualità, qualidade, kwaliteit, jakość
recipe = rezept, rezeptur, recette, receta, ricetta, receita, recept, receptura
recruitment = einstellung, personalbeschaffung, recrutement, embauche, contratación, selección, assunzione, selezione, recrutamento, contratação, werving, rekrutacja, zatrudnianie
report = bericht, rapport, informe, relazione, rapporto, relatório, rapport, verslag, raport, sprawozdanie
reservation, booking = reservie|rung, buchung, réservation, reserva, prenotazione, reserva, reservering, rezerwacja
restaurant = restaurant, restaurant, restaurante, ristorante, restaurante, restaurant, restauracja
risk = risiko, risque, riesgo, rischio, risco, risico, ryzyko
road = straße, route, routier, carretera, strada, estrada, weg, droga
safety, security, protection = sicherheit, schutz, sécurité, protection, seguridad, protección, sicurezza, protezione, segurança, proteção, veiligheid, bescherming, bezpieczeństwo, ochrona
sales, selling = verkauf, vertrieb, vente, venta, ventas, vendita, venda, vendas, verkoop, sprzedaż
school = schule, école, escuela, colegio, scuola, escola, school, szkoła
shift = schicht, équipe, poste, turno, turno, turno, ploeg, dienst, zmiana, zmianie
shop = laden, geschäft, magasin, boutique, tienda, negozio, loja, winkel, sklep
social = sozial, social, social, sociale, social, sociaal, socjalny, społeczny
sourdough = sauerteig, levain, masa madre, lievito madre, massa mãe, zuurdesem, zakwas
student, pupil = schüler, student, élève, étudiant, alumno, estudiante, alunno, studente, aluno, estudante, leerling, student, uczeń, student
subcontractor = nachunternehmer, subunternehmer, sous-traitant, subcont|rata, subcontratista, subappaltatore, subempreiteiro, onderaannemer, podwykonawca
supplier = lieferant, fournisseur, proveedor, fornitore, fornecedor, leveran|cier, dostawca
tax = steuer, impôt, fiscal, taxe, impuesto, fiscal, imposta|, tasse, fiscale, imposto, fiscal, belasting, podatek, podatkowy
team = team, mannschaft, équipe, equipo, squadra|, equipa, team, ploeg, zespół, zespołu
telephone = telefon, téléphone, teléfono, telefono, telefone, telefoon, telefon
temperature = temperatur, température, temperatura, temperatura, temperatura, temperatuur, temperatura
time = zeit, arbeitszeit, temps, tiempo, tempo, orario, tempo, tijd, czas, czasu
tool = werkzeug, outil, herramienta, strumento, attrezzo, ferramenta, gereedschap, narzędzie
transport = transport, beförderung, transport, transporte, trasporto, transporte, vervoer, transport
vehicle = fahrzeug, véhicule, vehículo, veicolo, veículo, voertuig, pojazd
visit = besuch, besichtigung, visite, visita, visita, visita, bezoek, wizyta
warehouse = lager, entrepôt|, almacén, magazzino, armazém, magazij|n, magazyn
waste = abfall, déchet, residuo, rifiuti, resíduo, afval, odpady
water = wasser, eau, agua, acqua, água, water, woda
weight = gewicht, poids, peso, peso, peso, gewicht, waga, ciężar
welding, weld = schweißen, schweißnaht, soudage, soudure, soldadura, saldatura, soldadura, lassen, spawanie, spoina
work, works = arbeiten, travaux, trabajos, obras, lavori, trabalhos, obras, werkzaamheden, roboty, prace
"""
# Words of another meaning in English, as they are folded: where a position may be English they are never looked for.
FALSE_FRIENDS = words(
    "pain pan pane brood kind lessen minori réclamation plainte termin conception storing pâte formation lager ware salute sanità police assurance labor "
    "direction bail marché réunion junta mes commande four nómina plane plano precio prix peso informe rapport route laden temps tempo recept bäcker backen "
    "conductor autista familia família colloqui immobile imposto dane montage les"
)


class Meaning(NamedTuple):
    """The words for one thing: in English, and in the other languages, where a bar may say how much of one has to stand."""

    english: tuple[str, ...]
    others: tuple[str, ...]


def _meaning(line: str) -> Meaning:
    english, _, others = line.partition(" = ")
    return Meaning(tuple(english.split(", ")), tuple(others.split(", ")))


MEANINGS = tuple(map(_meaning, TABLE.strip().splitlines()))
