// Loaded before a program of the product: every way to a network is closed, and whoever tries one is written down.
const { appendFileSync } = require("node:fs");

const deny = (name) =>
  function denied() {
    appendFileSync(process.env.DENIED_FILE, `${name}\n`);
    throw new Error(`no network: ${name}`);
  };

const net = require("node:net");
net.Socket.prototype.connect = deny("net.Socket.connect");
net.Server.prototype.listen = deny("net.Server.listen");
const dgram = require("node:dgram");
dgram.createSocket = deny("dgram.createSocket");
const dns = require("node:dns");
for (const name of ["lookup", "resolve", "resolve4", "resolve6", "resolveAny"]) dns[name] = deny(`dns.${name}`);
globalThis.fetch = deny("fetch");
globalThis.WebSocket = deny("WebSocket");
