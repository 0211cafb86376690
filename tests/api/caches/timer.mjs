// Runs the guide's timer on a clock that a test moves: prints how long each timer was told to wait, and when it asked.
import { mock } from "node:test";
import { refreshAt } from "../../../docs/examples/caches/refresh.js";

const DAY = 86_400_000;
mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.parse("2026-01-01T00:00:00Z") });
const waits = [];
const mocked = globalThis.setTimeout;
globalThis.setTimeout = (call, ms) => {
  waits.push(ms);
  return mocked(call, ms);
};
const asked = [];
const ask = (name) => () => asked.push([name, new Date(Date.now()).toISOString()]);
refreshAt("2026-03-31T22:00:00Z", ask("in spring"));
refreshAt("2025-12-31T23:00:00Z", ask("before"));
refreshAt(null, ask("never"));
refreshAt(undefined, ask("not selected"));
refreshAt("2026-02-01T00:00:00Z", ask("given up"))();
for (let day = 0; day < 120; day++) mock.timers.tick(DAY);
console.log(JSON.stringify({ waits, asked }));
