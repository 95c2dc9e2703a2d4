// `node ws.js PORT REDIS_URL CHANNEL`: the `ws` package, and whatever the channel carries to everybody.
const { WebSocketServer, WebSocket } = require("ws");
const listen = require("./valkey.js");

const [port, url, channel] = process.argv.slice(2);
const server = new WebSocketServer({ port: Number(port), host: "127.0.0.1", backlog: 4096, perMessageDeflate: false });
listen(url, channel, (text) => {
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(text);
  }
});
