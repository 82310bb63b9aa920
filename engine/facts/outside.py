"""Facts about life outside of work: what people tell of themselves that shows nothing of what they can do in a job.

The kinds are those of surveys of how people spend their time: personal care, household, family, friends, faith, leisure, sport,
travel, and what surrounds work without being it (the canteen, the way there, the weather). Each is a phrase that is embedded.
"""

_TABLE = """
sleeping and getting up early
washing, dressing and grooming oneself
illness, injuries and visits to the dentist
cooking and eating at home with the family
coffee, tea and favourite food
housework: cleaning, laundry and ironing
furniture, decorating and repairs at home
household appliances: the fridge, the oven and the washing machine
gardening, flowers and plants
looking after pets: dogs, cats and birds
cars, motorcycles and parking
moving house and neighbours
shopping for clothes and shoes
children, parents and grandparents at home
weddings, birthdays and funerals in the family
friends, parties and celebrations
church, prayer and religious holidays
watching television and films
listening to music and the radio
playing a musical instrument or singing in a choir
reading novels and poetry
board games, chess and puzzles
collecting stamps, coins and antiques
painting, pottery and handicrafts
knitting and sewing as a hobby
amateur photography
dancing and theatre in one's free time
running, swimming and cycling for fun
football and other team sports with friends
hiking, climbing and camping
fishing and hunting
sailing and days at the beach
skiing and winter sports
holidays abroad and sightseeing
trains, buses, ferries and flights taken as a passenger
hotels and restaurants visited on holiday
the weather: snow, rain and sunshine
the sea, rivers, mountains and lakes
animals in the wild
childhood, school friends and home town
age, looks and habits
lucky moments, jokes and anecdotes
meeting a celebrity
lunch breaks and the office canteen
the desk, the window and the view from the office
birthday cake and parties at the office
the way to work by bicycle or bus
the building, the car park and the lift
games, lotteries and raffles
hair, beauty and tattoos
farm animals and crops
circus, magic and street performers
astrology and superstition
building bricks, carpets and wallpaper
taxi rides and driving at night
old books, clocks and museums
volunteering at a village fair
brothers, sisters, uncles, aunts and cousins
twins, godparents and in-laws
supporting a football club and watching matches
Christmas, New Year and Easter
amateur theatre and school plays
private shares, bets and bills
learning a trick or a hobby from a friend
a night in a hotel, a hut or a tent
drinks in a bar or a pub
a river bank, a pond and a park bench
spring, summer, autumn and winter
toys, teddy bears and dolls
a trumpet, a guitar or a drum at home
old cars, old machines and flea markets
books and magazines read on the train
storms, floods and fallen trees
the house, the flat, the cellar and the attic
glass ornaments, candles and souvenirs
restoring old radios, clocks and typewriters as a hobby
teaching a child to swim or to ride a bicycle
a cat or a dog asleep on the sofa or the washing machine
jigsaw puzzles and card games on a rainy day
juggling, whistling, handstands and card tricks
a puppy or a parrot that learns to obey
boots, coats, hats and umbrellas
a lawnmower, a shed and an orchard
cold rooms and a broken radiator in winter
ice cream, cakes and sweets
looking after grandparents and small nephews
bedtime stories and lullabies
pocket money, marbles and comic books
paper rounds, babysitting and lemonade stalls as a teenager
learning to drive, to swim or to ride as a young person
birth, baptism and name days in the family
wedding anniversaries and engagement parties
family trees, heirlooms and photo albums
cousins, in-laws and neighbours who come to visit
lending an umbrella to a stranger
helping a friend to move house
painting a fence, a bedroom or a bench
hanging pictures and putting up shelves at home
mending a tap, a zip or a bicycle at home
sorting the attic, the cellar and the wardrobe
washing dishes, windows and curtains at home
jam, chutney and pickles from one's own garden
tasting wine, cheese and chocolate
diets, gym and losing weight
yoga, meditation and breathing
bowling, darts and billiards
puzzles, riddles and magic tricks
bird watching, butterflies and mushrooms
keeping bees, hens, rabbits or goldfish
a horse, a donkey or a goat
zoo animals, snakes and insects
rescuing a hedgehog, a pigeon or a stray cat
the moon, the stars and the tides
fog, frost, wind and heatwaves
puddles, mud and slippery pavements
apple trees, pumpkins and sunflowers
picking berries, chestnuts and wild flowers
a cottage, a caravan or a houseboat
lost luggage, passports and souvenirs
carnival, costumes and masks
fireworks, bonfires and New Year resolutions
village choirs, brass bands and folk dance
films, series and cartoons
video games and board games
crime novels, fairy tales and poems
old coins, snow globes and fridge magnets
horoscopes, lucky charms and ghosts
nicknames, birthdays and star signs
fear of heights, spiders or the dark
socks, ties, jewellery and hairstyles
a funny accent or a loud laugh
singing in the shower and whistling
a long commute with changing trains
a bench, a fountain and a statue in the park
"""
# The same in the other languages that CVs are read in, more roughly.
_OTHER_LANGUAGES = """
Hobbys: Lesen, Reisen, Musik und Sport
Familie, Kinder und Haustiere
Garten, Pflanzen und Kochen zu Hause
das Wetter, der Schnee und die Berge
Urlaub am Meer und Spaziergänge
das Gebäude, das Büro und die Kantine
loisirs : lecture, voyages, musique et sport
la famille, les enfants et les animaux
le jardin, les plantes et la cuisine à la maison
le temps, la pluie et la neige
vacances à la mer et promenades
le bâtiment, le bureau et la cantine
aficiones: lectura, viajes, música y deporte
la familia, los niños y las mascotas
el jardín, las plantas y la cocina en casa
el tiempo, la lluvia y la nieve
vacaciones en la playa y paseos
hobby: lettura, viaggi, musica e sport
la famiglia, i bambini e gli animali
il giardino, la pioggia e la neve
passatempos: leitura, viagens, música e desporto
a família, as crianças e os animais
hobby's: lezen, reizen, muziek en sport
het gezin, de kinderen en de huisdieren
de tuin, het weer en de zee
zainteresowania: książki, podróże, muzyka i sport
rodzina, dzieci i zwierzęta
ogród, pogoda, śnieg i morze
"""

OUTSIDE: tuple[str, ...] = (*_TABLE.strip().splitlines(), *_OTHER_LANGUAGES.strip().splitlines())
