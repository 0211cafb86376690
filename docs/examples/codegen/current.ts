export interface Entry { region: string; platform: string; locale: string; validFrom: string; validUntil: string | null; path: string }
export interface Manifest { format: string; until: string; entries: Entry[] }

/** The entry that holds now; null where none does, and then no price may be shown. */
export function current(manifest: Manifest, region: string, platform: string, locale: string, now: Date): Entry | null {
  if (manifest.format !== "ratecard-static/1" || !(now < new Date(manifest.until))) return null;
  const isOf = (own: Entry) => own.region === region && own.platform === platform && own.locale === locale;
  const holds = (own: Entry) => new Date(own.validFrom) <= now && (own.validUntil === null || now < new Date(own.validUntil));
  return manifest.entries.find((own) => isOf(own) && holds(own)) ?? null;
}
