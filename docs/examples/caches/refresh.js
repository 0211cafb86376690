/** The longest that a browser's timer waits: 24.8 days. Told to wait longer, it does not wait at all. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `ask` at the instant `validUntil`, and never without one. The function that comes back gives it up. */
export function refreshAt(validUntil, ask) {
  let timer;
  const wait = () => {
    const ms = Date.parse(validUntil) - Date.now();
    if (ms <= 0) ask();
    else timer = setTimeout(wait, Math.min(ms, LONGEST_MS));
  };
  if (validUntil != null) wait();
  return () => clearTimeout(timer);
}
