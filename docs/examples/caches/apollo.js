import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import possibleTypes from "../../../schema/possible-types.json" with { type: "json" };

/** Apollo Client, told which types are a Refusal. Every other setting is its default. */
export function apollo(uri) {
  return new ApolloClient({ link: new HttpLink({ uri }), cache: new InMemoryCache({ possibleTypes }) });
}
