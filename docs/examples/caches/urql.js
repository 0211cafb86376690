import { Client, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import schema from "../../../schema/introspection.json" with { type: "json" };

const objects = schema.__schema.types.filter(({ kind }) => kind === "OBJECT");
/** No answer is an entity of its own: each is kept where it was asked for. */
const keys = Object.fromEntries(objects.map(({ name }) => [name, () => null]));

/** urql, told the same by the whole schema. */
export function urql(url) {
  return new Client({ url, exchanges: [cacheExchange({ schema, keys }), fetchExchange] });
}
