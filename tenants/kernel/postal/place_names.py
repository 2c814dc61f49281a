"""Names of places that the post's data has not: second ones, and words that say only a kind."""

from collections.abc import Mapping

from tenants.kernel.postal.spellings import ONE_LETTER, fold

# What stands before or behind a name, or is left out, and says only what it is; folded.
KINDS_BEFORE = frozenset(
    "county co state province provincia prov prefecture department departamento estado edo emirate "
    "region regiao republic respublika parish of de del di do da dki la "
    "республика респ город г місто м امارة محافظة استان".translate(ONE_LETTER).split()
)
KINDS_BEHIND = frozenset(
    "state province prefecture emirate region parish department republic respublika republits "
    "oblast obl kray to fu ken sheng shi si do область обл краи республика".split()
)
# Of Han and Korean names, which have no blanks; the first stand behind what the data has without.
KINDS_ADDED = tuple(map(fold, ("特别行政区", "自治区", "省", "시", "도")))
SOLID_KINDS = (*KINDS_ADDED[:3], "市", "都", "府", "县")
# By country and the name it keeps: second official languages, names since the data was gathered or
# before (ISO 3166-2 keeps the list of changes), and abbreviations that no rule reads. What differs
# by case, accents, blanks, dots, or a word of the kind alone needs no row.
SECOND_NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "AE": {
        "Abu Dhabi": ("Abu Zaby",),
        "Dubai": ("Dubayy",),
        "Sharjah": ("Ash Shariqah",),
        "Fujairah": ("Al Fujayrah",),
        "Ras al Khaimah": ("Ras al Khaymah", "RAK"),
        "Umm Al Quwain": ("Umm al Qaywayn", "UAQ"),
    },
    "CA": {
        "NL": ("NF", "Nfld", "Newfoundland"),
        "NT": ("NWT",),
        "ON": ("Ont",),
        "PE": ("PEI",),
        "AB": ("Alta",),
        "QC": ("PQ",),
        "YT": ("Yukon Territory",),
    },
    "CO": {
        "Bogotá": ("Distrito Capital", "Bogotá Distrito Capital", "Santafé de Bogotá"),
        "San Andrés y Providencia": ("San Andrés, Providencia y Santa Catalina",),
    },
    "ES": {
        "Álava": ("Araba",),
        "Alicante": ("Alacant",),
        "Asturias": ("Asturies", "Principado de Asturias"),
        "Castellón": ("Castelló", "Castellón de la Plana"),
        "Girona": ("Gerona",),
        "Guipúzcoa": ("Gipuzkoa",),
        "Islas Baleares": ("Illes Balears", "Baleares", "Balears", "Balearic Islands"),
        "La Coruña": ("A Coruña",),
        "Lérida": ("Lleida",),
        "Madrid": ("Comunidad de Madrid",),
        "Murcia": ("Región de Murcia",),
        "Navarra": ("Nafarroa", "Comunidad Foral de Navarra", "Navarre"),
        "Ourense": ("Orense",),
        "Santa Cruz de Tenerife": ("Tenerife",),
        "Sevilla": ("Seville",),
        "Vizcaya": ("Bizkaia", "Biscay"),
    },
    "ID": {
        "Daerah Istimewa Yogyakarta": ("Yogyakarta", "DIY", "Jogjakarta"),
        "DKI Jakarta": ("Jakarta Raya",),
    },
    "IN": {
        "Chhattisgarh": ("CG", "Chattisgarh"),
        "Dadra and Nagar Haveli and Daman and Diu": ("Dadra and Nagar Haveli", "Daman and Diu"),
        "Delhi": ("New Delhi", "NCT of Delhi", "National Capital Territory of Delhi"),
        "Jammu and Kashmir": ("J&K",),
        "Odisha": ("OD", "Orissa"),
        "Puducherry": ("Pondicherry",),
        "Telangana": ("TS",),
        "Uttarakhand": ("UK", "Uttaranchal"),
    },
    "IT": {
        "AO": ("Aoste", "Valle d'Aosta", "Vallée d'Aoste"),
        "BZ": ("Bozen", "Alto Adige", "Südtirol"),
        "FI": ("Florence",),
        "GE": ("Genoa",),
        "MI": ("Milan",),
        "MN": ("Mantua",),
        "NA": ("Naples",),
        "PD": ("Padua",),
        "RC": ("Reggio di Calabria",),
        "RE": ("Reggio nell'Emilia",),
        "RM": ("Rome",),
        "SR": ("Syracuse",),
        "TO": ("Turin",),
        "VE": ("Venice",),
    },
    "KR": {
        "Gangwon-do": ("강원특별자치도", "Gangwon State"),
        "Jeollabuk-do": ("전북특별자치도", "Jeonbuk State", "Jeonbuk"),
    },
    "MX": {
        "CDMX": ("Distrito Federal", "DF", "Mexico City", "México DF"),
        "Coah.": ("Coahuila",),
        "Méx.": ("México", "Edo Méx", "Edo de Méx", "Edomex", "State of Mexico"),
        "Mich.": ("Michoacán de Ocampo",),
        "Qro.": ("Querétaro de Arteaga",),
        "Ver.": ("Veracruz de Ignacio de la Llave",),
    },
    "RU": {
        "Moskva": ("Moscow",),
        "Moskovskaya oblast'": ("Moscow Oblast", "Moscow Region"),
        "Sankt-Peterburg": ("Saint Petersburg", "СПб"),
        "Sakha (Yakutiya) Republits": ("Якутия", "Саха", "Yakutia", "Sakha"),
    },
    "TW": {
        "Kaohsiung City": ("高雄縣", "Kaohsiung County"),
        "New Taipei City": ("台北縣", "Taipei County"),
        "Taichung City": ("台中縣", "Taichung County"),
        "Tainan City": ("台南縣", "Tainan County"),
        "Taoyuan City": ("桃園縣", "Taoyuan County"),
    },
    "US": {
        "AL": ("Ala",),
        "DC": ("Washington DC", "Washington, District of Columbia"),
        "FL": ("Fla",),
        "MS": ("Miss",),
        "PA": ("Penna",),
        "VI": ("US Virgin Islands", "USVI"),
        "WV": ("W Va",),
    },
    "VE": {
        "Distrito Federal": ("Distrito Capital", "DC"),
        "Vargas": ("La Guaira",),
    },
}
