"""Words that point at a crime, at a child or at a relative, in English, Russian and Kazakh.

Lists only; `risks` decides with them. A word on its own stands as it is written; one that ends in `*` stands for
every word that begins so. They are compared folded (`letters.fold`): without case, accents and the letters that
Kazakh has beyond Russian. High recall is wanted, so a word that means a crime only now and then is in.
"""

import re
from functools import lru_cache

from factcheck.domain.letters import fold

REMEMBERED = 16_384  # words of a text are few, and they come again


class Words:
    """Whole words and beginnings of words, and the words that begin so by chance."""

    def __init__(self, listed: str, but: str = "") -> None:
        words = fold(listed).split()
        self._whole = frozenset(word for word in words if not word.endswith("*"))
        self._begun = frozenset(word[:-1] for word in words if word.endswith("*"))
        self._least = min(map(len, self._begun), default=1)
        self._most = max(map(len, self._begun), default=0)
        self._heads = frozenset(word[: self._least] for word in self._begun)
        self._not = Words(but) if but else None
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._has)

    def __contains__(self, word: str) -> bool:
        """Whether the folded `word` is one of these; constant time."""
        return self._remembered(word)

    def _has(self, word: str) -> bool:
        if word in self._whole:
            return True
        if word[: self._least] not in self._heads or not self._is_begun(word):
            return False
        return self._not is None or word not in self._not

    def _is_begun(self, word: str) -> bool:
        lengths = range(self._least, min(self._most, len(word)) + 1)
        return any(word[:length] in self._begun for length in lengths)


CRIME = Words(
    # English: against people
    "murder* kill* homicid* manslaughter slay slain slew slaying* assassin* massacr* lynch* rape rapes"
    " raped raping rapist* molest* assault* abus* harass* stalk* groped groping grooming traffick* kidnap*"
    " abduct* hostage* tortur* attack* stab stabbed stabbing* shot shoot* gunman gunmen gunned beat beaten"
    " beating* bludgeon* strangl* poison* violen* brutal* threat* intimidat* bully* bullied batter*"
    " victim* perpetrator* slavery enslave* genocid* atrocit* paedophil* pedophil* porn* incest* indecen*"
    " prostitut* pimp pimps brothel* hazing"
    # English: against property and the public
    " rob robs robbed robber* robbing burgl* theft* thief thieves steal* stole stolen loot* shoplift*"
    " fraud* defraud* scam* swindl* embezzl* misappropriat* misus* siphon* brib* kickback* corrupt* graft"
    " launder* extort* blackmail* racketeer* forged forger* forging counterfeit* perjur* falsif* fabricat*"
    " smuggl* contraband poach* arson* vandal* sabotag* espionage spy spies spied spying treason* terror*"
    " extremis* bomb* hijack* hack hacked hacker* hacking phishing cartel* mafia* mob gang gangs gangster*"
    " gangland narco* cocaine heroin drugs dealer* evad* evasion bootleg* plunder* ponzi insider rigged"
    " rigging cheat cheats cheated cheating deceiv* conspir* collu* complicit accomplice* unlawful*"
    " illegal* illicit* lawless* wrongdo* misconduct malpractice negligen* reckless* trespass* riot* lewd"
    " drunk* dui pocketed pocketing pilfer* skimmed skimming ransom* plagiar* nepotis* cronyis*"
    # English: dishonesty and what is nobody's business
    " lied liar liars lying dishonest* groomed sexual* pervert* undress* overdos*"
    # English: the law at work
    " arrest* detain* detention* custody charged charges indict* prosecut* convict* guilt* sentenced jail*"
    " prison* imprison* inmate* incarcerat* parole* probation bail fugitive* warrant* manhunt extradit*"
    " crime* criminal* felon* misdemeanor* misdemeanour* offence* offense* offender* culprit* suspect*"
    " accus* alleg* investigat* probe probed probes raid raided raids handcuff* interrogat* defendant*"
    " plaintiff* lawsuit* sued sues police policeman policewoman detective* trial trials court-martial*"
    " impeach* acquit* exonerat* scandal* cover-up whistleblow*"
    # Russian: against people
    " убий* убит* убил* убива* убьет умертв* зареза* застрел* расстрел* задуш* отрав* насил* изнасил*"
    " избил* избит* избив* избие* побои побоев побоями побоях драк* напал* напад* похити* похищ* заложник*"
    " пытк* пытал* истяз* угроз* угрож* домогат* домогал* растлен* растлил* развращ* педофил* сутенер*"
    " проституц* проститут* порногр* травл* издева* жесток* жертв* потерпевш* пострадавш* работорг*"
    " рабств* самосуд* линч* палач* геноцид* душегуб*"
    # Russian: against property and the public
    " ограб* грабе* граби* разбой* разбоя краж* кража украл* украд* крадут крал крала краден* воров* вор"
    " воры вора ворами мошен* афер* обману* обманн* хищен* похищен* присвоил* присвоен* растрат* казнокра*"
    " взятк* взяточ* взяток подкуп* откат откаты откатов корруп* вымога* шантаж* рэкет* отмыва* отмыт*"
    " поддел* подлож* подлог* фальси* фальшив* контрабанд* браконьер* наркот* нарко* героин* кокаин*"
    " поджог* подожг* поджег* поджеч* поджиг* вандал* хулиган* террор* теракт* экстрем* диверс* шпион*"
    " госизмен* измена изменник* взлом* хакер* банд* мафи* опг киллер* рейдер* пирамид* уклонен* уклонял*"
    " злоупотреб* превышен* халатн* незакон* противозакон* противоправн* преступ* правонаруш* нарушени*"
    " клевет* беспоряд* сообщник* соучаст* пособни* присваив* плагиат* кумовств* лжесвид* солгал* соврал*"
    " лжец* ударил* ударя* прикарман*"
    # Russian: the law at work
    " арест* задерж* заключен* обвин* подозр* осужд* осудил* осужден* приговор* судим* подсуд* виновн*"
    " виновен вину уголовн* следстви* следовател* следственн* расследов* прокур* полици* полицей* тюрьм*"
    " тюрем* колони* сизо ивс ук розыск* разыскива* ордер* обыск* допрос* допраш* конво* наручник* амнист*"
    " помилов* криминал* скандал* иск иска"
    # Kazakh
    " қылмыс* өлтір* зорла* зорлық* күштеп ұрла* ұры ұрылар ұрлық* тона* тонау* қарақшы* алаяқ* алда* пара"
    " параға парамен параны парақор* жемқор* сыбайлас* жымқыр* талан-тараж* талау* бопса* қорқыт*"
    " контрабанд* есіртк* террор* лаңкес* экстрем* айыпта* айыпкер* айыпты* айып айыбы* күдік* қамау*"
    " қамал* қамап тұтқын* ұсталды* ұсталған* ұстады сотта* сотқа сот үкім* түрме* тергеу* тергел* заңсыз*"
    " бұзақы* шабуыл* соққы* сабап сабал* ұрып* азапта* қинау* өртеп өртеді жәбір* құрбан* тыңшы* сатқын*"
    " кепіл* қиянат* құқықбұзу* бұзушылық* полиция* полицей* бостандығынан пышақта* атып ату атқан бүлік*",
    but="спасибо вораж* ордерн* параграф* абусир* следственно бомбей* mobil* талаура* сотник* парағ* пытался"
    " пыталась пытались пыталось үкімет* нәсіл* героинь героини героиня героинями алдағы алдан алдына"
    " алдында* алдыңғы алдымен алдым* алды алдын* гранта* банда колониз*",
)
CRIME_PHRASES = re.compile(
    r"\b(?:behind bars|set fire|on fire by|tax dodg|price[- ]fixing|hit[- ]and[- ]run|life sentence|sex with"
    r"|pleaded|pled|took money|fled the scene|under oath|did drugs|out of the till"
    r"|(?:kept|keeps|keeping|took|takes) (?:\w+ ){0,3}(?:takings|bribes?)"
    r"|(?:hits?|hitting|slap\w*|kick\w*|punch\w*) (?:his|her|him|them)\b"
    r"|лишени\w+ свободы|измен\w+ родине|торговл\w+ людьми|за рулем|за решетк"
    r"|условн\w+ срок|ст\. ?\d+ ук"
    r"|стать\w+ \d+|\d+-бап|бас бостандыг|адам саудас|ар-намыс)"
)
MINOR = Words(
    "child childs children* childhood childcare schoolchild* grandchild* kid kids baby babies infant*"
    " toddler* newborn* boy boys boyhood girl girls girlhood teen teens teenage* preteen* tween*"
    " adolescen* minors underage* under-age juvenile* schoolgirl* schoolboy* schoolkid* schoolmate*"
    " classmate* pupil pupils preschool* kindergart* nursery daycare orphan* youngster* youths grandson*"
    " granddaughter* stepchild* fetus foetus stillborn unborn quinceanera grader graders"
    # Russian
    " ребен* ребят* дет дети детей детям детьми детях детск* детств* детсад* деток детки детишк* малолет*"
    " несовершеннолет* подрост* школьн* школот* ученик* учениц* учащ* мальчи* мальчуг* девочк* девочек"
    " девчон* младен* новорожд* малыш* дошколь* дошкол* первоклас* второклас* третьеклас* четверокла*"
    " пятикласс* шестикласс* семикласс* восьмикласс* девятикласс* десятикласс* одиннадцатикласс*"
    " старшеклас* однокласс* одноклас* класснику лицеист* гимназист* сирот* воспитанник* воспитанниц*"
    " юнош* внук* внуч* усынов* удочер* грудничк* близнец* двойняш*"
    # Kazakh
    " бала балам балаң балаға балада баладан балалар* баланы* баламен баласы* балабақша* балдырған*"
    " жасөспірім* кәмелет* сәби* нәресте* бүлдіршін* оқушы* шәкірт* жетім* немере* сынып* мектеп* ұлдар*"
    " қыздар* бөбек* бозбала* бойжеткен* балиғат*",
    but="детал* дете детект* детон* оқушылық учащенн* учаща*",
)
RELATIVE = Words(
    "wife wives husband* spouse* widow widows widowed widower* mother mothers mom moms mum mums mama"
    " father fathers dad dads papa parent parents son sons daughter* brother brothers sister sisters"
    " sibling* uncle uncles aunt aunts nephew* niece nieces cousin* grandmother* grandfather* grandma"
    " grandpa grandparent* granny grandson* granddaughter* grandchild* stepmother* stepfather* stepson*"
    " stepdaughter* stepbrother* stepsister* half-brother* half-sister* godmother* godfather* godson*"
    " goddaughter* mother-in-law father-in-law son-in-law daughter-in-law brother-in-law sister-in-law"
    " in-laws fiance* girlfriend* boyfriend* lover lovers mistress* ex-wife ex-husband* ex-girlfriend*"
    " ex-boyfriend* relative relatives kin twins bride groom newlywed* neighbour* neighbor* roommate*"
    " flatmate* nanny babysitter* guardian guardians"
    # Russian
    " жена жены жене жену женой женою жен экс-жена супруг* муж мужа мужу мужем муже мужья мужей экс-муж"
    " мать матери матерью матерей матерям матерями матерях мама мамы маме маму мамой мам мамин* отец отца"
    " отцу отцом отце отцы отцов отцам папа папы папе папу папой родител* сын сына сыну сыном сыне сынов*"
    " сыновья сыновей сынок дочь дочери дочерью дочерей дочерям дочка дочки дочке дочку дочкой брат брата"
    " брату братом брате братья братьев братьям братьями сестра сестры сестре сестру сестрой сестер"
    " сестрам сестрами дядя дяди дяде дядю дядей тетя тети тете тетю тетей тетка тетки племянни* двоюродн*"
    " троюродн* бабушк* бабушек дедушк* дед деда деду дедом внук* внуч* тесть тестя теща тещи теще тещу"
    " тещей свекр* зять зятя зятю зятем невестк* невеста невесты невесту невестой жених* вдова вдовы вдове"
    " вдову вдовой вдовец вдовца сожител* родственн* родные родных родным родными близкие близких близким"
    " семья семьи семье семью семьей опекун* отчим* мачех* пасын* падчериц* любовни* крестн* кум кума"
    " сноха снохи деверь шурин свояк сват соседк* соседи соседей сосед соседа соседу соседом няня няни"
    " няню"
    # Kazakh
    " әйелі* жұбайы* зайыбы* күйеуі* күйеу анасы* анам шешесі* шешем әкесі* әкем ата-ана* атасы* әжесі*"
    " ұлым қызым қызы қызын қызына қызының қызымен қыздары* ұлдары* ағасы* ағайын* інісі* апасы* әпке*"
    " сіңлі* қарындас* бауыры* туыс* немере* жиен* нағашы* келіні* келін отбасы* жары жарын жарының қайын*"
    " құда құдасы* жақындары* көрші* асырауындағы асыранды*",
    but="родственно мамонт* kindly свата",
)
# Words that make a private person of somebody only behind one of `OWNERS`: "his family", "her partner".
OWNED = Words(
    "family partner ex household home house flat apartment address doctor health diagnosis ұлы"
)
OWNERS = Words("his her their its the victim's family's оның оныкі")
