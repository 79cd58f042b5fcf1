"""Names that a reader would take for one another: `аnna` in Cyrillic beside `anna` (abuse 33).

Which characters a name may hold at all is asked by `inputs.clean_name`.
"""

from factcheck.domain.inputs import name_key

# Letters of other scripts that look like a Latin one, in lower case, each pair our own judgement.
_CYRILLIC = dict(zip("аеіјорсухһѕԁԛԝвкмнтг", "aeijopcyxhsdqwbkmhtr", strict=True))
_GREEK = dict(zip("αβεικνορτυχω", "abeikvoptuxw", strict=True))
_ALIKE = str.maketrans(_CYRILLIC | _GREEK | {"0": "o", "1": "l", "ł": "l", "ø": "o"})


def skeleton(name: str) -> str:
    """What all names share that look alike; two people must not have the same."""
    return name_key(name).translate(_ALIKE).replace("rn", "m").replace(" ", "")
