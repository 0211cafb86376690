// Asks the server at argv[2] by Apollo Client and by urql, each with automatic persisted queries: argv[3] names the
// client, argv[4] is GET or POST. Every question is asked twice by a client that keeps no answers. What went over the
// wire, and what came back, is printed as JSON.
import { createHash } from "node:crypto";

const [, , url, client, method] = process.argv;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const query = `query Prices($region: RegionCode!) {
  priceList(region: $region, platform: "ios", locale: "de") {
    __typename
    ... on PriceList { currency packages { packageId price { listed { amount } } } }
  }
}`;
const variables = { region: "DE" };

const wire = [];
async function recordingFetch(target, options = {}) {
  const response = await fetch(target, options);
  const text = await response.clone().text();
  const sent = options.body ? JSON.parse(options.body) : Object.fromEntries(new URL(target).searchParams);
  wire.push({
    method: options.method ?? "GET",
    hasQuery: Boolean(sent.query),
    hasHash: JSON.stringify(sent.extensions ?? "").includes("sha256Hash"),
    status: response.status,
    code: JSON.parse(text).errors?.[0]?.extensions?.code ?? null,
  });
  return response;
}

async function byApollo() {
  const { ApolloClient, InMemoryCache, HttpLink, gql } = await import("@apollo/client");
  const { PersistedQueryLink } = await import("@apollo/client/link/persisted-queries");
  const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: method === "GET" });
  const link = persisted.concat(new HttpLink({ uri: url, fetch: recordingFetch }));
  const found = [];
  for (let asked = 0; asked < 2; asked++) {
    const asking = new ApolloClient({ link, cache: new InMemoryCache() });
    found.push((await asking.query({ query: gql(query), variables, fetchPolicy: "no-cache" })).data);
  }
  return found;
}

async function byUrql() {
  const { Client, fetchExchange } = await import("@urql/core");
  const { persistedExchange } = await import("@urql/exchange-persisted");
  const preferGetForPersistedQueries = method === "GET" ? "force" : false;
  const generateHash = async (text) => sha256(text);
  const found = [];
  for (let asked = 0; asked < 2; asked++) {
    const exchanges = [persistedExchange({ preferGetForPersistedQueries, generateHash }), fetchExchange];
    const asking = new Client({ url, exchanges, fetch: recordingFetch, preferGetMethod: false });
    const result = await asking.query(query, variables).toPromise();
    if (result.error) throw result.error;
    found.push(result.data);
  }
  return found;
}

const answers = client === "apollo" ? await byApollo() : await byUrql();
console.log(JSON.stringify({ wire, answers }));
