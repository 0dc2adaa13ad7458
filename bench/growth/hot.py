"""Which indexes keep updates from being HOT: what updates change, against what indexes hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.growth.desk import Desk
from bench.growth.histories import History
from bench.growth.playing import play

STAYS = 15
# What every update of a table changes, told by the rows themselves.
WATCH = """
CREATE TABLE public.proof_changed (relation oid, columns text[]);
CREATE FUNCTION public.proof_note_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO public.proof_changed
    SELECT TG_RELID, coalesce(array_agg(later.key), '{}')
    FROM jsonb_each(to_jsonb(NEW)) AS later
    INNER JOIN jsonb_each(to_jsonb(OLD)) AS former USING (key)
    WHERE later.value IS DISTINCT FROM former.value;
    RETURN NULL;
END $$;
DO $$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN
        SELECT relid FROM pg_stat_user_tables WHERE schemaname = 'hotelmate'
    LOOP
        EXECUTE format(
            'CREATE TRIGGER zzz_proof_note_change AFTER UPDATE ON %s FOR EACH ROW'
            ' EXECUTE FUNCTION public.proof_note_change()', v_table
        );
    END LOOP;
END $$;
"""
UNWATCH = """
DROP FUNCTION public.proof_note_change() CASCADE;
DROP TABLE public.proof_changed;
"""
# An update is no HOT update when it changes a column of an index, of its key, of its expression or
# of its predicate. A constraint's index depends on the constraint, so its key is looked up.
INDEXED = """
CREATE TEMPORARY VIEW proof_indexed AS
WITH used AS (
    SELECT indexed.indrelid AS relation, indexed.indexrelid, depended.refobjsubid AS attnum
    FROM pg_index AS indexed
    INNER JOIN pg_depend AS depended
        ON depended.classid = 'pg_class'::regclass AND depended.objid = indexed.indexrelid
        AND depended.refobjid = indexed.indrelid AND depended.refobjsubid > 0
    UNION
    SELECT indrelid, indexrelid, unnest(indkey) FROM pg_index
)

SELECT used.relation, used.indexrelid, array_agg(attribute.attname::text) AS names
FROM used
INNER JOIN pg_attribute AS attribute
    ON attribute.attrelid = used.relation AND attribute.attnum = used.attnum
INNER JOIN pg_class AS index_class ON index_class.oid = used.indexrelid
INNER JOIN pg_am AS method ON method.oid = index_class.relam AND method.amname <> 'brin'
GROUP BY used.relation, used.indexrelid
"""
REASONS = """
SELECT
    changed.relation::regclass::text,
    columns.indexrelid::regclass::text,
    count(*),
    count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM proof_indexed AS other
        WHERE other.relation = changed.relation AND other.indexrelid <> columns.indexrelid
            AND other.names && changed.columns
    )) AS alone,
    (SELECT count(*) FROM public.proof_changed AS every WHERE every.relation = changed.relation),
    (
        SELECT string_agg(DISTINCT name, ', ')
        FROM public.proof_changed AS every, unnest(every.columns) AS name
        WHERE every.relation = changed.relation AND name = ANY(columns.names)
    ),
    coalesce(
        (
            SELECT 'end of foreign key ' || string_agg(conname, ', ' ORDER BY conname)
            FROM pg_constraint WHERE contype = 'f' AND conindid = columns.indexrelid
        ),
        (
            SELECT obj_description(oid, 'pg_constraint')
            FROM pg_constraint WHERE contype IN ('p', 'u') AND conindid = columns.indexrelid
        ),
        obj_description(columns.indexrelid, 'pg_class')
    )
FROM public.proof_changed AS changed
INNER JOIN proof_indexed AS columns
    ON columns.relation = changed.relation AND columns.names && changed.columns
GROUP BY changed.relation, columns.indexrelid, columns.names
ORDER BY 1, 3 DESC, 2
"""
# Which share of a table's updates changes no index at all, and is HOT where the page has room.
AT_BEST = """
SELECT changed.relation::regclass::text, avg((NOT EXISTS (
    SELECT FROM proof_indexed AS columns
    WHERE columns.relation = changed.relation AND columns.names && changed.columns
))::integer)::float8
FROM public.proof_changed AS changed
GROUP BY changed.relation
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """An index whose columns updates change, so that none of these is a HOT update.

    Attributes:
        table, index: their names.
        updates: of the table, that change it.
        alone: of these, that change no other index.
        of_all: updates of the table.
        columns: those of the index that were changed.
        kept: what the index is for, in the words of the schema.
    """

    table: str
    index: str
    updates: int
    alone: int
    of_all: int
    columns: str
    kept: str = ""


def hot_of(
    owner: psycopg.Connection[Any], history: History
) -> tuple[tuple[Reason, ...], dict[str, float]]:
    """Play some stays, with every update watched.

    Returns:
        what keeps updates from being HOT; which share of a table's updates changes no index.
    """
    with _watched(owner):
        with Desk(history.url, history.caller) as desk:
            play(desk, history, STAYS, owner)
        owner.execute(INDEXED)
        at_best = {str(table): float(share) for table, share in owner.execute(AT_BEST)}
        return tuple(Reason(*row) for row in owner.execute(REASONS)), at_best


@contextmanager
def _watched(owner: psycopg.Connection[Any]) -> Iterator[None]:
    owner.execute(WATCH)
    try:
        yield
    finally:
        owner.execute(UNWATCH)
