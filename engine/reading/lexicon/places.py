"""Countries, regions and large cities by the names CVs give them, folded: enough to tell a place from an employer."""

from engine.reading.lexicon.tables import phrases, words

COUNTRIES: frozenset[str] = frozenset(
    phrases(
        "usa|us|u.s.|u.s.a.|united states|united states of america|uk|u.k.|united kingdom|england|scotland|wales|northern ireland|ireland|"
        "germany|deutschland|austria|osterreich|switzerland|schweiz|suisse|svizzera|france|frankreich|spain|espana|spanien|espagne|spagna|"
        "italy|italia|italien|italie|portugal|netherlands|the netherlands|nederland|niederlande|holland|belgium|belgie|belgique|belgien|"
        "luxembourg|luxemburg|poland|polska|polen|czech republic|czechia|tschechien|slovakia|hungary|ungarn|romania|rumanien|bulgaria|greece|"
        "griechenland|turkey|turkiye|turkei|denmark|danmark|danemark|sweden|sverige|schweden|norway|norge|norwegen|finland|suomi|finnland|"
        "iceland|estonia|latvia|lithuania|ukraine|russia|belarus|serbia|croatia|kroatien|slovenia|bosnia|albania|north macedonia|montenegro|"
        "canada|kanada|mexico|brazil|brasil|brasilien|argentina|chile|colombia|peru|venezuela|ecuador|uruguay|bolivia|paraguay|panama|"
        "costa rica|cuba|dominican republic|guatemala|puerto rico|china|中国|japan|日本|south korea|korea|republic of korea|s.korea|한국|india|"
        "indien|pakistan|bangladesh|sri lanka|nepal|indonesia|malaysia|singapore|singapur|thailand|vietnam|philippines|taiwan|hong kong|"
        "australia|australien|new zealand|israel|egypt|morocco|maroc|marokko|algeria|algerie|tunisia|tunisie|senegal|ivory coast|"
        "cote d'ivoire|nigeria|ghana|kenya|ethiopia|uganda|tanzania|south africa|sudafrika|cameroon|cameroun|angola|mozambique|"
        "saudi arabia|uae|united arab emirates|qatar|kuwait|bahrain|oman|jordan|lebanon|liban|iraq|iran|syria|syrien|afghanistan|georgia|"
        "armenia|azerbaijan|kazakhstan|uzbekistan|malta|cyprus|monaco|liechtenstein|andorra|europe|eu|anglia|niemcy|francja|hiszpania|"
        "wlochy|reino unido|inglaterra|alemania|francia|suiza|italia|polonia|royaume-uni|allemagne|etats-unis|pays-bas|estados unidos|"
        "regno unito|germania|svizzera|verenigd koninkrijk|duitsland|frankrijk|spanje"
    )
)

REGION_CODES: frozenset[str] = words(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT "
    "VA WA WV WI WY DC ON QC BC AB MB SK NS NB NL PE NSW VIC QLD SP RJ MG RS PR BA UK US USA UAE EU"
)

CITIES: frozenset[str] = frozenset(
    phrases(
        "london|manchester|birmingham|leeds|glasgow|edinburgh|bristol|liverpool|cambridge|oxford|dublin|cork|belfast|cardiff|new york|"
        "new york city|nyc|los angeles|san francisco|san jose|san diego|seattle|chicago|boston|austin|dallas|houston|denver|atlanta|miami|"
        "philadelphia|phoenix|portland|detroit|minneapolis|washington|washington dc|washington d.c.|palo alto|mountain view|menlo park|"
        "sunnyvale|redmond|brooklyn|toronto|vancouver|montreal|ottawa|calgary|mexico city|ciudad de mexico|guadalajara|monterrey|sao paulo|"
        "rio de janeiro|brasilia|belo horizonte|curitiba|porto alegre|buenos aires|cordoba|santiago|bogota|medellin|lima|quito|caracas|"
        "montevideo|berlin|hamburg|munchen|munich|koln|cologne|frankfurt|frankfurt am main|stuttgart|dusseldorf|leipzig|dresden|hannover|"
        "nurnberg|nuremberg|bremen|essen|dortmund|bonn|karlsruhe|mannheim|freiburg|heidelberg|aachen|munster|wien|vienna|graz|linz|salzburg|"
        "innsbruck|zurich|basel|bern|geneva|geneve|lausanne|lugano|paris|lyon|marseille|toulouse|nice|nantes|bordeaux|lille|strasbourg|"
        "rennes|montpellier|grenoble|bruxelles|brussels|brussel|antwerpen|antwerp|gent|ghent|liege|amsterdam|rotterdam|den haag|the hague|"
        "utrecht|eindhoven|groningen|delft|leiden|nijmegen|tilburg|madrid|barcelona|valencia|sevilla|seville|bilbao|malaga|zaragoza|"
        "lisboa|lisbon|porto|coimbra|braga|roma|rome|milano|milan|torino|turin|napoli|naples|bologna|firenze|florence|genova|venezia|verona|"
        "palermo|padova|warszawa|warsaw|krakow|wroclaw|poznan|gdansk|lodz|katowice|lublin|szczecin|praha|prague|brno|bratislava|budapest|"
        "bucuresti|bucharest|cluj|sofia|athens|istanbul|ankara|izmir|kyiv|kiev|lviv|moscow|saint petersburg|minsk|vilnius|riga|tallinn|"
        "helsinki|stockholm|goteborg|gothenburg|malmo|oslo|bergen|kobenhavn|copenhagen|aarhus|reykjavik|casablanca|rabat|tunis|alger|cairo|"
        "lagos|nairobi|accra|cape town|johannesburg|tel aviv|jerusalem|beirut|amman|dubai|abu dhabi|doha|riyadh|mumbai|delhi|new delhi|"
        "bangalore|bengaluru|hyderabad|chennai|pune|kolkata|gurgaon|noida|karachi|lahore|islamabad|dhaka|colombo|beijing|shanghai|shenzhen|"
        "guangzhou|hangzhou|seoul|busan|tokyo|osaka|kyoto|taipei|singapore|kuala lumpur|bangkok|jakarta|manila|hanoi|ho chi minh city|"
        "sydney|melbourne|brisbane|perth|auckland|wellington|上海|北京|深圳|杭州|西安|広州|東京|서울"
    )
)
