"""Publications say themselves whom they show by role, so that no page of the same article names them.

The column is filled from the verdicts that were published; a retraction may have brought names nobody reviewed, and
readers get no words of theirs for a role.

Revision 0008, after 0007.
"""

import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEX = "ix_publication_hides"
KEPT = "hidden_names"
HIDES = sa.text(f"{KEPT} <> '[]'")
A_PERSON = "a private person"
REVIEWED = """
SELECT pv.publication_id, v.content FROM publication_version pv JOIN verdict v ON v.id = pv.verdict_id
WHERE v.content IS NOT NULL ORDER BY pv.id
"""
UNREVIEWED = """
SELECT p.id, h.name FROM publication p JOIN hidden_name h ON h.claim_id = p.claim_id WHERE p.retracted_at IS NOT NULL
UNION ALL
SELECT p.id, c.claimant FROM publication p JOIN claim c ON c.id = p.claim_id
WHERE p.retracted_at IS NOT NULL AND NOT c.is_claimant_public AND c.claimant <> ''
AND (c.names_private_person OR c.involves_minor)
"""


def _protected(content: dict[str, object]) -> dict[str, str]:
    names = {name: role for name, role in content.get("hidden_names") or [] if name}
    is_flagged = content.get("names_private_person") or content.get("involves_minor")
    claimant = content.get("claimant")
    if claimant and is_flagged and not content.get("is_claimant_public"):
        names[claimant] = content.get("claimant_role") or A_PERSON
    return names


def _fill() -> None:
    connection = op.get_bind()
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for number, content in connection.execute(sa.text(REVIEWED)):
        found[number].update(_protected(json.loads(content)))
    for number, name in connection.execute(sa.text(UNREVIEWED)):
        found[number].setdefault(name, A_PERSON)
    fill = sa.text(f"UPDATE publication SET {KEPT} = :names WHERE id = :number")
    for number, names in found.items():
        if names:
            kept = json.dumps(list(names.items()), ensure_ascii=False)
            connection.execute(fill, {"number": number, "names": kept})


def upgrade() -> None:
    op.add_column("publication", sa.Column(KEPT, sa.Text(), nullable=False, server_default="[]"))
    _fill()
    op.create_index(
        INDEX, "publication", ["article_id"], sqlite_where=HIDES, postgresql_where=HIDES
    )


def downgrade() -> None:
    op.drop_index(INDEX, "publication")
    op.drop_column("publication", KEPT)
