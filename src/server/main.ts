/** Entry of the language server in node: `--stdio`, `--node-ipc` or `--socket=N`, as the client starts it. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { LanguageServer } from "./server.js";

const connection = createConnection(ProposedFeatures.all);
new LanguageServer(connection);
connection.listen();
