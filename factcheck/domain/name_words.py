"""Words around names of people: given names, endings, titles, and what is written large without being a person.

Lists only; `person_names` decides with them. Compared folded (`letters.fold`), so that Kazakh and Russian spellings
of a name are one. Given names written in Cyrillic are known in Latin letters too.
"""

from factcheck.domain.letters import fold, romanise
from factcheck.domain.risk_words import Words

_CYRILLIC_GIVEN = (
    "александр алексей анатолий андрей антон аркадий артем артур богдан борис вадим валентин валерий"
    " василий виктор виталий владимир владислав всеволод вячеслав геннадий георгий герман глеб григорий"
    " данил даниил денис дмитрий евгений егор иван игорь илья кирилл константин лев леонид максим марат"
    " марк матвей михаил никита николай олег павел петр родион роман руслан святослав семен сергей"
    " станислав степан тарас тимофей тимур федор филипп эдуард юрий яков ярослав саша миша коля вова дима"
    " петя ваня сережа женя алла алина александра алена анастасия анна анжела антонина валентина валерия"
    " варвара вера вероника виктория галина дарья диана ева евгения екатерина елена елизавета жанна"
    " зинаида зоя инна ирина карина кира клавдия кристина ксения лариса лидия лилия любовь людмила"
    " маргарита марина мария милана надежда наталья наталия нина оксана олеся ольга полина раиса светлана"
    " снежана софия софья тамара татьяна ульяна эльвира юлия яна настя катя маша даша лена таня света оля"
    " аня наташа"
    # Kazakh and other names of the region
    " абай абдулла абылай айбек айгерим айгүл айдар айдана айдос айжан айзада айнұр айсұлу ақбота ақерке"
    " ақмарал алдияр алия алишер алма алмас алтынай амангелді амина амир анар арай арман арнұр арыстан"
    " асан асель асет асқар аружан әсел әсет әлия әмина әлихан әнуар бақыт бақытжан батыр батырхан"
    " бауыржан бекзат бекжан берік ботагөз болат гаухар гүлбану гүлзат гүлмира гүлнар гүлнара гүлсім"
    " гүлжан дамир дана данияр дарига дархан дастан дәурен дидар диас динара дінмұхамед диляра ерасыл"
    " ербол ергали ерік ержан ерлан ермек ернар есен еркебұлан жазира жандос жанар жанара жания жанибек"
    " жәнібек жансая жасұлан жүсіп зарина заура зейнеп зере зухра ибрагим ильяс ислам қайрат қайсар қанат"
    " қасым-жомарт қуаныш құралай құрманғазы ләззат лаура мадина мади мағжан мақсат мансұр марал мәдина"
    " мейрам мерей мұрат мұхтар мұхаммед нариман назгүл назым нұрбек нұрболат нұрғали нұргүл нұрлан"
    " нұрсұлтан олжас оразбек өмірбек рахат рамазан раушан рауан рүстем рысбек салтанат самал самат санжар"
    " сәбит сәкен сәуле серік сымбат сұлтан талғат тамирлан темірлан тогжан тоқтар толеген томирис ұлан"
    " ұлжан файзулла фарида фатима хадиша шолпан шынғыс шерхан ырысбек эльмира юсуф ясмин жомарт рустам"
    " фархад гульмира лейла зульфия"
)
_LATIN_GIVEN = (
    "aaron abigail adam adrian aisha alan albert alex alexander alexandra alexis alfred ali alice alison"
    " amanda amber amy andrea andrew angela angelina anita ann anna anne annie anthony antonio arthur"
    " ashley barbara barry beatrice ben benjamin bernard beth betty beverly bill billy bob bobby bonnie"
    " bradley brandon brenda brian bridget bruce bryan caitlin caleb calvin cameron carl carla carlos"
    " carmen carol caroline carolyn catherine cecilia charles charlie charlotte cheryl chloe chris"
    " christian christina christine christopher claire clara claude cody colin connor craig crystal curtis"
    " cynthia daniel danielle danny david dean deborah debra denise dennis derek diana diane diego dominic"
    " donald donna doris dorothy douglas dylan earl edgar edith edward edwin eileen elaine eleanor elena"
    " eli elijah elizabeth ella ellen emily emma eric erica erik erin ernest esther ethan eugene eva evan"
    " evelyn fatima felix fernando fiona florence francis francisco frank fred frederick gabriel gary"
    " george gerald gina giovanni gloria gordon greg gregory guy hannah harold harriet harry hassan"
    " heather heidi helen henry herbert howard hugh hussein ian ibrahim irene isaac isabel isabella ivan"
    " jack jackie jackson jacob jacqueline jake james jamie jan jane janet janice jasmine jason javier jay"
    " jean jeff jeffrey jenna jennifer jenny jeremy jerry jesse jessica jesus jill jim jimmy joan joanna"
    " joe joel johan john johnny jon jonathan jordan jorge jose joseph joshua joyce juan judith judy julia"
    " julian julie june justin karen karl kate katherine kathleen kathryn kathy katie keith kelly ken"
    " kenneth kevin kim kimberly kristen kyle lars laura lauren laurence lawrence lee leo leon leonard"
    " leslie liam lillian linda lisa logan lois lori louis louise lucas lucy luis luke lydia lynn madison"
    " marc marcus margaret maria marie marilyn mario marion marjorie martha martin mary mason matthew"
    " maureen max maya megan melanie melissa mia michael michel michelle miguel mike mildred mohamed"
    " mohammed molly monica morgan muhammad nancy naomi natalie natasha nathan neil nicholas nick nicole"
    " noah nora norma norman oliver olivia omar oscar owen pamela patricia patrick paul paula pedro peggy"
    " peter philip phillip phyllis rachel ralph ramon randy raymond rebecca richard rick ricky rita robert"
    " roberta robin rodney roger ronald ronnie rosa rosie ross roy ruby russell ruth ryan sally sam"
    " samantha samuel sandra sara sarah scott sean sebastian sharon shawn sheila shirley simon sofia"
    " sophia sophie stella stephanie stephen steve steven stuart sue susan suzanne sylvia tammy tara ted"
    " teresa terry thelma theodore theresa thomas tim timothy tina tom tommy toby todd tony tracy travis"
    " tyler valerie vanessa vera veronica victor victoria vincent violet virginia vivian walter wanda"
    " warren wayne wendy wesley william willie xavier yasmin yusuf yvonne zachary zoe"
)
_MOST_ENDING, _LEAST_STEM = 4, 3
_DROPPED = "аеиоуыэюяь"  # the last letter of a name, lost before an ending of case
_SHORT_ENDINGS = {"а": ("ы", "е", "у", "ои"), "я": ("и", "е", "ю", "еи")}


def _spellings(roman: str) -> tuple[str, ...]:
    """ "Aygerim" and "Aigerim", "Zhanar" and "Janar", "Akbota" and "Aqbota", "Khadisha" and "Hadisha"."""
    plain = roman.replace("y", "i")
    return roman, plain, plain.replace("zh", "j"), plain.replace("kh", "h"), plain.replace("k", "q")


class Given:
    """Given names in any case of Russian and Kazakh, and in Latin letters."""

    def __init__(self, cyrillic: str, latin: str) -> None:
        names = fold(cyrillic).split()
        stems = {name[:-1] if name[-1] in _DROPPED else name for name in names}
        short = {
            name[:-1] + ending
            for name in names
            if len(name) == _LEAST_STEM
            for ending in _SHORT_ENDINGS.get(name[-1], ())
        }
        romans = {spelt for name in cyrillic.split() for spelt in _spellings(romanise(name))}
        self._whole = frozenset([*romans, *names, *fold(latin).split(), *short])
        self._stems = frozenset(stem for stem in stems if len(stem) >= _LEAST_STEM)

    def has_whole(self, word: str) -> bool:
        """Whether it is one of the names in its first case."""
        return word in self._whole

    def __contains__(self, word: str) -> bool:
        if word in self._whole:
            return True
        least = max(_LEAST_STEM, len(word) - _MOST_ENDING)
        return any(
            word[:length] in self._stems and (length > _LEAST_STEM or len(word) <= _LEAST_STEM + 2)
            for length in range(least, len(word) + 1)
        )


GIVEN = Given(_CYRILLIC_GIVEN, _LATIN_GIVEN)

# Endings that surnames and patronymics have and few other words.
ENDINGS = tuple(
    fold(
        "баев баева баеву баевым баевой беков бекова бекову бековым бековой ханов ханова жанов жанова улин"
        " улина ович овича овичу овичем евич евича евичу евичем ьич овна овны овне овну овной евна евны евне"
        " евну евной ична ичны ұлы ұлына ұлының ұлын қызы қызына қызының қызын оғлы оглы енко чук ович швили"
        " дзе шян ский ского скому ским цкий цкая цкого ова овой евой ёва евым овым ов ев ёв ин ина иной иным"
        " иева иев bayev bayeva baev baeva bekov bekova khanov zhanov ovich evich ovna evna ichna uly kyzy"
        " qyzy oglu enko chuk shvili dze yan sky skiy skyi skii skaya tsky ov ova ev eva yev yeva"
    ).split()
)
LEAST_WITH_ENDING = 5
# Common nouns end so too ("причина"): at the beginning of a sentence they prove nothing.
WEAK_ENDINGS = tuple("ина иной иои ин".split())

TITLES = Words(
    "mr mrs ms miss mister dr prof professor sir lady lord dame madam rev father sister brother sheikh"
    " imam rabbi king queen prince princess president vice-president premier chancellor minister senator"
    " sen rep congressman congresswoman governor gov mayor ambassador secretary general gen colonel col"
    " major maj captain capt lieutenant lt sergeant sgt corporal officer detective inspector sheriff judge"
    " justice attorney prosecutor lawyer advocate doctor nurse surgeon teacher principal coach driver"
    " spokesman spokeswoman spokesperson chairman chairwoman chair chief director head deputy editor"
    " reporter journalist blogger activist businessman businesswoman entrepreneur manager owner worker"
    " engineer pilot farmer student defendant suspect victim witness resident neighbor neighbour pensioner"
    " citizen actor actress singer writer author analyst economist expert scientist researcher candidate"
    " commissioner councillor councilman councilwoman councilmember lawmaker mp akim coach player boxer"
    " widow brother"
    # Russian
    " г-н г-на г-ну г-ном г-жа г-жи г-же господин* госпож* граждан* гр тов товарищ* президент* премьер*"
    " министр* сенатор* депутат* аким аким* мэр мэра мэру мэром губернатор* посол посла глава главы главе"
    " главу главой начальник* директор* председател* секретар* генерал* полковник* подполковник* майор*"
    " капитан* лейтенант* сержант* рядов* следовател* судья судьи судье судью судьей прокурор* адвокат*"
    " врач* доктор* медсестр* учител* преподавател* профессор* академик* тренер* водител* спикер*"
    " представител* пресс-секретар* журналист* блогер* активист* бизнесмен* предпринимател* житель жителя"
    " жителю жителем жительниц* пенсионер* студент* свидетел* обвиняем* подозреваем* подсудим* осужден*"
    " потерпевш* пострадавш* экономист* эксперт* аналитик* ученый ученого писател* певец певца певиц*"
    " актер* актрис* боксер* чиновник* замминистр* заместител* инженер* рабоч* фермер* владел* сосед*"
    " соседк* имени"
    # Kazakh
    " мырза ханым азамат* азаматша* президент* премьер* министр* сенатор* депутат* әкім* төраға* төрағасы*"
    " басшы* директор* бастығы* хатшысы* генерал* полковник* майор* капитан* тергеуші* судья* прокурор*"
    " адвокат* дәрігер* мұғалім* ұстаз* профессор* академик* жүргізуші* журналист* блогер* кәсіпкер*"
    " тұрғын* зейнеткер* студент* куәгер* айыпталушы* сотталушы* күдікті* сарапшы* ғалым* жазушы* әнші*"
    " актер* мектеп атындағы"
)

# Written large and no person, unless a title or a given name stands beside it.
NO_PERSON = Words(
    "university college school academy institute ministry department agency bureau office committee"
    " commission council court supreme district circuit parliament congress senate house assembly"
    " government party union federation association organization organisation foundation fund bank"
    " corporation company group holding inc ltd corp llc plc hospital clinic church mosque museum theatre"
    " theater stadium airport station hotel street avenue road square park bridge river lake sea ocean"
    " mountain mountains island islands city town village county region province state states republic"
    " kingdom empire nation nations world war peace prize award cup league olympic olympics games"
    " championship festival news times post press journal herald tribune guardian reuters bloomberg"
    " television radio channel network internet act bill law code constitution amendment treaty agreement"
    " accord convention protocol strategy program programme project plan day year month week north south"
    " east west northern southern eastern western central upper lower new old great grand united national"
    " international federal royal general public democratic republican liberal conservative labour labor"
    " green islamic christian catholic orthodox muslim jewish white black red blue air force army navy"
    " guard police security defense defence foreign affairs health education justice interior finance"
    " energy trade treasury google facebook twitter youtube instagram whatsapp telegram microsoft apple"
    " amazon tesla meta tiktok wikipedia covid coronavirus kremlin pentagon brexit nato eu un usa us uk"
    " god bible quran quranic islam christianity jan feb mar apr jun jul aug sep sept oct nov dec янв фев апр авг сен"
    " окт ноя дек monday tuesday wednesday thursday friday saturday sunday"
    " january february march april may june july august september october november december christmas"
    " easter ramadan nauryz english french german russian chinese kazakh american british european asian"
    " african arab turkish ukrainian japanese korean indian iranian israeli spanish italian polish uzbek"
    " kyrgyz tajik turkmen soviet western democrats republicans americans russians kazakhs ukrainians"
    " chinese europeans obamacare tv internet euro dollar tenge photo image video getty ap afp tass"
    " interfax kazinform"
    # Places
    " kazakhstan* russia* ukraine* china* uzbekistan* kyrgyzstan* tajikistan* turkmenistan* belarus*"
    " georgia* armenia* azerbaijan* turkey* turkiye iran* iraq* syria* israel* gaza palestin* lebanon"
    " egypt* libya* yemen saudi afghanistan* pakistan* india* japan* korea* taiwan vietnam* thailand"
    " indonesia* malaysia* philippines australia* canad* mexic* brazil* argentin* chile colombia*"
    " venezuela* cuba* britain england scotland wales ireland france germany german* italy spain portugal"
    " poland hungar* romania* bulgaria* serbia* greece* austria* switzerland swiss belgium netherlands"
    " dutch sweden swedish norway norweg* denmark danish finland finnish estonia* latvia* lithuania* czech"
    " slovak* africa* europe* asia* america* nigeria* kenya* ethiopia* sudan* moscow london paris berlin"
    " beijing washington york brussels geneva kyiv kiev minsk tashkent bishkek astana almaty shymkent"
    " karaganda* aktau atyrau aktobe oral pavlodar semey kostanay taraz turkistan kyzylorda petropavl*"
    " baikonur caspian siberia* california texas florida iowa ohio virginia pennsylvania illinois michigan"
    " arizona nevada carolina hampshire massachusetts manhattan brooklyn chicago boston hollywood"
    # Russian and Kazakh
    " казахстан* қазақстан* росси* рф украин* кита* узбекистан* өзбекстан* кыргыз* киргиз* қырғыз* таджик*"
    " тәжік* туркмен* түрікмен* беларус* белорус* грузи* армени* азербайджан* әзірбайжан* турци* түрки*"
    " иран* ирак* сири* израил* египет* афганистан* ауған* пакистан* инди* үнді* япони* жапон* коре*"
    " америк* сша ақш канад* мексик* бразил* британ* англи* франци* германи* итали* испани* польш* европ*"
    " еуропа* ази* африк* африка* австри* австрал* москв* мәскеу* петербург* киев* минск* ташкент* бишкек*"
    " астан* алматы* алмат* шымкент* караганд* қарағанд* актау* ақтау* атырау* актоб* ақтөбе* уральск*"
    " павлодар* семей семея семее костана* қостанай* тараз* туркестан* түркістан* кызылорд* қызылорда*"
    " петропавл* байконур* каспи* сибир* кремл* кавказ* лондон* париж* берлин* пекин* вашингтон* брюссел*"
    " женев* нью-йорк* министерств* министрліг* комитет* комисси* правительств* үкімет* парламент*"
    " мажилис* мәжіліс* сенат сената сенате акимат* әкімдіг* әкімдік* суд суда суде верховн* жоғарғы"
    " генеральн* бас национальн* ұлттық государственн* мемлекеттік конституц* федерац* федеральн*"
    " республик* республика* област* облыс* район* аудан* город* қала қаласы* банк* фонд* университет*"
    " институт* академи* школ* гимназ* больниц* аурухана* партия* партии партию союз* одағы* ассоциац*"
    " организац* ұйым* оон бұұ нато нато ес снг тмд еаэс департамент* управлени* агентств* агенттіг*"
    " служб* центр* орталық* северн* южн* западн* восточн* центральн* солтүстік* оңтүстік* батыс* шығыс*"
    " красн* черн* бел* новый нового новая великая великой отечественн* ұлы отан* кодекс* закон* заң*"
    " указ* конституция* тенге теңге интернет* телеграм* фейсбук* инстаграм* ютуб* ютьюб* google сіз* вы"
    " вас вам вами ваш* русск* казахск* российск* английск* американск* европейск* қазақ* орыс* ағылшын*"
    " января февраля марта апреля мая июня июля августа сентября октября ноября декабря наурыз* рамазан"
    " ораза аллах* алла бог бога богу господь тасс интерфакс казинформ reuters улиц* проспект* площад*"
    " көше* даңғыл*",
    but="канадзе галлах",
)
# "Лунд арестован": of whom something is said in these forms is more often a person than a thing.
PASSIVE = ("ан", "ен", "ана", "ена")
# What stands before a place, not before a person.
BEFORE_PLACE = frozenset("in at from near across throughout в во на из близ the a an".split())
# A small word inside a name: "van der Berg", "al-Farabi", "de la Cruz".
JOINING = frozenset("de del della der den di da dos du la le van von bin ibn al el ter abu".split())
# People without a name who speak at the beginning of a sentence: "Police said".
NAMELESS = Words(
    "police officials authorities prosecutors experts critics doctors witnesses residents protesters"
    " reuters analysts sources investigators lawyers scientists researchers journalists reporters"
    " lawmakers republicans democrats supporters opponents activists economists voters workers teachers"
    " parents officers lawyers everyone nobody people полиция власти эксперты врачи очевидцы жители"
    " источник источники ведомство специалисты следствие адвокаты журналисты мужчина мужчины женщина"
    " женщины дети девушка парень россияне казахстанцы депутаты чиновники ученые свидетели родители"
    " причина половина основа слова готов таков каков сарапшылар дәрігерлер тұрғындар ғалымдар мамандар"
    " ведомство полицейлер депутаттар"
)
SPOKE = Words(
    "said says told asked wrote added replied announced claimed denied admitted confirmed explained"
    " insisted argued testified recalled tweeted posted died born who whose aged lives works was is had"
    " has сказал* заявил* сообщил* рассказал* отметил* добавил* ответил* написал* подчеркнул* объяснил*"
    " признал* говорит считает утверждает умер умерла погиб* родился родилась работал* айтты деді деп"
    " жазды хабарлады мәлімдеді түсіндірді"
)
