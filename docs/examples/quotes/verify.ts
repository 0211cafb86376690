type Key = JsonWebKey & { kid: string };

export async function verified(token: string, keys: Key[], now = Date.now() / 1000): Promise<any> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const bytes = (part: string) => Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const said = (part: string) => JSON.parse(new TextDecoder().decode(bytes(part)));
  const key = keys.find(({ kid }) => kid === said(header).kid);
  if (said(header).typ !== "ratecard-quote+jws" || said(header).alg !== "EdDSA" || !key) throw new Error("not a quote");
  const imported = await crypto.subtle.importKey("jwk", key, "Ed25519", false, ["verify"]);
  const content = new TextEncoder().encode(`${header}.${payload}`);
  if (!(await crypto.subtle.verify("Ed25519", imported, bytes(signature), content))) throw new Error("not signed by it");
  if (now < said(payload).iat - 30 || now >= said(payload).exp) throw new Error("not valid now");
  return said(payload);
}
