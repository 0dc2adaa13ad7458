"""The part of docs/security.md that `hotelmate snapshot` writes: each role, each table, each verb.

It is asked of a database that the migrations made, so that a change of what somebody may do is a
line in a diff.
"""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import psycopg

from schema import roles

DOCUMENT = Path(__file__).parents[1] / "docs" / "security.md"
START = "<!-- privileges: written by hotelmate snapshot -->\n"
END = "<!-- end of privileges -->\n"
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE")
SHOWN = tuple(role for role in roles.ALL if role not in (roles.OWNER, roles.SPEAKER))
# A longer list of what is not read is shown as the list of what is.
FEW_COLUMNS = 4

# What a role may do, by whatever way it came to it. DELETE is of whole rows.
PRIVILEGES = """\
SELECT
    role.rolname, relation.relname, verb.name,
    array_agg(attribute.attname ORDER BY attribute.attnum) FILTER (WHERE granted.is_so),
    array_agg(attribute.attname ORDER BY attribute.attnum) FILTER (WHERE NOT granted.is_so)
FROM pg_catalog.pg_roles AS role
CROSS JOIN pg_catalog.pg_class AS relation
CROSS JOIN unnest(%(verbs)s::text[]) AS verb (name)
INNER JOIN pg_catalog.pg_attribute AS attribute
    ON attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN verb.name = 'DELETE' THEN has_table_privilege(role.oid, relation.oid, 'DELETE')
        ELSE has_column_privilege(role.oid, relation.oid, attribute.attnum, verb.name)
    END AS is_so
) AS granted
WHERE role.rolname = ANY (%(roles)s) AND relation.relnamespace = 'hotelmate'::regnamespace
    AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
GROUP BY role.rolname, relation.relname, verb.name
"""


class Privilege(NamedTuple):
    """On which columns a role has a verb, and on which it has not."""

    columns: tuple[str, ...]
    others: tuple[str, ...]

    def letter(self, verb: str) -> str:
        """Return the verb's letter: small when it is of some columns only, none when of none."""
        if not self.columns:
            return ""
        return verb[0].lower() if self.others else verb[0]


Matrix = dict[str, dict[str, dict[str, Privilege]]]


def matrix(connection: psycopg.Connection[tuple[object, ...]]) -> Matrix:
    """Return what each role may do, by table, role and verb."""
    found: Matrix = defaultdict(lambda: defaultdict(dict))
    asked = {"verbs": list(VERBS), "roles": list(SHOWN)}
    for role, table, verb, columns, others in connection.execute(PRIVILEGES, asked):
        found[str(table)][str(role)][str(verb)] = Privilege(_names(columns), _names(others))
    return found


def _names(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()


def build(database_url: str) -> str:
    """Return the text of the document with the privileges of a database."""
    with psycopg.connect(database_url) as connection:
        found = matrix(connection)
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{_letters(found)}\n{_columns(found)}\n{END}{after}"


def _letters(found: Matrix) -> str:
    short = [role.removeprefix("hotelmate_") for role in SHOWN]
    lines = [f"| table | {' | '.join(short)} |", f"|---{'|---' * len(SHOWN)}|"]
    for table in sorted(found):
        cells = (
            " ".join(letter for verb in VERBS if (letter := found[table][role][verb].letter(verb)))
            for role in SHOWN
        )
        lines.append(f"| `{table}` | {' | '.join(cells)} |".replace("|  |", "| |"))
    return "".join(f"{line.replace('|  |', '| |')}\n" for line in lines)


def _columns(found: Matrix) -> str:
    """Return the columns of each verb that is of some only, with all roles that have just these."""
    who: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for table in sorted(found):
        for verb in VERBS:
            for role in SHOWN:
                privilege = found[table][role][verb]
                if privilege.columns and privilege.others:
                    key = table, verb, _said(verb, privilege)
                    who[key].append(role.removeprefix("hotelmate_"))
    lines = ["| table | verb | roles | columns |", "|---|---|---|---|"]
    lines += [
        f"| `{table}` | {verb} | {', '.join(names)} | {columns} |"
        for (table, verb, columns), names in who.items()
    ]
    return "".join(f"{line}\n" for line in lines)


def _said(verb: str, privilege: Privilege) -> str:
    if verb == "SELECT" and len(privilege.others) <= FEW_COLUMNS < len(privilege.columns):
        return "all but " + ", ".join(privilege.others)
    return ", ".join(privilege.columns)
