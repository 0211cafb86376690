import { graphql } from "./gql/gql.js";
import type { PricesQuery } from "./gql/graphql.js";

export const Prices = graphql(`
  query Prices($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!, $at: DateTime) {
    priceList(region: $region, platform: $platform, locale: $locale, at: $at) {
      __typename
      ... on PriceList {
        validUntil
        packages { packageId label price { listed { amount formatted } } }
      }
      ... on UnknownRegion { nearest }
      ... on Refusal { code message }
    }
  }
`);

/** What a shop window shows: a line for each package, or why there is none. */
export function lines({ priceList }: PricesQuery): string[] {
  switch (priceList.__typename) {
    case "PriceList":
      return priceList.packages.map(({ label, price }) => `${label}: ${price.listed.formatted}`);
    case "UnknownRegion":
      return ["We do not sell there.", ...priceList.nearest.map((region) => `Did you mean ${region}?`)];
    default:
      return [`No prices (${priceList.code})`];
  }
}
