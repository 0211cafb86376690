import type { TypedDocumentString } from "./gql/graphql.js";
import { lines, Prices } from "./prices.js";

declare const process: { argv: string[] };
const [server, region, locale, at] = process.argv.slice(2);

/** Asks by GET with the document's hash, so that every cache on the way may keep the answer. */
async function ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
  const question = new URLSearchParams({
    documentId: `sha256:${document.__meta__?.["hash"]}`,
    variables: JSON.stringify(variables),
  });
  const response = await fetch(`${server}/graphql?${question}`, { headers: { accept: "application/json" } });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (errors || !data) throw new Error(errors?.map(({ message }) => message).join("; ") ?? "no data");
  return data;
}

for (const line of lines(await ask(Prices, { region: region!, platform: "ios", locale: locale!, at }))) console.log(line);
