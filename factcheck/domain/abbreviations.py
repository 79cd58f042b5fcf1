"""Shortened words of English, Russian and Kazakh, and the words that like to open a sentence.

Lists only; `sentences` decides with them whether a full stop ends anything. All in lower case, without the
last full stop. A word may stand in one of the first three lists; what stands in none, and every initial or
initialism ("J", "U.S"), ends a sentence only before one of `OPENING`.
"""

# Something is always wanted behind these: a name, an explanation.
NEVER_LAST = frozenset(
    # English: titles, places, connecting words
    "mr mrs ms mx dr prof messrs mme mlle gen sen sens rep reps gov govs lt col cpl sgt maj cmdr capt adm rev hon"
    " pres supt insp amb fr mt mts vs v e.g i.e cf viz ca approx incl n.b"
    # Russian: titles, places, connecting words
    " проф акад доц преп г-н г-жа гр гр-н гр-ка тов св ул пл пер просп пр-т пр-д наб бул б-р мкр пос дер зам нач пом"
    " реж сост худ корр т.е т.к т.н т.с напр ср англ лат греч фр цит прибл урожд ген полк подполк лейт серж"
    # Kazakh: titles, places, connecting words
    " яғ көш даң б.з.б б.з.д т.ж шамам".split()
)
# A number or a name of a part follows them; without one the full stop ends the sentence.
BEFORE_NUMBER = frozenset(
    "no nos n° nr vol fig figs p pp art arts sec secs sect ch chap par para eq ex ed jan feb mar apr jun jul aug"
    " sep sept oct nov dec tel ext"
    " стр рис табл гл вып разд абз подп прил кн тел каб кв корп янв фев февр мар апр авг сен сент окт ноя нояб"
    " дек".split()
)
# They count or close a list, and may well be the last word: any capital letter behind them begins anew.
OFTEN_LAST = frozenset(
    "etc lb lbs oz kg km cm mm hrs mins"
    " т.д т.п др пр руб коп тыс млн млрд трлн чел сек мин час кг км мм га куб кв.м куб.м шт экз"
    " т.б т.с.с ж.б ж.т.б тг".split()
)
CLOCK = frozenset(("a.m", "p.m"))
# Years and centuries stand before their full stop, and what follows may be a name in mid-sentence.
AFTER_NUMBER = frozenset("г гг в вв н.э".split())
# Known to be shortened, may end a sentence before one of OPENING only.
SOMETIMES_LAST = frozenset(
    "st ste sr jr inc ltd co corp bros dept dist assn univ intl govt al est ave blvd rd hwy bldg apt ft ph.d mph ret"
    " yu ye zh kh ts chr wm"
    " им см долл обл р-н респ губ ст пп оф ин-т ун-т дж ред авт"
    " ауд жж ғғ мыс ғыл мөлш қ.а".split()
)
# Behind a clock's "p.m." these belong to it.
OF_THE_CLOCK = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december eastern central mountain pacific et est edt ct cst cdt mt mst mdt pt pst"
    " pdt gmt utc bst cet cest msk local".split()
)

# A sentence that begins with one of these, or with a number, has only named its time when the year or hour is over.
OF_TIME = frozenset(
    "at by around about before after until since from on in shortly just early late only"
    " в во к с со до после около начиная весной летом осенью зимой ещё еще уже только лишь именно".split()
)

OPENING = frozenset(
    # English
    "a an the this that these those it its he she they we you i his her their our my there here in on at by from"
    " for with after before during since until while when where what who whom whose why how which if although though"
    " because as but and or so yet however meanwhile moreover furthermore also then now later earlier today yesterday"
    " tomorrow once one some many most several few all both each every no not nor nobody nothing none only even just"
    " still another other others such more according despite amid among between under over about against through"
    " without within along did do does is are was were has have had can could will would should may might must let"
    " please perhaps maybe thus therefore instead nevertheless nonetheless besides afterwards asked told said to of"
    " last next two three half neither either anyone everyone someone anything everything something again"
    # Russian
    " а без более большинство бывший был была было были в вместе вместо вот во всего все всё вскоре вчера вы где да"
    " даже для до другие другой его ее её если есть ещё еще за затем здесь и из из-за или именно их к как какой когда"
    " который кроме кто лишь между мы на над накануне например напомним наш не нет несколько но ныне о об однако около"
    " он она они оно от отметим по под пока после потом поэтому при причем причём против раньше ранее с сам сами"
    " свой сегодня сейчас сначала со согласно спустя среди так также такая такие такой там тем то тогда тот у уже хотя"
    " чем через что чтобы эта эти это этот эту этим этой этого я впрочем впоследствии наконец одна один одни перед"
    " помимо позже позднее кстати видимо возможно конечно многие некоторые никто ничто никаких про ради сколько"
    # Kazakh
    " ал алайда ақырында арада бір біз бірақ бірде біреу бұл бұған бұдан бүгін барлық бәрі демек дегенмен ендеше енді"
    " ертең егер және жалпы кейін кейбір кеше кім қазір қазіргі қалай қандай қашан мен мұнда мұндай мұның не неге"
    " негізінен оған одан ол олай олар оларды оның онда осы осылай осыдан осындай сен сол сонда сондай сондықтан"
    " соңғы сонымен соның сіз солай тек тағы себебі содан өйткені өз әр әрі әйтсе әлі үшін шын".split()
)
# Surnames that look like a word of OPENING: behind an initial they are taken for the name.
OPENING_OR_NAME = frozenset(
    "an do he her let may my no one so such two will you long кім сен тек".split()
)
