"""Facts about trades: words that hardly anybody uses of their work who is not in that trade.

They tell trades apart that share a title or a vocabulary: a "design engineer" who talks of silicon, netlists and wafers designs
chips, whatever else of "tolerances" and "prototypes" is said. Words with a second meaning in another trade have no place here.
Keys are occupations (engine/facts/occupations.py), or fields of work in which several occupations meet.
"""

TABLE = """
software = source code, codebase, refactored, refactoring, rest api, microservices, deployed to production, unit tests, pull requests, database schema, backend, back-end, frontend, software developer, softwareentwicklung, développement logiciel, desarrollo de software, kubernetes, docker, postgresql, message queue, api endpoints, debugging, legacy code, deployments, git, typescript, java, python, linux servers
operations_it = active directory, firewalls, vpn, patching servers, virtual machines, backup tapes, network switches, rack servers, ticketing system, helpdesk tickets, windows server, domain controllers
data_science = predictive model, trained models, feature engineering, gradient boosting, random forest, neural network, regression model, uplift, holdout, churn model, classifier, auc, cross-validation, model drift
data_engineering = etl, data warehouse, sql queries, nightly loads, data marts, star schema, source tables, table loads, query tuning, stored procedures, batch schedule, tablespaces, databases
electronics = silicon, netlist, wafer, wafers, tape-out, tapeout, cmos, asic, fpga, rtl, verilog, vhdl, transistor, transistors, latch-up, logic synthesis, soc, pcb, pcbs, printed circuit board, schematic capture, firmware, voltage regulator, oscilloscope, semiconductor, semiconductors, on-chip, mask layers, timing closure, leiterplatte, halbleiter, circuit imprimé, semiconducteurs, semiconductores, semiconduttori, microchip, microchips, chip design, place and route, chip layout, logic gates
mechanical_design = solidworks, catia, creo, autocad, castings, sheet metal, gearbox, gearboxes, bearings, shafts, housings, seals, injection moulding, injection-moulded, machined parts, weldments, technical drawings, gd&t, finite element, impeller, tolerance stack, die casting, torque, bauteile, konstruktion, fertigungszeichnung, pièces mécaniques
laboratory = electron microscope, electron microscopy, specimen, specimens, spectroscopy, chromatography, hplc, pipetting, reagents, assay, assays, micrograph, micrographs, beam time, sample preparation, x-ray diffraction, petri dish, cell culture, centrifuge, sputter, rasterelektronenmikroskop, probenpräparation, microscope électronique
research = grant proposal, doctoral thesis, peer-reviewed, postdoc, conference paper, principal investigator, fieldwork, habilitation
veterinary = animal, animals, dog, dogs, cat, cats, horse, horses, cattle, pets, puppies, owners of animals, euthanasia, equine, canine, feline, small-animal, vet, vets, kennel, kennels, tierarzt, hunde, katzen, chiens, chevaux, perros, gatos, cani, gatti
nursing = drug rounds, bedside, my patients, handover, wound care, night duty, ward round, ward rounds, ventilated patients, infusions, nasogastric, catheter, vital signs, observations charted, pflegeplanung, patientenpflege, soins aux patients, cuidados al paciente
nursing_children = paediatric patients, children's ward, newborns, neonates, school nurse, sick children, child health, kinderstation
medicine = diagnosed, prescribed, outpatient clinic, surgical list, anaesthetised, general practice, my surgery, operated on
care = residents, personal care, continence, care plans, dementia residents
recruiting = candidates, vacancies, placed developers, hiring managers, cv database, talent pool, job adverts, headhunting, sourced candidates, fee per placement, contractors placed, bewerber, candidats, candidatos, vacatures
human_resources = payroll, grievances, onboarding new employees, personnel files, works council, leave records, disciplinary
sales_b2b = quota, closed deals, pipeline of, prospects, new logos, discovery calls, annual contract value, signed contracts, purchase committee, negotiated the contract, new business, win rate, sales cycle, demos for buyers, neukunden, abschlüsse, nouveaux clients, nuevos clientes
accounting = ledger, ledgers, general ledger, invoice matching, payment runs, payment run, reconciled, reconciliation, reconciliations, month-end, accruals, trial balance, vat return, vat returns, purchase invoices, journals posted, balance sheet, bookkeeping, invoices posted, kontierung, buchhaltung, écritures comptables, asientos contables
credit_control = dunning, overdue invoices, chased payments, debtor days, collections calls, overdue accounts
banking = ipo, mergers, bond issue, equity research, syndicate, trading desk, portfolio of securities
insurance = policyholders, claims handled, loss adjusters, underwriting
real_estate = lease, leases, tenants, landlord, landlords, square feet, listings, lettings, property viewings, brokerage, brokers, appraisals of property, vacancy rate, mieter, makler, locataires, inquilinos
marketing_online = keyword, keywords, organic traffic, google ads, search console, ad groups, landing pages, backlinks, cost per click, conversions, newsletter, meta descriptions, ad spend, campaigns, website visitors, seo, sea campaign
marketing = brand campaign, trade fair stand, brochure, brochures, market research, product launch campaign
social_media = followers, reels, tiktok, instagram, influencers, posts per week, subscribers
journalism = newsroom, editorial, interviewed politicians, reportage, headlines, press conference
communications = press releases, journalists, spokesperson, media enquiries
design_graphic = logo, logos, illustrations, typography, posters, game levels, level design, gameplay, 3d assets, unreal, virtual reality, storyboards, wireframes
interior_design = kitchens for homes, worktops, fabrics, curtains, showroom, floor plans, furniture, lamps, colour schemes, bathrooms, cabinets, upholstery, homeowners
teaching_school = pupils, lesson plans, classroom, exam classes, year 10, year 11, gcse, a-level, abitur, parents' evening, homework, schüler, unterricht, élèves, alumnos, alunni, uczniowie
teaching_university = lectures to undergraduates, seminar for students, faculty board, marked theses
early_years = toddlers, nursery children, playgroup, nappies, story time
tutoring = private pupils, one-to-one lessons, tutees
training = training courses, course participants, workshops delivered, apprentices trained
sports = athletes, gym, gym members, fitness classes, match day, training sessions, climbing wall
music = orchestra, violin, cello, piano, choir, concerts, rehearsals, ensemble
kitchen = cooked, line cook, sauces, grill station, pastry section, mise en place, dishes, menu, menus, brigade, sous chef, kitchen porters, stocks and sauces, speisekarte, cuisine, cocina
restaurant = waited tables, front of house, dining room, wine list, guests seated, cash up, floor staff, waiters
hotel = check-in, room keys, housekeeping, concierge desk, overbooking
retail = till, shop floor, window display, shoppers, cash desk, kasse, caisse
customer_service = inbound calls, call queue, complaints per day, callers, call centre
warehouse = pallets, forklift, picking, goods-in, racking, cycle counts, dock doors, trailers unloaded, order pickers, put-away, lagerplatz, staplerfahrer, entrepôt, almacén
driving = deliveries, delivery round, lorry, hgv, tachograph, parcels delivered, passengers driven, removals
supply_chain = demand forecast, safety stock, replenishment, inventory turns, lead times, s&op
procurement = suppliers negotiated, tender documents, purchase orders, framework agreements
production = assembly line, production line, machine operator, moulding machines, output per shift, packing line
machining = lathe, milling machine, cnc programs, toolroom, grinding, turned parts, zerspanung, fräsen, drehen
repair = brake pads, vehicles repaired, workshop bay, oil changes, boilers serviced
civil = bridges, foundations, reinforced concrete, road works, planning permission, site surveys, elevations, statik
construction = bricklaying, scaffolding, roofing, plastering, building site, concrete pours
electrical_trade = wiring, fuse boxes, consumer units, sockets installed, switchgear installed
agriculture = harvest, tractor, crops, greenhouse, livestock, orchard, vineyard rows, milking
beauty = haircuts, manicures, facials, salon
military = platoon, squadron, regiment, soldiers, deployment overseas, barracks, conscripts, infantry
security = patrols, cctv, access control gate, night watch
legal = litigation, pleadings, clients in court, contracts drafted, plaintiffs, mandanten
translation = translated, interpreting, subtitles, literary translation
fundraising = donors, donations, raffle, club treasurer, charity
performance_art = film set, actors, exhibition, gallery, theatre company, stage plays, on stage
cleaning = mopped, cleaned rooms, windows cleaned, car wash
project_management = project plan, steering committee, milestones, work packages
blockchain = blockchain, smart contract, smart contracts, validators, consensus protocol, crypto, on-chain, ethereum, solidity, distributed ledger, staking
geology = drilling, boreholes, core samples, seismic, ore, mine site
aviation = aircraft, cockpit, flight deck, cabin crew, airworthiness
shipping = vessel, vessels, bridge watch, deck crew, ports of call, seafarers
fashion = garments, sewing, fabric cutting, pattern cutting, tailoring, knitwear
printing = printing press, prepress, bookbinding
photography = photo shoots, photographed, darkroom, lenses, studio lighting
telecom = base stations, fibre splicing, cell sites, antennas, cabling
pharmacy = dispensed, prescriptions, pharmacy counter
dentistry = dental, teeth, orthodontic, crowns fitted
psychology = psychotherapy, therapy sessions, counselling sessions, clients in therapy
library = catalogued books, borrowers, lending desk, archive boxes, manuscripts
church = parish, congregation, sermons, pastoral visits
politics = constituency, election campaign, ministers briefed
"""
