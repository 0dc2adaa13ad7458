// pusher-js as a process: what it hears is one line of JSON each on standard output.
//
// The first line of stdin says what to do (tests/soketi/subscriber.py); it ends when stdin closes.
"use strict";

const readline = require("readline");
const Pusher = require("pusher-js");

// The clock that Python's time.monotonic_ns reads as well.
const clock = () => Number(process.hrtime.bigint());
const tell = (line) => process.stdout.write(JSON.stringify(line) + "\n");

function authorization(order) {
  if (order.signature !== null) {
    return { customHandler: (_, done) => done(null, { auth: order.signature }) };
  }
  if (Object.keys(order.tokens).length > 0) {
    return { customHandler: (asked, done) => ask(order, asked).then((auth) => done(null, auth), done) };
  }
  const headers = { Authorization: `Bearer ${order.token}` };
  return { endpoint: order.endpoint, transport: "ajax", headers };
}

// pusher-js shows one token for all channels; whoever works at several hotels has one for each.
async function ask(order, { channelName, socketId }) {
  const answer = await fetch(order.endpoint, {
    method: "POST",
    headers: { Authorization: `Bearer ${order.tokens[channelName]}` },
    body: new URLSearchParams({ channel_name: channelName, socket_id: socketId }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
}

function subscribe(order) {
  const pusher = new Pusher(order.key, {
    cluster: "",
    wsHost: "127.0.0.1",
    wsPort: order.port,
    forceTLS: false,
    enabledTransports: ["ws"],
    enableStats: false,
    channelAuthorization: authorization(order),
  });
  pusher.bind_global((event, data) => {
    if (event === "pusher:error") tell({ kind: "error", reason: JSON.stringify(data) });
  });
  for (const name of order.channels) {
    const channel = pusher.subscribe(name);
    channel.bind("pusher:subscription_succeeded", () =>
      tell({ kind: "subscribed", channel: name, at: clock() }),
    );
    channel.bind("pusher:subscription_error", (error) =>
      tell({ kind: "refused", channel: name, at: clock(), reason: JSON.stringify(error) }),
    );
    channel.bind_global((event, data) => {
      const at = clock();
      if (!event.startsWith("pusher:")) tell({ kind: "event", channel: name, at, event, data });
    });
  }
}

const input = readline.createInterface({ input: process.stdin });
input.once("line", (line) => subscribe(JSON.parse(line)));
input.on("close", () => process.exit(0));
