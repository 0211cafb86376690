import { gql } from "@apollo/client";
import { apollo } from "./apollo.js";
import { urql } from "./urql.js";

const [, , server, locale, at] = process.argv;
const Prices = gql`
  query Prices($locale: Locale!, $at: DateTime) {
    germany: priceList(region: "DE", platform: "ios", locale: $locale, at: $at) { ...Shown }
    japan: priceList(region: "JP", platform: "ios", locale: $locale, at: $at) { ...Shown }
    nowhere: priceList(region: "XX", platform: "ios", locale: $locale, at: $at) { ...Shown }
  }
  fragment Shown on PriceListResult {
    ... on PriceList { packages { packageId price { gross { formatted } listed { formatted } } } }
    ... on Refusal { code }
  }
`;
const shown = ({ code, packages }) => code ?? packages.map(({ price }) => (price.gross ?? price.listed).formatted).join("  ");

const byApollo = apollo(`${server}/graphql`);
const asked = { query: Prices, variables: { locale, at } };
await byApollo.query(asked);
const fromApollo = byApollo.readQuery(asked);

const byUrql = urql(`${server}/graphql`);
await byUrql.query(Prices, asked.variables).toPromise();
const { data: fromUrql } = await byUrql.query(Prices, asked.variables, { requestPolicy: "cache-only" }).toPromise();

for (const place of ["germany", "japan", "nowhere"]) {
  console.log(`${place}: ${shown(fromApollo[place])} | ${shown(fromUrql[place])}`);
}
