"""The words that tell speech from everything else: verbs, titles, pronouns, what names a work.

Data only; what is done with it stands in the modules that read it.
"""

# Verbs whose last letter doubles: "admitted", "quipping".
_DOUBLING = frozenset("admit quip stop chat rap tut commit nod blog snap".split())
_IRREGULAR = {
    "say": "say says said saying",
    "tell": "tell tells told telling",
    "write": "write writes wrote written writing",
    "read": "read reads reading",
    "go": "went",
    "put": "put puts putting",
    "think": "think thinks thought thinking",
    "feel": "feel feels felt feeling",
    "hold": "hold holds held holding",
    "speak": "speak speaks spoke spoken speaking",
    "swear": "swear swears swore swearing",
    "sing": "sing sings sang singing",
    "shoot": "shot",
    "find": "find finds found finding",
    "foretell": "foretells foretold",
    "retell": "retells retold",
    "mean": "mean means meant",
    "know": "know knows knew known",
    "see": "see sees saw seen seeing",
    "make": "make makes made making",
    "give": "give gives gave given giving",
    "begin": "begin begins began beginning",
    "show": "show shows showed shown showing",
    "send": "send sends sent sending",
    "understand": "understands understood",
    "hear": "heard",
    "become": "become becomes became",
    "cry": "cry cries cried crying",
    "reply": "reply replies replied replying",
    "imply": "implies implied implying",
    "testify": "testify testifies testified testifying",
    "clarify": "clarify clarifies clarified clarifying",
    "specify": "specify specifies specified specifying",
    "deny": "deny denies denied denying",
    "decry": "decry decries decried decrying",
    "worry": "worry worries worried worrying",
    "quip": "quip quips quipped quipping",
}


def forms(words: str) -> frozenset[str]:
    """Every form of the verbs, by the regular endings unless they are irregular."""
    found: set[str] = set()
    for word in words.split():
        if word in _IRREGULAR:
            found.update(_IRREGULAR[word].split())
            continue
        stem = word.removesuffix("e")
        if word in _DOUBLING:
            stem = word + word[-1]
        ending = "es" if word.endswith(("s", "sh", "ch", "x")) else "s"
        found |= {word, word + ending, stem + "ed", stem + "ing"}
    return frozenset(found)


# Verbs that mean saying only with the word behind them.
PHRASAL = {
    "shot": {"back"},
    "shoots": {"back"},
    "fired": {"back"},
    "fires": {"back"},
    "hit": {"back"},
    "went": {"on"},
    "goes": {"on"},
    "chimed": {"in"},
    "cut": {"in"},
    "put": {"it"},
    "puts": {"it"},
    "is": {"sure", "convinced", "certain", "confident"},
    "are": {"sure", "convinced", "certain"},
    "was": {"sure", "convinced"},
    "weighed": {"in"},
    "summed": {"up"},
    "made": {"clear"},
    "makes": {"clear"},
}
# What introduces or follows words as they were said.
SPEECH = forms(
    "say tell add write tweet continue ask respond reply declare state explain conclude report note"
    " chant shout remark admit joke answer observe warn insist argue quip yell exclaim recall"
    " confirm announce stress emphasize emphasise claim assert assure reiterate caution comment"
    " acknowledge concede complain lament muse intone deadpan retort interject protest predict"
    " suggest testify boast brag vow promise pledge urge demand mutter murmur whisper scream cry"
    " recount opine fume demur agree counter contend allege confess tease marvel gush bark"
    " proclaim post repeat echo maintain clarify specify wonder inquire propose advise point"
    " remind inform reveal read relate elaborate plead reflect recommend"
    " scoff snap sing advise affirm apologize begin chide crow drawl drone enthuse"
    " exult grumble guess hint howl instruct interrupt lecture notify philosophize"
    " pronounce quote rant remember snarl stammer state summarise summarize theorize thunder"
    " underline underscore volunteer blast denounce mock blog email text swear"
    " convince stipulate shrug laugh smile sigh chuckle beam boom bellow growl hiss object"
) | frozenset(PHRASAL)
# The same behind the words: "…, she believes".
AFTER = SPEECH | forms("believe think consider hope fear suppose calculate reckon")
# Verbs that say how somebody spoke of something: "he called it …".
MENTION = forms(
    "call describe accuse criticize criticise praise dismiss label dub slam attack condemn hail"
    " brand"
    " characterize characterise cite deny blame ridicule deride refer reject express welcome speak"
    " threaten compare invoke tout defend address talk rail mention rebuke portray liken denounce"
    " decry thank bemoan implore beg appeal request question bemoan voice estimate term lambast"
    " lambaste lament rip decry"
)
# What somebody thinks, wants or sends out: a weak sign that words in marks are hers.
MIND = forms(
    "calculate reckon suppose think feel hope want fear worry expect support oppose consider"
    " propose seek publish send deliver"
    " discuss challenge encourage endorse charge outline advocate champion pitch believe intend"
)
# What takes a clause of its own: "X said that the bridge is closed".
CLAUSE = forms(
    "say tell add write state explain report note remark admit observe warn insist argue recall"
    " confirm announce stress emphasize emphasise claim assert assure reiterate caution"
    " acknowledge concede complain lament predict suggest testify boast vow promise pledge declare"
    " maintain clarify specify propose inform reveal believe contend allege deny conclude respond"
    " reply indicate estimate hint hope fear tweet post confess swear remind mention imply"
    " underline underscore agree calculate count"
)
# These take a clause only behind "that": "X agreed that …", never "X agreed the …".
NEEDS_THAT = forms(
    "respond reply agree post remark tell complain remind propose report declare promise confirm"
    " announce reveal mention inform estimate assure testify boast hint maintain underline"
    " underscore stress swear indicate"
) - frozenset(["promised", "told"])
# The plain forms among them, which nouns are written like: a verb behind "to" or a plural only.
PLAIN = frozenset(
    "state promise report order claim demand comment note remark answer post tweet offer plead"
    " shout"
    " call blame attack praise label request question mention estimate address term brand defend"
    " say tell add write continue ask respond reply declare explain conclude joke observe warn"
    " argue"
    " think feel hope want fear worry support charge challenge pitch put seek voice cry blast"
    " lament boast brag vow pledge urge echo reveal believe smile laugh shrug sigh object appeal"
    " quote"
    " threaten compare cite deny accuse describe criticize dismiss reject talk speak dub rebuke"
    " propose discuss consider expect oppose send publish deliver email text rant howl growl".split()
)
STATED = frozenset(
    "statement statements words word opinion letter post message remark remarks reply response answer comment"
    " comments explanation commentary appeal".split()
)

AUXILIARY = frozenset(
    "has have had was were is are be been being would will could should may might must can did does"
    " do not never also later then once now still even further previously recently often always"
    " repeatedly reportedly himself herself themselves itself later just first only already soon"
    " quickly simply famously sometimes really earlier again long ever ’d ’s ’ve 've 's 'd to"
    " went on"
    " however too instead nevertheless nonetheless meanwhile both all publicly today yesterday"
    " didn't didn’t don't don’t wouldn’t".split()
)
PRONOUNS = frozenset("he she they we i you it who".split())
HE, SHE, THEY = "he", "she", "they"
POSSESSIVES = frozenset("his her their its our my your whose".split())
DETERMINERS = (
    frozenset(
        "the a an this that these those one another some many several most few both two three four"
        " five six seven eight nine ten no any each every all other others".split()
    )
    | POSSESSIVES
)
PREPOSITIONS = frozenset(
    "in on at by for from with of to about after before during since under over against between"
    " through into within without among around near despite because as like than per via upon"
    " following regarding amid toward towards behind beside beyond until till across outside inside"
    " throughout if when while although though where whereas unless once whether how why what"
    " according speaking asked given based citing responding writing referring commenting instead"
    " late early last next earlier".split()
)
LINKERS = frozenset(
    "yes no well oh okay so-called and but or yet so nor then also meanwhile however still"
    " later now moreover furthermore besides"
    " therefore thus nevertheless nonetheless indeed instead finally first second third recently"
    " additionally afterwards afterward again perhaps even only just not when while that which who"
    " as if because today yesterday earlier previously overall separately similarly".split()
)
RELATIVES = frozenset("who which that whose whom where when".split())
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june"
    " july"
    " august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
    " today yesterday tomorrow".split()
)
# Ends a name that is no person.
NO_PERSON = frozenset(
    "ministry committee commission party university institute parliament senate house congress"
    " court"
    " union council agency department office company corporation bank group association foundation"
    " fund center centre service news times post journal press tribune herald gazette television tv"
    " radio school college hospital church republic state states city region district county"
    " street avenue road river lake sea mountain airport station government police army force"
    " forces"
    " law code act bill constitution program programme project strategy plan league federation"
    " organization organisation society academy museum theatre theater facebook instagram telegram"
    " twitter youtube whatsapp tiktok america russia kazakhstan uzbekistan kyrgyzstan tajikistan"
    " turkmenistan china europe asia astana almaty shymkent bishkek tashkent dushanbe ashgabat"
    " moscow washington children rights affairs internal foreign criminal national security health"
    " education interior justice finance culture sports emergency situations human united akimat"
    " nobody everybody somebody anybody everyone someone anyone"
    " mazhilis majilis holding inc ltd llp llc jsc amanat".split()
)
# Common nouns for people who speak; what a title in "the deputy" points back to.
ROLES = frozenset(
    "deputy minister president chairman chairwoman chairperson chair head director chief governor"
    " mayor akim spokesman spokeswoman spokesperson speaker senator representative secretary"
    " official officer lawyer attorney prosecutor judge activist journalist reporter editor expert"
    " analyst economist scientist professor teacher doctor physician researcher author writer"
    " politician lawmaker candidate commissioner ombudsman ombudswoman ambassador diplomat envoy"
    " adviser advisor manager owner founder businessman businesswoman entrepreneur farmer driver"
    " resident villager man woman mother father son daughter wife husband brother sister girl boy"
    " victim witness neighbour neighbor student pupil worker miner rector dean coach athlete artist"
    " actor actress singer blogger ecologist sociologist psychologist historian engineer colonel"
    " general major captain lieutenant sergeant inspector detective investigator pastor imam priest"
    " leader member vice-minister premier counsel defender advocate parliamentarian speaker"
    " rapporteur specialist agronomist veterinarian doctor surgeon nurse paramedic pensioner"
    " chancellor king queen prince princess pope bishop superintendent sheriff councillor"
    " councilman"
    " linguist publisher contractor trader builder developer tenant owner librarian translator"
    " designer chairlady fisherman herder musician director-general curator veteran volunteer"
    " councilwoman congressman congresswoman congressperson strategist pollster campaign".split()
)
# What a "he" or a "she" may be told by.
FEMALE = frozenset(
    "woman mother daughter wife sister girl chairwoman spokeswoman ombudswoman businesswoman"
    " actress"
    " queen princess mrs ms miss councilwoman congresswoman grandmother aunt niece widow lady"
    " herself her she".split()
)
MALE = frozenset(
    "man father son husband brother boy chairman spokesman businessman actor king prince mr sir"
    " councilman congressman grandfather uncle nephew widower gentleman himself his he".split()
)
FEMALE_NAMES = frozenset(
    "anna maria mary elena olga natalia natalya svetlana tatiana tatyana irina galina ludmila"
    " lyudmila nadezhda vera larisa marina oksana yulia julia ekaterina katerina catherine kate"
    " aigul aigerim ainur aliya asel assel dana dinara gulnara gulmira gulnar zhanna zhanar madina"
    " saltanat saule sholpan togzhan karlygash bakyt kamila laura leila lyazzat aida aisulu ayman"
    " meruert mira nazgul nurgul raushan roza sabina samal symbat zarina zhuldyz karakat dariga"
    " hillary elizabeth sarah susan jennifer jessica amanda ashley emily emma linda barbara"
    " patricia"
    " karen nancy lisa betty margaret sandra donna carol michelle melissa deborah laura rebecca"
    " sharon cynthia kathleen amy angela helen diane ruth christine victoria rachel heather ann"
    " anne"
    " alice jean joan judith rose janet frances martha gloria carly melania ivanka kellyanne haley"
    " eva nina sofia sophia olivia isabella charlotte amelia alina tamara valentina zoya nigora"
    " gulbahar malika shahnoza feruza nilufar dilnoza".split()
)
MALE_NAMES = frozenset(
    "john james robert michael william david richard joseph thomas charles christopher daniel"
    " matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward"
    " ronald"
    " timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott"
    " brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry peter"
    " bernie"
    " barack bill ted marco jeb ben chris mike mitch harry joe tim tom jim bob igor ivan sergei"
    " sergey vladimir alexei alexey alexandr aleksandr dmitry dmitri nikolai nikolay mikhail oleg"
    " pavel viktor victor yuri yury anatoly boris andrei andrey roman ruslan timur marat yerlan"
    " erlan daulet askar askhat bauyrzhan berik bolat daniyar dauren galym kairat kanat madiyar"
    " maulen murat nurlan nursultan kassym-jomart talgat yerbol erbol yermek zhandos zhanibek"
    " azamat"
    " amantay aidar akezhan alikhan alibek arman serik sultan timur tokayev olzhas nurasyl rustam"
    " bakhyt kuanysh samat shavkat sadyr emomali islam".split()
)
# A noun that says the marks behind it name a work, a body or a word.
TITLED = frozenset(
    "law laws bill act code decree resolution decision order regulation convention agreement treaty"
    " declaration protocol concept strategy programme program project plan initiative action"
    " campaign doctrine roadmap book novel film movie documentary play song album show series"
    " programme newspaper magazine journal newsletter website portal channel agency edition article"
    " column report study paper essay thesis poem story episode podcast party movement foundation"
    " fund association union organization organisation company firm llp llc jsc corporation holding"
    " group center centre institute museum theatre theater club team school hotel restaurant cafe"
    " complex district microdistrict station mine field order medal award prize competition contest"
    " festival conference forum exhibition action operation exercise nomination titled entitled"
    " headlined named anthem hit single video game application app platform system hashtag".split()
)
TERMED = frozenset(
    "word words term terms phrase concept notion label expression so-called called nickname"
    " nicknamed known dubbed meaning".split()
)
