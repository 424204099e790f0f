"""What is passed on to an editor can be given back with an answer, and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PASSED_ON = ["site_id", "passed_on", "answered_by_id"]

# Final decisions of people that stand; until now none answered what was passed on.
ANSWER_OLD_ONES = """
    UPDATE staff_notes SET answered_by_id = (
        SELECT max(d.id) FROM decisions d
        WHERE d.comment_id = staff_notes.comment_id AND d.made_at > staff_notes.made_at
            AND d.made_by = 'staff' AND d.outcome <> 'hold' AND d.undoes_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM decisions u
                WHERE u.comment_id = d.comment_id AND u.undoes_id = d.id)
    )
    WHERE passed_on AND answered_by_id IS NULL
"""


def upgrade() -> None:
    """Adds the columns, and an index that leaves out notes which pass nothing on; answers those
    that were passed on before, and decided since.
    """
    op.execute(ANSWER_OLD_ONES)
    op.add_column("staff_notes", sa.Column("answers_id", ID))
    op.add_column("staff_notes", sa.Column("taken_back_at", MOMENT))
    op.drop_index("ix_staff_notes_site_id_answered_by_id", table_name="staff_notes")
    op.create_index("ix_staff_notes_answers_id", "staff_notes", ["answers_id"])
    op.create_index("ix_staff_notes_site_id_passed_on_answered_by_id", "staff_notes", PASSED_ON)
