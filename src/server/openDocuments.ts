/** What the editor has open, notebooks by their cells: the engine is told of both in the same way. */
import { type Connection, NotebookDocuments, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { OpenDocument } from "./engineMessages.js";
import { OpenNotebooks } from "./openNotebooks.js";
import { pathOf } from "./places.js";

export class OpenDocuments {
  readonly texts = new TextDocuments(TextDocument);
  readonly cells = new NotebookDocuments(TextDocument);
  readonly notebooks = new OpenNotebooks((cell) => this.cells.getCellTextDocument(cell));

  listen(connection: Connection): void {
    this.texts.listen(connection);
    this.cells.listen(connection);
  }

  /** For the engine. */
  all(): readonly OpenDocument[] {
    const texts = this.texts.all().flatMap((document) => {
      const path = pathOf(document.uri);
      return path === null ? [] : { path, uri: document.uri, version: document.version, text: document.getText() };
    });
    return [...texts, ...this.notebooks.documents()];
  }

  isOpen(uri: string): boolean {
    return this.versionOf(uri) !== undefined;
  }

  /** It is open, and what is known about it, which is about the version in `known`, is not about its text of now. */
  isBehind(uri: string, known: ReadonlyMap<string, number>): boolean {
    return this.isOpen(uri) && known.get(this.notebooks.ownerOf(uri)) !== this.versionOf(uri);
  }

  private versionOf(uri: string): number | undefined {
    return this.texts.get(uri)?.version ?? this.notebooks.versionOf(uri);
  }
}
