// soketi on loopback alone, with Pusher's limits and with answers that carry their status.
//
// Environment: PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET; SOKETI_AS_PUBLISHED=1 leaves its answers
// as they are. Prints one line of JSON when it listens; ends at SIGTERM or when stdin closes.
"use strict";

// Standard output is for that one line.
console.log = console.error;
// The substitute in JavaScript answers every publish with 404.
delete process.env.UWS_USE_FALLBACK;

const { HttpHandler } = require("@soketi/soketi/dist/http-handler");
const { Server } = require("@soketi/soketi/dist/server");
const uWS = require("uWebSockets.js");

const isNative = (file) => /uws[^/\\]*\.node$/.test(file);
if (!Object.keys(require.cache).some(isNative)) {
  console.error(`no binary of uWebSockets.js runs here: Node ${process.version}`);
  process.exit(1);
}

// As published, headers are written before the status, and uWebSockets.js then sends 200 whatever
// the status: a client would take an event that was refused for delivered.
function statusFirst(res) {
  const early = [];
  res.writeHeader = (name, value) => {
    early.push([name, value]);
    return res;
  };
  res.writeStatus = (status) => {
    delete res.writeHeader;
    delete res.writeStatus;
    res.writeStatus(status);
    for (const [name, value] of early) res.writeHeader(name, value);
    return res;
  };
  return res;
}

if (process.env.SOKETI_AS_PUBLISHED !== "1") {
  const attachMiddleware = HttpHandler.prototype.attachMiddleware;
  HttpHandler.prototype.attachMiddleware = function (res, middleware) {
    return attachMiddleware.call(this, statusFirst(res), middleware);
  };
}

// It would look for other servers by UDP broadcasts on every interface; one server needs none.
Server.prototype.configureDiscovery = () => Promise.resolve();

const options = {
  host: "127.0.0.1",
  port: 0,
  "metrics.enabled": false,
  // Its server listens even when it is not enabled.
  "metrics.host": "127.0.0.1",
  "metrics.port": 0,
  "appManager.array.apps": [
    {
      id: process.env.PUSHER_APP_ID,
      key: process.env.PUSHER_KEY,
      secret: process.env.PUSHER_SECRET,
      enabled: true,
      enableClientMessages: false,
      webhooks: [],
    },
  ],
  // Pusher's limits.
  "channelLimits.maxNameLength": 164,
  "eventLimits.maxPayloadInKb": 10,
  "eventLimits.maxBatchSize": 10,
};

const end = () => process.exit(0);
process.on("SIGTERM", end);
process.stdin.on("end", end);
process.stdin.resume();

Server.start(options, (server) => {
  const port = uWS.us_socket_local_port(server.serverProcess);
  process.stdout.write(JSON.stringify({ port }) + "\n");
});
