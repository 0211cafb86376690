"""The operation whose answers are exported: a document of a frontend, or the price list that is asked by default."""

import msgspec
from graphql import GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode, is_non_null_type, type_from_ast

from ratecard.api.audience import Audience
from ratecard.api.documents.documents import Documents, Operation, Prepared, refuse_fields
from ratecard.api.documents.limits import Counters, Limits
from ratecard.api.errors import Rejected

REGION, PLATFORM, LOCALE = VARIABLES = ("region", "platform", "locale")
"""What varies from file to file, by the names of the operation's variables."""

PRICE_LIST = """\
query StaticPrices($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!) {
  priceList(region: $region, platform: $platform, locale: $locale) {
    __typename
    ... on PriceList {
      region platform currency locale bookDigest validFrom validUntil bestValue sellsNothing sellsFrom
      packages { packageId label coins bonus total price { ...Prices } perCoin { amount currency formatted } }
      items { itemId label price { ...Prices } }
    }
    ... on Refusal { code message }
  }
  gifts(region: $region, platform: $platform, locale: $locale) {
    __typename
    ... on GiftList { gifts { giftId name coins } }
    ... on Refusal { code message }
  }
}

fragment Prices on Price {
  regular { ...Amount } listed { ...Amount } net { ...Amount } tax { ...Amount } gross { ...Amount } taxStatus
  lines { name rate amount { ...Amount } }
}

fragment Amount on Money { amount minorUnits currency formatted }
"""
"""What is asked where no operation is given."""


class NotExportable(Exception):
    """An operation or a book of which nothing can be exported. The sentence says why."""


class Exported(msgspec.Struct, frozen=True):
    """A valid operation that everybody may ask, by its text and as it is executed."""

    text: str
    prepared: Prepared
    operation: Operation


def exported_operation(schema: GraphQLSchema, text: str) -> Exported:
    """The one operation of a document, which the public may ask with a region, a platform and a locale.

    Raises NotExportable for any other: what is invalid or too large, fields for another audience, other variables that
    must be given.
    """
    documents = Documents(schema, Limits(), Counters(), introspection=False)
    try:
        prepared = documents.prepare(text)
        if len(prepared.operations) != 1:
            raise NotExportable(f"the document has {len(prepared.operations)} operations; an export is of one")
        operation = prepared.operation(None)
        if operation.audience is not Audience.PUBLIC:
            raise refuse_fields(operation.needs, Audience.PUBLIC)
    except Rejected as refusal:
        raise NotExportable(sentence_of(refusal)) from None
    _check_variables(schema, prepared)
    return Exported(text, prepared, operation)


def sentence_of(refusal: Rejected) -> str:
    """All that a request is refused for, with the places in its document."""
    return "; ".join(_with_places(error) for error in refusal.errors)


def _with_places(error: GraphQLFormattedError) -> str:
    where = ", ".join(f"{place['line']}:{place['column']}" for place in error.get("locations", ()))
    return f"{error['message']} ({where})" if where else error["message"]


def _check_variables(schema: GraphQLSchema, prepared: Prepared) -> None:
    """Raises NotExportable where the operation does not vary by what files vary by, or needs something else."""
    (node,) = [node for node in prepared.plan.document.definitions if isinstance(node, OperationDefinitionNode)]
    defined = {own.variable.name.value: own for own in node.variable_definitions or ()}
    lacking = [name for name in VARIABLES if name not in defined]
    if lacking:
        raise NotExportable(f"the operation has no variable ${lacking[0]}; each file is of one {lacking[0]}")
    for name, own in defined.items():
        needed = is_non_null_type(type_from_ast(schema, own.type)) and own.default_value is None
        if needed and name not in VARIABLES:
            raise NotExportable(f"${name} must be given, and an export gives $region, $platform and $locale alone")
