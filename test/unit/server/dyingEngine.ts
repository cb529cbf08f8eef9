/** An engine for tests that dies or hangs over a file, as its text tells it to, and otherwise answers with nothing found. */
import { parentPort, workerData } from "node:worker_threads";
import type { EngineAnswer, EngineRequest, EngineSetup } from "../../../src/server/engineMessages.js";
import { SharedState } from "../../../src/server/sharedState.js";

const shared = new SharedState((workerData as EngineSetup).shared);

parentPort?.on("message", (request: EngineRequest) => {
  for (const { path, text } of request.documents) {
    if (request.leftOut.includes(path)) continue;
    shared.visit(path);
    if (text === "exit") process.exit(3);
    if (text === "throw") throw new Error("out of order");
    while (text === "work" && !shared.isCancelled(request.id)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  const answer: EngineAnswer = shared.isCancelled(request.id)
    ? { kind: "cancelled", id: request.id }
    : { kind: "unchanged", id: request.id, versions: [] };
  parentPort?.postMessage(answer);
});
