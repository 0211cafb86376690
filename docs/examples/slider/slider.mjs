/** The regular price of so many coins, a BigInt, in minor units; null where that number is not sold. */
export function regularMinor({ tiers, rounding }, coins) {
  const { price, plus } = tiers.findLast(({ fromCoins }) => BigInt(fromCoins) <= coins);
  if (price === null) return null;
  const [ofPrice, ofPlus] = [BigInt(price.denominator), BigInt(plus.denominator)];
  const major = coins * BigInt(price.numerator) * ofPlus + BigInt(plus.numerator) * ofPrice;
  return rounded(major * 10n ** BigInt(rounding.least.exponent), ofPrice * ofPlus, rounding);
}

/** The allowed price that top ÷ bottom minor units become. */
function rounded(top, bottom, rounding) {
  const least = BigInt(rounding.least.minorUnits);
  if (top === 0n) return 0n;
  if (top <= least * bottom) return least;
  const [below, above] = rounding.step === null ? points(top, bottom, rounding) : steps(top, bottom, rounding);
  const beyondMiddle = 2n * top - (below + above) * bottom;
  switch (rounding.mode) {
    case "UP": return above;
    case "DOWN": return below;
    case "HALF_UP": return beyondMiddle >= 0n ? above : below;
    case "HALF_EVEN": return beyondMiddle > 0n || (beyondMiddle === 0n && isOdd(below, rounding)) ? above : below;
    default: throw new Error(`a new way of rounding, ${rounding.mode}: ask chosenQuote`);
  }
}

const isOdd = (minor, { step }) => (minor / BigInt(step.minorUnits)) % 2n === 1n;

/** The multiples of the step around top ÷ bottom; twice itself where it is one. */
function steps(top, bottom, { step }) {
  const apart = BigInt(step.minorUnits);
  const below = (top / (bottom * apart)) * apart;
  return [below, below * bottom === top ? below : below + apart];
}

/** The price points around top ÷ bottom. */
function points(top, bottom, { points }) {
  let [below, above] = [null, null];
  for (const [first, last, apart] of points.map((entry) => ["least", "most", "step"].map((name) => BigInt(entry[name].minorUnits)))) {
    const up = top <= first * bottom ? first : first + ((top - first * bottom + bottom * apart - 1n) / (bottom * apart)) * apart;
    if (up <= last && above === null) above = up;
    if (top >= first * bottom) below = top >= last * bottom ? last : first + ((top - first * bottom) / (bottom * apart)) * apart;
  }
  return [below, above];
}

/** The bonus of so many coins, a BigInt too. A rate is a decimal in a text: "0.05" of 150 is 7. */
export function bonus({ bonuses }, coins) {
  const { rate, coins: more } = bonuses.findLast(({ fromCoins }) => BigInt(fromCoins) <= coins);
  const [whole, part = ""] = rate.split(".");
  return (coins * BigInt(whole + part)) / 10n ** BigInt(part.length) + BigInt(more);
}

/** Minor units as a decimal: "59.40" for 5940n of two decimals. Intl.NumberFormat takes such a text. */
export function amount(minor, exponent) {
  const digits = String(minor).padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
