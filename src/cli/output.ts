/** Where results go: standard output or a file. A reader that stops early (`| head`) is no error. */
import { writeFile } from "node:fs/promises";
import { UsageError } from "./usageError.js";

/** Keeps a closed pipe from ending the process with a stack trace. */
export function survivePipeEnd(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

export async function writeResult(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await new Promise<void>((done) => process.stdout.write(text, () => done()));
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
