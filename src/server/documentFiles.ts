/** The file system as the editor shows it: documents with unsaved text take the place of their files. */
import type { Stats } from "node:fs";
import { decode } from "../workspace/decode.js";
import { type FileSystem, nodeFileSystem } from "../workspace/fileSystem.js";
import type { OpenDocument } from "./engineMessages.js";

export class DocumentFiles implements FileSystem {
  private readonly documents = new Map<string, OpenDocument>();
  readonly readFolder = nodeFileSystem.readFolder;
  readonly realPath = nodeFileSystem.realPath;

  /** True when the text of the file is another now. */
  async open(document: OpenDocument): Promise<boolean> {
    const before = await this.textOf(document.path);
    this.documents.set(document.path, document);
    return before !== document.text;
  }

  async close(path: string): Promise<boolean> {
    const before = await this.textOf(path);
    this.documents.delete(path);
    return before !== (await this.textOf(path));
  }

  get(path: string): OpenDocument | undefined {
    return this.documents.get(path);
  }

  all(): readonly OpenDocument[] {
    return [...this.documents.values()];
  }

  async readFile(path: string): Promise<Uint8Array> {
    const document = this.documents.get(path);
    return document ? Buffer.from(document.text) : nodeFileSystem.readFile(path);
  }

  async stat(path: string): Promise<Stats> {
    const stats = await nodeFileSystem.stat(path);
    const document = this.documents.get(path);
    if (document) stats.size = Buffer.byteLength(document.text);
    return stats;
  }

  private async textOf(path: string): Promise<string | null> {
    const document = this.documents.get(path);
    if (document) return document.text;
    return nodeFileSystem.readFile(path).then(
      (bytes) => decode(bytes).text,
      () => null,
    );
  }
}
