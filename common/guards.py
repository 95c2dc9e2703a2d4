"""Triggers that nobody can talk out of it.

A plain pgtrigger steps aside for any connection that sets `pgtrigger.ignore`, which raw SQL can do as easily
as our code. What keeps a promise of this product must not have that door.
"""

from typing import Any

import pgtrigger
from django.db import models
from pgtrigger import compiler


class GuardSql(compiler.UpsertTriggerSql):
    """The installation of a trigger that heeds no `pgtrigger.ignore`, and no table of the same name in the
    caller's temporary schema."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql SET search_path = public, pg_temp;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Guard(pgtrigger.Trigger):
    """A trigger without the ignore door. Takes what `pgtrigger.Trigger` takes."""

    def compile(self, model: type[models.Model]) -> compiler.Trigger:  # type: ignore[override]
        compiled = super().compile(model)  # type: ignore[arg-type]
        arguments: dict[str, Any] = {
            name: value for name, value in compiled.sql.kwargs.items() if name != "ignore_func_name"
        }
        return compiler.Trigger(name=self.name, sql=GuardSql(**arguments))


def append_only() -> list[Guard]:
    """Guards that refuse every UPDATE, DELETE and TRUNCATE of a table; put them in `Meta.triggers`.

    `never_truncated` is the only one a test database goes without: Django empties tables between
    transactional tests by truncating them.
    """
    refuse = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'WR001';"
    return [
        Guard(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse,
        ),
        Guard(
            name="never_truncated",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]
