/** Real files in a folder of their own, gone after the test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  write(path: string, content: string | Uint8Array): void;
}

/** To be called in a `describe`: each test has a new folder with these files. */
export function temporaryFolder(files: Readonly<Record<string, string>> = {}): TemporaryFolder {
  let folder = "";
  const write = (path: string, content: string | Uint8Array): void => {
    const absolute = join(folder, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, content);
  };
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "parapet-")));
    for (const [path, content] of Object.entries(files)) write(path, content);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get path() {
      return folder;
    },
    write,
  };
}
