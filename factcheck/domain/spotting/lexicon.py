"""The words that make a sentence look checkable, or like something else, in English, Russian and Kazakh.

One entry a word; `stem*` stands for every word that begins so; two words joined by `_` stand beside each other.
How many of them a sentence has, and what follows from that, is in `signals`.
"""

from enum import StrEnum
from functools import lru_cache
from hashlib import sha256


class Signal(StrEnum):
    """What a word or a pair of words says about its sentence."""

    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    COMPARISON = "comparison"
    CHANGE = "change"
    SHARE = "share"
    LAW = "law"
    SAYING = "saying"
    SOURCE = "source"
    CAUSE = "cause"
    DEED = "deed"
    TOPIC = "topic"
    SWEEP = "sweep"
    FUTURE = "future"
    DUTY = "duty"
    OPINION = "opinion"
    MANNERS = "manners"
    SELF = "self"
    READER = "reader"
    OTHERS = "others"


_WORDS: dict[Signal, str] = {
    Signal.NUMBER: (
        "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty"
        " fifty sixty seventy eighty ninety hundred* thousand* million* billion* trillion* dozen*"
        " два две три четыре пять шесть семь восемь девять десять двое трое четверо двадцат*"
        " тридцат* сорок пятьдесят сто сотн* тысяч* миллион* миллиард* млн млрд тыс десятк*"
        " екі үш төрт бес алты жеті сегіз тоғыз жиырма отыз қырық елу алпыс жүз жүзд* мың мыңд*"
        " миллиард* ондаған"
    ),
    Signal.UNIT: (
        "% percent per_cent percentage dollar* $ € £ ₸ ₽ euro* pound* cent cents tenge ruble*"
        " rouble* yuan people persons women men children families workers jobs victims patients"
        " students soldiers troops votes voters seats households cases deaths times years months"
        " weeks days hours minutes kilomet* km metres meters miles feet hectare* acre* ton tons"
        " tonne* barrel* litre* gallon* kg kilogram* degree* megawatt* points процент* тенге рубл*"
        " доллар* евро человек людей женщин мужчин детей семей раз раза лет года месяц* дней суток"
        " часов километр* гектар* тонн* литр* метр* градус* случа* голос*"
        " пайыз* рубль* адам* әйел* бала* отбасы* рет жыл жылы ай күн сағат шақырым гектар*"
    ),
    Signal.DATE: (
        "january february march april in_may since_may last_may june july august september october"
        " november december monday tuesday wednesday thursday friday saturday sunday yesterday since"
        " last_year last_month last_week years_ago ago decade* century январ* феврал* марта марте апрел* мая мае июн*"
        " июл* август* сентябр* октябр* ноябр* декабр* понедельник* вторник* среду четверг*"
        " пятниц* субботу воскресень* вчера год году прошлом* назад"
        " қаңтар* ақпан* наурыз* сәуір* мамыр* маусым* шілде* тамыз* қыркүйек* қазан* қараша*"
        " желтоқсан* кеше былтыр*"
    ),
    Signal.COMPARISON: (
        "than more_than less_than fewer higher lower bigger smaller larger cheaper poorer richer"
        " highest lowest largest smallest biggest longest worst best greatest fastest most least"
        " compared unlike record twice double triple exceed* outnumber* equal_to чем больше меньше"
        " выше ниже чаще реже дороже дешевле самый самая самое самые крупнейш* наибольш* вдвое"
        " втрое"
        " рекорд* превы* сравнени* көп артық жоғары төмен ең бірінші екі_есе"
    ),
    Signal.CHANGE: (
        "rose risen rise rises rising fell fallen falling grew grown grow growing growth increas*"
        " decreas* declin* drop dropped drops doubled tripled quadrupled halved cut cuts shrank"
        " soar* plung* jump jumped reduc* expand* climbed slashed gained lost losing added raised"
        " lowered up_from down_from рост* вырос* выросл* увелич* сокра* сниз* сниж* упал* уменьш*"
        " удвои* повыс* прирос*"
        " өсті өскен артты артқан азай* төменде* көбей* қысқар*"
    ),
    Signal.SHARE: (
        "half third quarter one_third two_thirds majority average median rate rates ratio share"
        " proportion per_capita out_of each_year a_year per_year every_year annual* a_day a_month"
        " половин* треть четверть большинств* средн* доля доли долю уровень уровня ежегодн*"
        " ежедневн*"
        " жартысы үштен орташа үлесі жыл_сайын деңгей*"
    ),
    Signal.LAW: (
        "law laws legislation bill bills act acts statute* constitution* amendment* decree*"
        " treaty clause court courts supreme judge judges ruled ruling convict* sentenced charged"
        " prosecut* criminal code article_of penalty fine fines imprison* illegal legal legally"
        " banned ban outlaw* felony lawsuit* decriminali* crimin* закон* законопроект* кодекс*"
        " стать* конституц* суд суда суде судья приговор* уголовн* административн* штраф*"
        " указ приказ норм* запрет* арест* заң* кодекс* бап баб* бабы сот соты қылмыс* айыппұл*"
        " үкім* тыйым*"
    ),
    Signal.SAYING: (
        "said says say saying told tells added stated states claims claimed claim stressed noted"
        " announced explained spokesman spokeswoman insisted warned argued wrote admitted denied"
        " promised recalled emphasi* complained declared pointed_out сказал* заяви* отмет* сообщи*"
        " подчеркн* рассказ* утвержда* добави* написа* призна* напомни* считает"
        " деді дейді мәлімде* айтты хабарла* атап жазды түсіндір*"
    ),
    Signal.SOURCE: (
        "according_to according reported reports report study studies survey poll polls data"
        " statistics statistic researchers research figures estimates estimated estimate census"
        " records documents found_that showed shows согласно данным данные статистик* исследовани*"
        " опрос* отчет* отчёт* доклад* подсчет* минист* ведомств*"
        " мәліметінше мәлімет* деректер* зерттеу* сауалнама* есеп* министрліг*"
    ),
    Signal.CAUSE: (
        "because caused cause causes causing due_to led_to leads_to result_of resulted resulting"
        " thanks_to therefore provoke* trigger* contribut* responsible_for blame* linked"
        " из_за потому вследстви* приве* привод* вызва* причин* поэтому благодаря салдар* себеп*"
        " кесір* әсерінен"
    ),
    Signal.DEED: (
        "voted vote signed passed vetoed approved adopted rejected opposed supported endorsed"
        " introduced launched built spent paid sold bought invested gave received created closed"
        " opened killed died injured arrested detained attacked invaded bombed fired hired"
        " resigned appointed elected won served ran led met visited moved left joined founded"
        " established published released issued imposed lifted suspended failed refused allowed"
        " began started ended stopped took went became was were had been did made"
    ),
    Signal.TOPIC: (
        "tax taxes budget deficit debt economy unemployment wages income revenue spending"
        " inflation gdp trade exports imports insurance medicare security crime violence abuse"
        " murder* drug drugs gun guns border immigrants immigration refugees nuclear weapons"
        " military troops health hospital* schools education energy oil gas coal emissions poverty"
        " pension* corruption election* government congress senate parliament president"
        " administration налог* бюджет* дефицит* долг* безработиц* зарплат* доход* инфляц* ввп"
        " экспорт* импорт* преступ* насили* убийств* нефт* газ газа бедност* пенси* корруп* выбор*"
        " правительств* парламент* мажилис* сенат* президент*"
        " салық* бюджет* қарыз* жұмыссыз* жалақы* табыс* инфляция* экспорт* қылмыс* зорлық* мұнай*"
        " кедей* зейнетақы* сыбайлас* сайлау* үкімет* парламент* мәжіліс* сенат* президент*"
    ),
    Signal.SWEEP: (
        "never always every all only no none nobody nothing everyone ever entire whole completely"
        " first last"
        " any no_one not_one никогда всегда кажд* все всё только никто ни впервые перв* ешқашан"
        " әрқашан барлық тек алғаш*"
    ),
    Signal.FUTURE: (
        "will won't shall going_to gonna i'll we'll he'll she'll they'll you'll it'll tomorrow"
        " plans_to plan_to intends next_year upcoming expected_to likely_to forecast* predict*"
        " будет будут буду будем планиру* собира* намерен* ожида* прогноз* завтра болады болмақ"
        " жоспарла* келесі ертең"
    ),
    Signal.DUTY: (
        "should must ought need_to needs_to have_to has_to would could let's let_me let_us i'd"
        " we'd cannot can"
        " надо нужно должен должна должны должно следует необходимо пусть давайте бы керек қажет"
        " тиіс"
    ),
    Signal.OPINION: (
        "think believe feel hope wish guess suppose my_opinion perhaps maybe might probably seem"
        " seems seemed wonderful terrible great proud beautiful disgusting shameful unfortunately"
        " fortunately frankly honestly love hate want wants important agree disagree understand"
        " sure hopefully apparently думаю считаю верю надеюсь кажется по_моему мнени* наверное"
        " возможно важно хочу прекрасн* ужасн* стыдно"
        " ойлаймын меніңше сенемін үміттенемін мүмкін сияқты өкінішке маңызды"
    ),
    Signal.MANNERS: (
        "thank thanks please welcome hello sorry excuse okay ok yes yeah well congratulations"
        " applause good_evening good_morning good_night ladies gentlemen god_bless senator"
        " governor mr"
        " спасибо пожалуйста здравствуйте простите извините добрый рахмет сәлем өтінемін"
    ),
    Signal.SELF: (
        "i me my mine i'm i've we us our ours we're we've я мне меня мой моя мы нас нам наш*"
        " мен менің біз біздің"
    ),
    Signal.READER: ("you your yours you're you've ты вы вас вам ваш* твой сен сіз сіздің"),
    Signal.OTHERS: (
        "he she they his her hers him their them he's she's they're they've he'd"
        " он она они его её ее их им ему ей ол олар оның олардың"
    ),
}


def _entries() -> dict[str, tuple[Signal, ...]]:
    found: dict[str, tuple[Signal, ...]] = {}
    for signal, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            entry = word.replace("_", " ")
            found[entry] = (*found.get(entry, ()), signal)
    return found


_ENTRIES = _entries()
PAIR_BEGINNINGS = frozenset(entry.split()[0] for entry in _ENTRIES if " " in entry)
_STEM_LENGTHS = range(3, 1 + max(len(entry) for entry in _ENTRIES))


@lru_cache(maxsize=65_536)
def signals_of(word: str) -> tuple[Signal, ...]:
    """What one word in small letters, or two with a blank between, says; each signal once."""
    found = dict.fromkeys(_ENTRIES.get(word, ()))
    if word.isalpha():
        for length in _STEM_LENGTHS[: max(0, len(word) - 2)]:
            found |= dict.fromkeys(_ENTRIES.get(word[:length] + "*", ()))
    return tuple(found)


def fingerprint() -> str:
    """Changes with any word of the lexicon: a model is weighed for the words it was learnt with."""
    entries = sorted((entry, *signals) for entry, signals in _ENTRIES.items())
    return sha256(repr(entries).encode()).hexdigest()[:16]
