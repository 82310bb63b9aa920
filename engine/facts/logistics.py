"""Facts about warehouses, transport, supply chains and shop floors."""

TABLE = """
Warehouse operations = warehouse, warehousing, distribution center, distribution centre, !DC, fulfilment centre, fulfillment center, dock, cross-dock, depot, lager, entrepôt, magazzino, storage site
Warehouse supervision = warehouse supervisor, warehouse team lead, shift lead, shift supervisor, warehouse shift, dock lead, led the shift, lead a shift, team of pickers, schichtleiter, shift team > Warehouse operations, Team leadership
Warehouse management system = !WMS, warehouse management software, manhattan associates, blue yonder, sap ewm, sap wm, körber, highjump, red prairie, rf scanner, rf scanners, scan guns, rf gun, handheld scanners, voice picking
Inventory control = cycle count, cycle counts, cycle counting, inventory accuracy, stock accuracy, inventory, physical inventory, inventories, perpetual inventory, bin accuracy, shrink, inventory management
Inbound and outbound = inbound, outbound, receiving, shipping, goods-in, goods in, dispatch, put-away, putaway, loading bay, trailer loads, dock scheduling, dock doors, carriers, carrier appointments, door schedule, load planning, wave planning, goods receipt
Forklift = fork lift, fork-lift, reach truck, reach trucks, counterbalance, pallet jack, powered industrial truck, !PIT, gabelstapler, staplerschein, cariste, forklift driver, forklift operator, lift truck, stand-up reach, order picker truck
Workplace safety = osha, !OSHA 10, osha 30, health and safety, !EHS, !HSE, safety walk, safety walks, safety meeting, safety meetings, near miss, near-miss, recordable, recordables, iosh, nebosh, lockout, toolbox talk, toolbox talks, risk assessments, incident rate
Order picking = picking, picker, packing, packer, order picker, pick and pack
Cold chain = cold-chain, refrigerated, freezer, frozen, chilled, temperature-controlled, food-grade, food grade, cold storage, reefer
Third-party logistics = 3pl, contract logistics, logistics provider
Transport planning = route planning, fleet management, dispatching, freight forwarding, incoterms, customs clearance
Supply chain management = supply chain, demand planning, supply planning, s&op, !S&OP, supply-chain, production scheduling, inventory optimisation
Truck driving = hgv, lorry, cdl, delivery driver
Logistics = logistik, logistique, logística, supply and transport
Shift work = night shift, second shift, rotating shifts
Retail = grocery, supermarket, store manager, shopkeeping, merchandising
"""
