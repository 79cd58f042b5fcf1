"""Invented articles in the style of translated Central Asian news, with who says what in them.

Every person, place of work and event is made up. What is told: the first and the last words of each stretch of
speech without quotation marks, and a word of the name of whoever says it (None where the text does not tell).
`NOT_SAID` are the first words of stretches that are the reporter's own.
"""

from typing import NamedTuple


class Told(NamedTuple):
    """An invented article, its speech without marks, and paragraphs that are nobody's speech."""

    title: str
    text: str
    said: tuple[tuple[str, str, str], ...]
    not_said: tuple[str, ...] = ()


ARTICLES = (
    Told(
        "water",
        """Villagers of Karasu Demand Drinking Water

Residents of the village of Karasu have been carrying water from the canal since May. The pipeline was opened two years ago, but the taps are dry. Deputy akim of the district Serik Omaruly met the villagers on Tuesday.

We know about the problem. The contractor made mistakes, and we will make him correct them. Give us until October, the deputy akim said.

The residents did not believe him. Gulmira Sapabek, a mother of four, wrote on Facebook:

How can we wait until October? My children drink from the same canal as the cows. Come and live here for a week!

Photo from the page of Gulmira Sapabek

The pipeline cost 1.2 billion tenge. According to the regional construction department, the warranty ends in December.

The pumps were bought without a tender, as it turned out later. The former head of the department, Bolat Ergaziev, explained this as follows:

There was no time. People were asking for water, and I took the responsibility. I do not regret it.

The prosecutor's office is checking the purchase. Ergaziev was dismissed in March, the press service of the akimat reported.
""",
        (
            ("We know about", "until October", "Serik"),
            ("How can we wait", "for a week!", "Gulmira"),
            ("There was no time", "regret it.", "Bolat"),
            ("Ergaziev was dismissed", "in March", "press service"),
            ("the warranty ends", "in December", "department"),
        ),
        ("Residents of the village", "The pipeline cost", "The prosecutor's office"),
    ),
    Told(
        "school",
        """Teacher Suspended After Parents' Complaint

The director of school No. 41, Raushan Tileuova, has suspended a physics teacher, Orazalin.news reports.

The parents of a seventh-grader complained that the teacher had called the boy stupid in front of the class. A commission is working at the school.

I have worked here for thirty years and never heard such words from a colleague. We will listen to both sides. If the complaint is confirmed, we will part with him, Tileuova said.

The teacher, Marat Dosov, denies everything. In a conversation with our correspondent he said that he had only asked the pupil to be quiet.

Do you know how noisy that class is? I raised my voice, yes. But I insulted nobody, Dosov told the correspondent.

The mother of the boy sees it differently:

My son came home and cried. He does not want to go to school anymore. What else do you need to check?

The law "On the Status of a Teacher" prohibits both the humiliation of pupils and the involvement of teachers in duties that are not theirs. The commission will announce its findings on September 20.
""",
        (
            ("The director of school", "physics teacher", "Orazalin"),
            ("I have worked here", "part with him", "Raushan"),
            ("he had only asked", "to be quiet", "Dosov"),
            ("Do you know how", "insulted nobody", "Dosov"),
            ("My son came home", "to check?", "mother"),
            ("the teacher had called", "of the class", "parents"),
        ),
        ("The law", "The commission will announce", "A commission is working"),
    ),
    Told(
        "dam",
        """Dam in Zhylysai Declared Safe

The dam above the town of Zhylysai will withstand the spring flood. This was announced at a briefing by the Vice Minister of Emergency Situations, Askhat Beisov.

Our specialists examined the body of the dam in February. There are no cracks. I ask the residents not to give in to panic and not to believe messages in chats, the vice minister stressed.

Ecologist Lyazzat Imanova does not share this optimism. She believes that the examination was carried out too quickly.

They were there for one day. I have photographs in which water seeps through the left slope. Why did nobody drill? she asked.

Answering her, Beisov promised a second examination.

We have nothing to hide. Let independent experts come, we will provide them with transport and all documents, he said.

In 2010, a dam burst in the neighbouring valley, and dozens of people died. The designers of both dams were the same, Imanova recalled. The institute that designed them was closed in 2014.

- We still have no evacuation plan, - said Kanat Zhumin, a resident of the lower street. - Nobody has shown us where to run.
""",
        (
            ("Our specialists examined", "in chats", "Beisov"),
            ("the examination was carried", "too quickly", "Imanova"),
            ("They were there", "nobody drill?", "Imanova"),
            ("We have nothing", "all documents", "Beisov"),
            ("The designers of both", "the same", "Imanova"),
            ("We still have no", "evacuation plan", "Kanat"),
            ("Nobody has shown", "to run.", "Kanat"),
        ),
        ("The dam above", "In 2010", "The institute that"),
    ),
    Told(
        "market",
        """Why Did the Old Market Close?

The old market of Tasbulak closed on Monday. About four hundred traders lost their places, the trade union calculated.

Trader Nurgul Asanova has been selling spices for fifteen years. She learned about the closure from a notice on the gate.

Nobody warned us. I paid the rent for three months in advance. Who will return my money? Nurgul says.

The owner of the market, businessman Timur Kaliev, commented on the situation on his Instagram page:

Dear traders! The building is in disrepair, I cannot answer for your lives. The rent will be returned to everyone.

The money will be transferred within ten days. We have already prepared the lists.

The akim of the city, Dauren Seitov, noted that the authorities had offered the traders places in the new bazaar. However, only a third agreed.

It is far from the centre, there is no transport. We will lose our customers, the women explain.

Deputy of the city maslikhat Ruslan Abdiev put it bluntly: This is about land, not about safety. I will send a request to the prosecutor.

The plot is valued at 900 million tenge, according to the open register.
""",
        (
            ("About four hundred", "their places", "union"),
            ("Nobody warned us", "my money?", "Nurgul"),
            ("Dear traders!", "to everyone.", "Timur"),
            ("The money will be", "the lists.", "Timur"),
            ("the authorities had offered", "new bazaar", "Seitov"),
            ("It is far from", "our customers", "women"),
            ("This is about land", "the prosecutor.", "Ruslan"),
            ("The plot is valued", "million tenge", "register"),
        ),
        ("The old market of", "Trader Nurgul Asanova has", "However, only a third"),
    ),
    Told(
        "court",
        """Court Leaves Verdict Unchanged

The appeal board of the regional court left the verdict of Ayan Myrzabek unchanged. He was sentenced to four years for extortion.

The defence considers the verdict unjust. Lawyer Zhanna Ospanova said after the session that the main witness had changed his testimony three times.

The court did not even listen to the recording we brought. I have never seen such haste. We will go to the Supreme Court, Ospanova said.

The prosecutor, Talgat Suleimen, refused to speak to journalists. Later, his office published a statement:

The guilt of the convict has been fully proven. The arguments of the defence are aimed at delaying the entry of the verdict into force.

The wife of the convict, who was present in the courtroom, could not hold back her tears:

He took nothing from anyone. I will write to the president, I will write to everyone, she told reporters.

Earlier, Minister of Justice Alma Kerim had stated that appeal boards overturn every tenth verdict. In the region this figure is three times lower.
""",
        (
            ("the main witness", "three times", "Zhanna"),
            ("The court did not", "Supreme Court", "Zhanna"),
            ("The guilt of the", "into force.", "office"),
            ("He took nothing", "to everyone", "wife"),
            ("appeal boards overturn", "tenth verdict", "Kerim"),
        ),
        ("The appeal board of", "The defence considers", "In the region this"),
    ),
    Told(
        "bus",
        """Bus Fare Rises in Three Cities

From November 1, a bus ride will cost 150 tenge in three cities. The decision was made by the local councils. Prices for fuel have grown by 18 percent in a year.

The head of the transport department, Yerlan Zhakup, held a meeting with passengers. He was asked why the buses are still late.

I will be honest: we lack ninety drivers. We cannot pay as much as taxi companies do. That is why we are raising the fare, Zhakup answered.

One of the passengers, a student, objected to him. First you should repair the buses, and only then ask for money, he said.

The council of veterans asked to keep the discount for pensioners. The discount will be kept, the head of the department assured.

Economist Saule Iskakova calculated that a family of four would spend 12,000 tenge more a month. For many that is a noticeable sum, she believes.

Read also: How fares changed in ten years

The new fare was to be introduced in spring. Then the authorities postponed it because of the elections, political scientist Dias Akhmet is sure.
""",
        (
            ("I will be honest", "raising the fare", "Yerlan"),
            ("First you should", "ask for money", "student"),
            ("The discount will be kept", "be kept", "Yerlan"),
            ("a family of four", "a month", "Saule"),
            ("For many that is", "noticeable sum", "Saule"),
            ("Then the authorities", "the elections", "Dias"),
        ),
        ("From November 1", "The council of veterans", "The new fare was", "Read also"),
    ),
)
