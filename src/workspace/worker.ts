/** Entry of a pool worker: parses and lowers one file after the other and sends the facts back without copying the tables. */
import { parentPort, workerData } from "node:worker_threads";
import { SourceParser } from "../core/syntax/parser.js";
import { lowerText } from "../core/syntax/parserLowering.js";
import { grammarFiles } from "./grammarFiles.js";
import { type LoweringRequest, READY, type WorkerSetup } from "./pool.js";

const { wasmFolder } = workerData as WorkerSetup;
const parser = SourceParser.create(grammarFiles(wasmFolder ?? undefined));

void parser.then(() => parentPort?.postMessage(READY));
parentPort?.on("message", async ({ path, file, text }: LoweringRequest) => {
  const outcome = await lowerText(await parser, path, file, text);
  const { facts } = outcome;
  const tables = facts ? [facts.values, facts.lists, facts.blocks, facts.lineStarts] : [];
  parentPort?.postMessage(
    outcome,
    tables.map((table) => table.buffer as ArrayBuffer),
  );
});
