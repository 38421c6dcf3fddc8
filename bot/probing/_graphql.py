"""_graphql: does the text of a GraphQL request only query? By the grammar of the specification, never by a pattern."""

from __future__ import annotations

_MOST_TOKENS, _MOST_LEVELS = 2000, 50


def only_queries(text: str) -> bool:
    """True when ``text`` is a GraphQL document (October 2021, section 2.2) whose operations are all queries.

    Which one is run is told elsewhere (operationName), so one mutation or subscription is enough. What cannot be
    parsed, or is too long or too deep to look at, is no query.
    """
    from graphql import FragmentDefinitionNode, GraphQLError, OperationDefinitionNode, OperationType, parse  # slow

    if _depth(text) > _MOST_LEVELS:
        return False
    try:
        definitions = parse(text, no_location=True, max_tokens=_MOST_TOKENS).definitions
    except (GraphQLError, RecursionError):
        return False
    operations = [one for one in definitions if isinstance(one, OperationDefinitionNode)]
    others = [one for one in definitions if not isinstance(one, (OperationDefinitionNode, FragmentDefinitionNode))]
    return bool(operations) and not others and all(one.operation is OperationType.QUERY for one in operations)


def _depth(text: str) -> int:
    depth = most = 0
    for character in text:
        depth += (character in "{[(") - (character in "}])")
        most = max(most, depth)
    return most
