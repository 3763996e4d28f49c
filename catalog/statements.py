"""Queries that are compiled once.

What Django takes to make the same statement anew is several times what the database takes to answer
it: on the way to the next card and in the API that is most of the time there is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Value = int | str
# Stand for values while a query is compiled; no other parameter of it looks like one.
_NUMBER, _TEXT = -(1 << 40), "\x00value "


class _Compiled(NamedTuple):
    """`places` say which parameter is which value, counted over all arguments; `converters` say by
    what and for which expression a column is converted."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    make: Callable[[Sequence[Any]], Any]


class Statement:
    """What `build` queries, compiled for each number of values that it is asked with.

    `build` takes single values and sequences of them (numbers or texts) and gives a queryset of
    tuples, or of instances and what `select_related` names of theirs.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._compiled: dict[tuple[object, ...], _Compiled] = {}

    def rows(self, *arguments: Value | Sequence[Value]) -> list[Any]:
        """As the queryset gives them. Sequences hold one value or more."""
        shape, values = _flattened(arguments)
        # Databases of two kinds may serve one process: trials on a scratch copy do.
        database = connections[DEFAULT_DB_ALIAS]
        key = database.vendor, *shape
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(arguments)
        parameters = list(compiled.parameters)
        for parameter, value in compiled.places:
            parameters[parameter] = values[value]
        rows = _fetched(database, compiled.sql, parameters)
        if compiled.make is tuple and not compiled.converters:
            return rows
        return [compiled.make(_converted(row, compiled, database)) for row in rows]

    def _compile(self, arguments: Sequence[Value | Sequence[Value]]) -> _Compiled:
        stand_ins: dict[Any, int] = {}

        def stand_in(value: Value) -> Value:
            number = len(stand_ins)
            standing = f"{_TEXT}{number}" if isinstance(value, str) else _NUMBER - number
            stand_ins[standing] = number
            return standing

        queryset = self._build(
            *(
                stand_in(argument)
                if isinstance(argument, (int, str))
                else [stand_in(value) for value in argument]
                for argument in arguments
            )
        )
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        return _Compiled(
            sql,
            tuple(parameters),
            tuple((at, stand_ins[each]) for at, each in enumerate(parameters) if each in stand_ins),
            tuple((at, tuple(by), expression) for at, (by, expression) in converters.items()),
            _maker(compiler),
        )


def _fetched(database: BaseDatabaseWrapper, sql: str, parameters: list[Any]) -> list[Any]:
    """All rows. What Django puts around a cursor counts statements and lets others change them:
    where nobody does, it takes as long as what it is put around."""
    if database.queries_logged or database.execute_wrappers:
        with database.cursor() as wrapped:
            wrapped.execute(sql, parameters)
            return wrapped.fetchall()
    database.ensure_connection()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        cursor = database.create_cursor()
        cursor.execute(sql, parameters)
        rows: list[Any] = cursor.fetchall()
    return rows


def _converted(
    row: Sequence[Any], compiled: _Compiled, database: BaseDatabaseWrapper
) -> Sequence[Any]:
    if not compiled.converters:
        return row
    converted = list(row)
    for at, converters, expression in compiled.converters:
        for convert in converters:
            converted[at] = convert(converted[at], expression, database)
    return converted


def _maker(compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    """Makes what the query gives of one row."""
    if not compiler.query.default_cols:  # chosen columns
        return tuple
    model, own = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    names = [compiler.select[at][0].target.attname for at in own]
    related = get_related_populators(  # type: ignore[call-arg]  # the stubs are of a later Django
        compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
    )

    def make(row: Sequence[Any]) -> Any:
        instance = model.from_db(DEFAULT_DB_ALIAS, names, row[own[0] : own[-1] + 1])
        for populator in related:
            populator.populate(row, instance)
        return instance

    return make


def _flattened(
    arguments: Sequence[Value | Sequence[Value]],
) -> tuple[tuple[object, ...], list[Value]]:
    """What distinguishes compiled statements, and all values in a row."""
    shape: list[object] = []
    values: list[Value] = []
    for argument in arguments:
        if isinstance(argument, (int, str)):
            shape.append(type(argument))
            values.append(argument)
        else:
            shape.append((type(argument[0]), len(argument)))
            values.extend(argument)
    return tuple(shape), values
