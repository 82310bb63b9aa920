"""Facts about kitchens, restaurants, hotels and events."""

TABLE = """
Cooking = chef, cook, cooked, commis, line cook, koch, cuisinier, cuisine, cocinero, cuoco, chef de partie, kitchen brigade
Kitchen leadership = head chef, executive chef, kitchen manager, chef de cuisine, sous chef, brigade of, led the kitchen, ran the kitchen, running the kitchen, küchenchef, in charge of the kitchen, in charge of a kitchen, charge of a kitchen, ran the pass, kitchen team leadership, run the pass > Cooking
Menu development = menu planning, menu design, menus, seasonal menu, seasonal menus, wrote the menu, new dishes, menu engineering, recipe development, tasting menu, recipes, menu changes
Food cost control = food cost, gross profit on food, !GP, portion control, recipe costing, dish costing, costings, waste log, food waste, costed recipes, cost of goods, food costs
Food safety = haccp, food hygiene, hygiene, environmental health, temperature logs, food safety level 3, servsafe, food hygiene rating, five-star hygiene, eho, hygiene inspection, temperature log, probe
Allergen management = allergen, allergens, allergen matrix, allergies, coeliac, allergen sheet, allergen folder, allergen chart
Stock control = stocktake, stock take, stock-take, stock rotation, stock counts, par levels, stock keeping, ordering, monthly stock
Supplier management = supplier, suppliers, suppliers negotiated, supplier negotiations, supplier relations, vendors, local growers, purveyors
Staff scheduling = rota, rotas, roster, rosters, rostering, shift planning, shift plans, shift plan, staff rota, duty roster, labour cost, labor cost, labour costs, labour percentage, scheduling, dienstplan
Banqueting = banquet, banquets, banqueting, weddings, wedding, covers, event catering, large events, conferences catering, gala dinner, high volume service, ballroom, congresses, high-volume
Vegan menus = vegan, vegetarian, plant-based, special diets, special-diet, gluten-free, halal, kosher, dietary requirements
Pastry = patisserie, pastry chef, baking, baker
Restaurant service = front of house, front-of-house, waiter, waitress, table service, head waiter, maitre d'
Bar work = bartender, mixology, cocktails, barista
Hotel operations = front desk, housekeeping, hotel reception, check-in, guest relations, hotel manager, concierge
Hospitality = hotels, hotel, restaurant, restaurants, catering, gastronomy
Working under pressure = under pressure, calm under pressure, busy service, tight deadlines, stressful, fast-paced, high-pressure, in emergencies
Event catering = caterer, outside catering, event caterer, contract catering
"""
