"""The operations of the application, read off its routes."""

from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    path: str
    methods: frozenset[str]
    dependant: Dependant


def operations_of(application: FastAPI) -> list[Operation]:
    """Every operation that the description of the API names; there are some, or the test that asks is worth nothing."""
    found = [
        Operation(context.unique_id, context.path, frozenset(context.methods or ()), context.dependant)
        for context in iter_route_contexts(application.routes)
        if isinstance(context.original_route, APIRoute)
    ]
    assert found
    return found


def required_permissions(dependant: Dependant) -> set[str]:
    own = getattr(dependant.call, "required_permission", None)
    found = {str(own)} if own else set()
    return found.union(*(required_permissions(inner) for inner in dependant.dependencies))
