import { graphql } from "./gql/gql.js";
import type { PricesQuery } from "./gql/graphql.js";

export const Prices = graphql(`
  query Prices($region: RegionCode!, $platform: PlatformCode!, $locale: Locale!, $at: DateTime) {
    priceList(region: $region, platform: $platform, locale: $locale, at: $at) {
      __typename
      ... on PriceList {
        validUntil
        sellsNothing
        sellsFrom
        packages { packageId label price { gross { formatted } listed { formatted } net { amount } } }
      }
      ... on UnknownRegion { nearest }
      ... on Refusal { code message }
    }
  }
`);

type List = Extract<PricesQuery["priceList"], { __typename: "PriceList" }>;

/** What the buyer pays; where only the list price is known, that, and whether tax comes on top of it. */
function shown({ gross, listed, net }: List["packages"][number]["price"]): string {
  return gross?.formatted ?? `${listed.formatted}${net ? " + tax" : ""}`;
}

/** Why a list is empty. */
function nothing({ sellsNothing, sellsFrom }: List): string {
  if (!sellsNothing) return "Nothing here is for you.";
  return sellsFrom ? `Nothing is sold there before ${sellsFrom}.` : "Nothing is sold there.";
}

/** What a shop window shows: a line for each package, or why there is none. */
export function lines({ priceList }: PricesQuery): string[] {
  switch (priceList.__typename) {
    case "PriceList":
      if (priceList.packages.length === 0) return [nothing(priceList)];
      return priceList.packages.map(({ label, price }) => `${label}: ${shown(price)}`);
    case "UnknownRegion":
      return ["We do not sell there.", ...priceList.nearest.map((region) => `Did you mean ${region}?`)];
    default:
      return [`No prices (${priceList.code})`];
  }
}
