import { amount, bonus, regularMinor } from "./slider.mjs";

const [, , server, at, ...numbers] = process.argv;
const market = { region: "US-OR", platform: "web", at };

async function ask(query, variables) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await fetch(`${server}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  return (await response.json()).data;
}

const { priceList } = await ask(
  `query ($region: RegionCode!, $platform: PlatformCode!, $at: DateTime) {
    priceList(region: $region, platform: $platform, locale: "en", at: $at) {
      ... on PriceList {
        chosen {
          thingId
          ... on ChosenCoins {
            tiers { fromCoins price { numerator denominator } plus { numerator denominator } }
            bonuses { fromCoins rate coins }
            rounding { mode step { minorUnits } least { minorUnits exponent }
              points { least { minorUnits } most { minorUnits } step { minorUnits } } }
          }
        }
      }
    }
  }`,
  market,
);
const topUp = priceList.chosen.find(({ thingId }) => thingId === "top_up");
for (const coins of numbers) {
  const { chosenQuote } = await ask(
    `query ($input: ChosenQuoteInput!, $at: DateTime) {
      chosenQuote(input: $input, locale: "en", at: $at) { ... on ChosenQuote { total price { regular { amount } gross { formatted } } } }
    }`,
    { input: { region: market.region, platform: market.platform, thingId: "top_up", coins: Number(coins) }, at },
  );
  const { total, price: { regular, gross } } = chosenQuote;
  const own = BigInt(coins) + bonus(topUp, BigInt(coins));
  const computed = amount(regularMinor(topUp, BigInt(coins)), topUp.rounding.least.exponent);
  console.log(`${own} coins for ${computed} computed, ${total} for ${regular.amount} quoted, to pay ${gross.formatted}`);
}
