#!/usr/bin/env node
// Stands in for VS Code's own executable where that cannot be downloaded: takes the same arguments, ends with the tests' exit code.
import { require } from "tsx/cjs/api";

const { runInServer } = require("./code.ts", import.meta.url);
process.exit(await runInServer(process.argv.slice(2)));
