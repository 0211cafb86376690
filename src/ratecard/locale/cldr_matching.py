"""Which languages and scripts people read beside their own, by CLDR: what Babel leaves out of it.

Source: CLDR 47, common/supplemental/languageInfo.xml, languageMatching "written_new"; © Unicode, Inc., Unicode License
V3. Distances are CLDR's: 1 and 4 are nearly the same language, up to 10 are languages that one name covers (Egyptian
Arabic and Arabic), 20 is a related language or that of the larger area, 30 a second language that most have learnt.
Left out is what cannot be asked, because it has another code first: `sh` is `sr-Latn`, `bh` is `bho`, `bjq` is `bzc`.
"""

DISTANCE_MOST = 49
"""Languages and scripts further apart than this are not read: CLDR's default for a script, and ICU's bound, is 50."""

SAME_LANGUAGE_MOST = 10
"""Up to this distance CLDR's rows that lead one way are languages that another's name covers, or nearly the same."""

# The distance, the language that is read, and by readers of which. What CLDR has both ways stands twice.
_READ: tuple[tuple[int, str, str], ...] = (
    (1, "nb", "no"),
    (1, "no", "nb"),
    (4, "aa", "ssy"),
    (4, "bs", "hr"),
    (4, "de", "gsw lb"),
    (4, "hr", "bs"),
    (4, "ssy", "aa"),
    (8, "da", "nb no"),
    (8, "nb", "da"),
    (8, "no", "da"),
    (
        10,
        "ar",
        "aao abh abv acm acq acw acx acy adf aeb aec afb apc apd arq ars ary arz auz avl ayh ayl ayn ayp bbz "
        "pga shu ssh",
    ),
    (10, "az", "azb"),
    (10, "et", "vro"),
    (10, "ff", "ffm fub fue fuf fuh fui fuq fuv"),
    (10, "gn", "gnw gui gun nhd"),
    (10, "iu", "ikt"),
    (10, "kln", "enb eyo niq oki pko sgc tec tuy"),
    (10, "kok", "knn"),
    (10, "kpe", "gkp"),
    (10, "luy", "ida lkb lko lks lri lrm lsm lto lts lwg nle nyd rag"),
    (10, "lv", "ltg"),
    (10, "mg", "bhr bmm bzc msh skg tdx tkg txy xmv xmw"),
    (10, "mn", "mvf"),
    (
        10,
        "ms",
        "bjn btj bve bvu coa dup hji id jak jax kvb kvr kxd lce lcf liw max meo mfa mfb min mqg msi mui orn "
        "ors pel pse tmw urk vkk vkt xmm zlm zmi",
    ),
    (10, "ne", "dty"),
    (10, "om", "gax hae orc"),
    (10, "or", "spv"),
    (10, "ps", "pbt pst"),
    (
        10,
        "qu",
        "qub qud quf qug quh quk qul qup qur qus quw qux quy qva qvc qve qvh qvi qvj qvl qvm qvn qvo qvp qvs "
        "qvw qvz qwa qwc qwh qws qxa qxc qxh qxl qxn qxo qxp qxr qxt qxu qxw",
    ),
    (10, "sc", "sdc sdn sro"),
    (10, "sq", "aae aat aln"),
    (10, "syr", "aii"),
    (10, "uz", "uzs"),
    (10, "yi", "yih"),
    (10, "zh", "cdo cjy cpx czh czo gan hak hsn lzh mnp nan wuu yue"),
    (20, "cs", "sk"),
    (20, "da", "fo"),
    (20, "de", "rm"),
    (20, "en", "af chr cy ga gd haw is mi pcm"),
    (20, "es", "ay ca eu gl gn"),
    (20, "fr", "br co crs ht oc"),
    (20, "hi", "mai"),
    (20, "id", "jv su"),
    (20, "it", "la scn"),
    (20, "nb", "nn"),
    (20, "nl", "fy"),
    (20, "nn", "nb no"),
    (20, "no", "nn"),
    (20, "ru", "be"),
    (20, "sk", "cs"),
    (20, "ur", "bal"),
    (20, "zh", "bo ug za"),
    (30, "ar", "ckb"),
    (
        30,
        "en",
        "ach ak am bem bn ee eo gaa ha ia ig ka km kn kri lg lo loz mfe ml mt my ne nso ny nyn om or pa ps rn "
        "sd si sn so sq st sw ta te ti tlh tn to tum ur xh yi yo zu",
    ),
    (30, "es", "qu"),
    (30, "fil", "ceb"),
    (30, "fr", "kg ln lua mg rw wo"),
    (30, "hi", "gu mr sa"),
    (30, "id", "ms"),
    (30, "ru", "ab az hy kk ky mn tg tk tt uz"),
    (30, "tr", "ku"),
)

# The distance, the language and script that are read, and by readers of which. All other scripts are 50 apart, so
# Traditional Chinese and Simplified are: CLDR says that neither stands in for the other.
_SCRIPTS_READ: tuple[tuple[int, str, str], ...] = (
    (
        10,
        "en-Latn",
        "am-Ethi bn-Beng ka-Geor km-Khmr kn-Knda lo-Laoo ml-Mlym my-Mymr ne-Deva or-Orya pa-Guru ps-Arab sd- "
        "Arab si-Sinh ta-Taml te-Telu ti-Ethi ur-Arab yi-Hebr",
    ),
    (10, "ru-Cyrl", "az-Latn hy-Armn tk-Latn uz-Latn"),
    (10, "zh-Hans", "bo-Tibt za-Latn"),
    (5, "sr-Cyrl", "sr-Latn"),
    (5, "sr-Latn", "sr-Cyrl"),
    (20, "zh-Hans", "zh-Hani zh-Latn"),
    (20, "zh-Hant", "zh-Hani"),
    (20, "ar-Arab", "ar-Latn"),
    (20, "bn-Beng", "bn-Latn"),
    (20, "gu-Gujr", "gu-Latn"),
    (20, "hi-Deva", "hi-Latn"),
    (20, "kn-Knda", "kn-Latn"),
    (20, "ml-Mlym", "ml-Latn"),
    (20, "mr-Deva", "mr-Latn"),
    (20, "ta-Taml", "ta-Latn"),
    (20, "te-Telu", "te-Latn"),
    (5, "ja-Jpan", "ja-Latn ja-Hani ja-Hira ja-Kana ja-Hrkt"),
    (5, "ko-Kore", "ko-Hani ko-Hang ko-Jamo"),
    (5, "ko-Hang", "ko-Jamo"),
)


def _by_reader(rows: tuple[tuple[int, str, str], ...]) -> dict[str, tuple[tuple[int, str], ...]]:
    """What readers of each language (or language and script) read beside it, nearest first."""
    table: dict[str, list[tuple[int, str]]] = {}
    for distance, read, readers in rows:
        for reader in readers.split():
            table.setdefault(reader, []).append((distance, read))
    return {reader: tuple(sorted(reads)) for reader, reads in table.items()}


LANGUAGES_READ = _by_reader(_READ)
"""By language: the languages that its readers read, each with its distance. `LANGUAGES_READ["gsw"]` is ((4, "de"),)."""

SCRIPTS_READ = _by_reader(_SCRIPTS_READ)
"""By language and script ("sr-Latn"): what its readers read in another script, each with the script's distance."""
