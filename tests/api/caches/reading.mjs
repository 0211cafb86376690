// Asks the server at argv[2] by the client argv[3], "apollo" or "urql", one operation after another, and then reads them
// all from its cache alone. argv[4] is "default", or "guide" for the clients that docs/for-frontends.md shows. The
// operations come as JSON on the standard input, each list of them for a new client: [[{query, variables}]]. What came
// over the wire, what the cache holds and what was said on the console is printed as JSON, a record for each list.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [, , url, client, settings] = process.argv;
const runs = JSON.parse(readFileSync(0, "utf-8"));
const example = new URL("../../../docs/examples/caches/", import.meta.url);
const require = createRequire(example);
let said = [];
for (const level of ["debug", "info", "log", "warn", "error"]) {
  console[level] = (...parts) => said.push(parts.join(" "));
}

const makers = {
  apollo: {
    async guide() {
      return (await import(new URL("apollo.js", example))).apollo(url);
    },
    async default() {
      const { ApolloClient, HttpLink, InMemoryCache } = require("@apollo/client");
      return new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache() });
    },
  },
  urql: {
    async guide() {
      return (await import(new URL("urql.js", example))).urql(url);
    },
    async default() {
      const { Client, fetchExchange } = require("@urql/core");
      const { cacheExchange } = require("@urql/exchange-graphcache");
      return new Client({ url, exchanges: [cacheExchange(), fetchExchange] });
    },
  },
};

async function byApollo(asking, asked) {
  const { gql } = require("@apollo/client");
  const questions = asked.map(({ query, variables }) => ({ query: gql(query), variables }));
  const answers = [];
  for (const question of questions) answers.push((await asking.query(question)).data);
  return { answers, cached: questions.map((question) => asking.readQuery(question)) };
}

async function byUrql(asking, asked) {
  const ask = async ({ query, variables }, requestPolicy) => {
    const result = await asking.query(query, variables, { requestPolicy }).toPromise();
    if (result.error) throw result.error;
    return result.data ?? null;
  };
  const answers = [];
  for (const question of asked) answers.push(await ask(question, "cache-first"));
  const cached = [];
  for (const question of asked) cached.push(await ask(question, "cache-only"));
  return { answers, cached };
}

const ask = client === "apollo" ? byApollo : byUrql;
const told = [];
for (const asked of runs) {
  said = [];
  told.push({ ...(await ask(await makers[client][settings](), asked)), said });
}
process.stdout.write(JSON.stringify(told), () => process.exit(0));
