/** A worker that dies of certain file names and otherwise does what the real one does. */
import { parentPort } from "node:worker_threads";
import type { LoweringRequest } from "../../../src/workspace/pool.js";

parentPort?.on("message", ({ file }: LoweringRequest) => {
  if (file === "exit.ts") process.exit(3);
  if (file === "throw.ts") throw new Error("out of something");
});

import("../../../src/workspace/worker.js");
