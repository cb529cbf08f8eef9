/** Entry of the engine's worker: one request at a time, in the order they came. */
import { parentPort, workerData } from "node:worker_threads";
import { Engine } from "./engine.js";
import type { EngineRequest, EngineSetup, ExplainRequest, PolicyRequest } from "./engineMessages.js";
import type { FixRequest } from "./locatedFixes.js";
import { SharedState } from "./sharedState.js";

const { shared, cacheFolder } = workerData as EngineSetup;
const engine = new Engine(new SharedState(shared), cacheFolder);
let last: Promise<void> = Promise.resolve();
let waiting = 0;

parentPort?.on("message", (request: EngineRequest | FixRequest | ExplainRequest | PolicyRequest) => {
  waiting++;
  last = last.then(async () => {
    waiting--;
    if (!("kind" in request)) await engine.answer(request, (answer) => parentPort?.postMessage(answer));
    else parentPort?.postMessage(await asked(request));
    await engine.rehearse(() => waiting > 0);
  });
});

function asked(request: FixRequest | ExplainRequest | PolicyRequest): unknown {
  switch (request.kind) {
    case "fixes":
      return engine.fixes(request);
    case "explain":
      return engine.explain(request);
    case "policy":
      return engine.policy(request);
  }
}
