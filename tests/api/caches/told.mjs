// Asks the server at argv[2] for its schema, as frontends do who ship none: prints what @urql/introspection makes of it
// for graphcache, and what Apollo's guide makes of it for InMemoryCache.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../docs/examples/caches/", import.meta.url));
const { getIntrospectionQuery } = require("graphql");
const { minifyIntrospectionQuery } = require("@urql/introspection");

const body = JSON.stringify({ query: getIntrospectionQuery({ descriptions: false }) });
const response = await fetch(process.argv[2], { method: "POST", headers: { "content-type": "application/json" }, body });
const { data } = await response.json();
const ours = data.__schema.types.filter(({ name, possibleTypes }) => possibleTypes && !name.startsWith("__"));
const possibleTypes = Object.fromEntries(
  ours.map((type) => [type.name, type.possibleTypes.map((possible) => possible.name)]),
);
console.log(JSON.stringify({ possibleTypes, introspection: minifyIntrospectionQuery(data) }));
