"""Invented sentences, marked by hand: p names a person, c alleges a crime, m involves a minor, - needs no flag.

Nobody and nothing in them exists. They were written by the hand that wrote the rules, after them and before
they were run on a sentence of these; the first run missed one of each flag, and was mended.
"""

EXAMPLES = """
p Mayor Anna Lund opened the pier on Friday.
p Berg said the pier was too short.
p The report was signed by K. Holm and two colleagues.
p When Haldorsen left, nobody noticed.
p His wife still works at the bakery.
p The mother of two declined to comment.
p Ms. Oduya-Brandt, 41, runs the ferry.
p A nurse, Pilar Quintero, opened the door.
p “It was dark,” the driver, Osei, recalled.
p Neighbours remember the couple well.
p He wrote to tove.lind@mail.example about it.
p The account @tovelind posted the picture.
p Ye. Sarsenov and Zh. Abenova co-own the shop.
p Aigerim left the village in the spring.
p Gulnara Bekova's house stands by the river.
p The letter names Abdulla bin Karim as its author.
p Maarten van der Poel rents the boat.
p Her brother-in-law keeps bees.
p McAllister's widow sold the land.
p ANNA LUND LEAVES THE COUNCIL
p Tove and Nils moved away.
p The flat belongs to Jean-Luc Obame.
p Dr. Osei treats patients on Mondays.
p Её сестра живёт в соседнем доме.
p Письмо подписал А. Б. Лундов.
p Айгерим Сапарова работает в пекарне.
p Вдова рыбака получила дом.
p Гражданка К. жалуется на шум.
p По словам Берёзкиной, причал закрыли.
p Тимур Ахметович открыл лавку.
p Родители Дины уехали.
p Жена Холмова молчит.
p Об этом рассказала учительница Сауле Жунусова.
p Ольга вернулась домой вечером.
p Письмо получил Лундберг.
p Его отец строил этот мост.
p Жұбайы ауылда тұрады.
p Әсел Қайратқызы наубайхана ашты.
p Ербол Сәрсенов хат жазды.
p Оның анасы мұғалім болған.
p Бұл туралы Гүлнар айтты.
p Б. Қасымов үй салды.
p Дәурен ағасымен бірге көшіп кетті.
p Берденнің ұлы Ақтауда тұрады.
c The clerk is accused of taking bribes.
c Police are looking into how the money vanished, and three men were arrested.
c The harbour fund was looted for years.
c He was sentenced to four years in prison.
c The company evaded taxes, the audit says.
c Investigators suspect arson.
c The firm laundered the proceeds.
c A court found the contractor guilty.
c The guard beat detainees.
c The chairman allegedly forged the minutes.
c Two officials pleaded not guilty.
c Smugglers use the old pier.
c She was stabbed outside the market.
c The bank defrauded pensioners.
c Several women said the coach groped them.
c The ministry hid a kickback scheme.
c Hackers stole the data.
c He drove drunk, witnesses said.
c The suspect fled the country.
c Чиновник подозревается в получении взятки.
c Возбуждено уголовное дело по факту хищения.
c Бухгалтер похитил деньги фонда.
c Суд признал подрядчика виновным.
c Мужчину задержали на причале.
c Охранник избил рыбака.
c Компания уклонялась от налогов.
c Мошенники обманули пенсионеров.
c Его приговорили к пяти годам лишения свободы.
c Подрядчик давал откаты.
c На складе нашли наркотики.
c Директора обвиняют в растрате.
c Неизвестные подожгли лодку.
c Ночью ограбили лавку.
c Женщину изнасиловали.
c Бухгалтер ақша ұрлады.
c Шенеунік пара алған.
c Қылмыстық іс қозғалды.
c Сот оны кінәлі деп тапты.
c Алаяқтар зейнеткерлерді алдаған.
c Күзетші балықшыны ұрып тастады.
c Күдікті қамауға алынды.
c Дүкенді тонап кетті.
c Қаржы жымқырылған.
m A 14-year-old girl found the purse.
m The schoolboy walked home alone.
m Three teenagers swam across.
m The children were taken to safety.
m The pupil is in grade 8.
m A toddler fell into the water.
m The seventeen-year-old won the race.
m The ferry took kids for free.
m The youngest passenger was aged 6.
m The victim's age was given as 15 years old.
m The law protects anyone under 16.
m An eighth-grader wrote the letter.
m A minor was on board.
m The eight-month-old slept.
m Подросток нашёл кошелёк.
m Ребёнок упал с причала.
m Ученица 7 класса написала письмо.
m Ему исполнилось 15 лет.
m 16-летняя девушка выиграла гонку.
m Несовершеннолетний был на борту.
m Дети ушли домой.
m Девочку увезли в больницу.
m Трёхлетний мальчик спал.
m Семиклассники пришли на причал.
m Младенец спал.
m Бала суға құлап кетті.
m Жасөспірім әмиян тапты.
m Оқушылар айлаққа келді.
m Қыз он үш жаста.
m Кәмелетке толмаған жолаушы болған.
m Сәби ұйықтап жатыр.
m 12 жасар бала жүзіп өтті.
pm Timur, 9, was the first to see the boat.
pm His daughter, 12, was not hurt.
pm Дана, ученица пятого класса, живёт с бабушкой.
pm Мәдина 8 жаста, анасымен тұрады.
pc Lund was convicted of fraud in 2011.
pc Ivar Holm allegedly bribed the clerk.
pc Холмов арестован.
pc Следователь Сарсенов пытал задержанных.
pc Ахметова обвиняют в убийстве.
pc Нұрлан Сәрсенов пара бергені үшін сотталды.
cm A teacher abused two boys.
cm Тренер избил подростка.
cm Мұғалім оқушыны ұрып тастаған.
pcm Nils Berg, 16, was stabbed by his stepfather.
pcm Отчим избил десятилетнюю Алину.
pcm Ерлан, 13 жаста, дүкен тонады.
- Inflation rose by 3.5 per cent in May.
- The pier is 200 metres long.
- The ministry published the figures on Monday.
- The United Nations opened an office in Astana.
- The Supreme Court will sit in March.
- Exports to China fell last year.
- The law came into force in 2019.
- Electricity costs twice as much as in 2010.
- The Kremlin rejected the plan.
- Most voters stayed at home.
- The river flows into the Caspian Sea.
- In the north it snowed.
- GDP grew faster than in the European Union.
- The bridge was built in 1954.
- Nobody knows how deep the lake is.
- Инфляция составила 8,5 % в мае.
- Министерство опубликовало данные в понедельник.
- Верховный суд рассмотрит вопрос в марте.
- Экспорт в Китай сократился.
- Закон вступил в силу в 2019 году.
- Длина причала — 200 метров.
- В Астане открылся офис ООН.
- Река впадает в Каспийское море.
- Тарифы выросли вдвое.
- На севере выпал снег.
- Инфляция мамырда 8,5 пайыз болды.
- Министрлік деректерді дүйсенбіде жариялады.
- Заң 2019 жылы күшіне енді.
- Айлақтың ұзындығы 200 метр.
- Көпір 1954 жылы салынған.
- Тариф екі есе өсті.
- Солтүстікте қар жауды.
"""
