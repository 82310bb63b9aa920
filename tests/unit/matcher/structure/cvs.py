"""Whole CVs in several languages, written for these tests."""

GERMAN = """
# Dr. Annika Böttcher
Softwareentwicklerin
Lindenweg 12, 50667 Köln · +49 221 5550147 · annika.boettcher@beispiel.example
Geburtsdatum: 14.03.1988
Staatsangehörigkeit: deutsch
Familienstand: verheiratet, 2 Kinder

## Berufserfahrung
** Senior-Softwareentwicklerin (m/w/d) || 04/2019 – heute
Nordwind Logistik GmbH, Köln
- Entwicklung einer Plattform für die Routenplanung mit Java und Spring Boot, die täglich
  12.000 Sendungen verarbeitet
- Leitung eines Teams von fünf Entwicklern

** Softwareentwicklerin || Oktober 2014 bis März 2019
Bank am Dom AG, Düsseldorf
- Pflege der Kernbankanwendung in COBOL und Java

## Ausbildung
** M.Sc. Informatik || 2011 – 2014
RWTH Aachen University
** Abitur || 2007
Gymnasium Am Stadtwald, Bonn

## Kenntnisse
Programmiersprachen: Java, Kotlin, SQL
Werkzeuge: Docker, Jenkins (fortgeschritten)

## Sprachen
Deutsch – Muttersprache
Englisch – verhandlungssicher
Polnisch – Grundkenntnisse

## Weiterbildung
- Oracle Certified Professional Java SE, 2018
"""

FRENCH = """
# Camille Laurent
Comptable confirmée
12 rue des Lilas, 69003 Lyon | 06 12 34 56 78 | camille.laurent@exemple.example
Née le 24/07/1990 à Lyon
Permis B

## Expériences professionnelles
** Responsable comptable – Groupe Hélios || Depuis septembre 2018
- Supervision d'une équipe de quatre comptables
- Clôtures mensuelles sous SAP
** Comptable fournisseurs – Transports Mercier SA || janv. 2014 - août 2018
- Saisie et contrôle de 800 factures par mois

## Formation
** Master Comptabilité, Contrôle, Audit || 2011 - 2013
Université Lyon 3
** Licence Économie et Gestion || 2008 - 2011
Université Lyon 2

## Compétences
SAP, Sage, Excel (avancé)

## Langues
Français : langue maternelle
Anglais : courant (C1)
Espagnol : notions
"""

SPANISH = """
# MARTA IGLESIAS RUIZ
Enfermera de cuidados intensivos
Madrid, España | marta.iglesias@ejemplo.example | +34 612 345 678
Nacionalidad: española

## Experiencia laboral
Hospital Clínico San Telmo || Enero de 2016 – Actualidad
Enfermera UCI
- Atención a pacientes críticos en una unidad de 14 camas
Clínica Las Rosas || marzo 2012 – diciembre 2015
Auxiliar de enfermería
- Apoyo en planta de medicina interna

## Formación académica
Grado en Enfermería || 2008 – 2012
Universidad de Salamanca

## Idiomas
Español (nativo), Inglés (B2), Francés (A2)

## Competencias
- Ventilación mecánica
- Triaje
"""

POLISH = """
# Tomasz Wiśniewski
Kierownik magazynu
Poznań, Polska • tel. +48 601 234 567 • tomasz.w@przyklad.example

## Doświadczenie zawodowe
październik 2017 – obecnie
** Kierownik magazynu
Baltica Logistyka Sp. z o.o., Poznań
- Zarządzanie zespołem 25 osób
2012 – 2017
** Specjalista ds. logistyki
Transkol S.A.
- Planowanie dostaw

## Wykształcenie
2007 – 2012
** Magister inżynier, Logistyka
Politechnika Poznańska

## Języki obce
angielski – biegły
niemiecki – podstawowy

## Umiejętności
WMS, SAP EWM, prawo jazdy kat. B
"""

ITALIAN = """
# Giulia Ferraris
Via Garibaldi 8, 10122 Torino - 345 1234567 - giulia@esempio.example
## Esperienze lavorative
Dal 2019 ad oggi
Cameriera presso Ristorante Il Gelsomino, Torino
- Servizio ai tavoli e gestione prenotazioni
2016 - 2019
Commessa presso Moda Piemonte S.r.l.
- Vendita e cassa
## Istruzione
2011 - 2016
Diploma di maturità, Istituto Alberghiero Colombatto
## Lingue
Italiano: madrelingua
Inglese: buono
"""

DUTCH = """
# Sanne de Vries
Projectleider bouw
Utrecht, Nederland
sanne@voorbeeld.example
## Werkervaring
Projectleider, Bouwbedrijf Van Dam B.V., Utrecht
mei 2015 - heden
- Leiding geven aan projecten tot 4 miljoen euro
Werkvoorbereider, Heijmerk N.V.
januari 2010 - april 2015
- Calculatie en planning
## Opleiding
HBO Bouwkunde, Hogeschool Utrecht
2006 - 2010
## Talen
Nederlands (moedertaal)
Engels (goed)
"""

PORTUGUESE = """
# Rafael Monteiro
Engenheiro Civil
São Paulo, SP, Brasil | rafael@exemplo.example | +55 11 91234-5678
## Experiência profissional
** Construtora Horizonte Ltda. || Maio de 2018 até o momento
Engenheiro de obras
- Coordenação de equipes de 40 pessoas
** Engenharia Mar Azul || jan/2014 - abr/2018
Engenheiro júnior
- Orçamentos e medições
## Formação
Bacharelado em Engenharia Civil - Universidade Federal do Paraná || 2009 - 2013
## Idiomas
Português - nativo
Inglês - avançado
## Cursos
- Gestão de Projetos (PMI), 2019
"""
