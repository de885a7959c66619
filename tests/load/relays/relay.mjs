// The relay everybody writes first, on Node's `ws`: frames copied both ways. Compared with ours by `cargo xtask bench live`.

import { WebSocket, WebSocketServer } from "ws";

const [upstream] = process.argv.slice(2);
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
server.on("listening", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
server.on("connection", (page) => {
  const tutor = new WebSocket(upstream, { perMessageDeflate: false });
  const early = [];
  page.on("message", (data, binary) => {
    if (tutor.readyState === WebSocket.OPEN) tutor.send(data, { binary });
    else early.push([data, binary]);
  });
  tutor.on("open", () => {
    for (const [data, binary] of early) tutor.send(data, { binary });
  });
  tutor.on("message", (data, binary) => page.send(data, { binary }));
  for (const [one, other] of [
    [page, tutor],
    [tutor, page],
  ]) {
    one.on("close", () => other.close());
    one.on("error", () => other.terminate());
  }
});
