// `node socketio.js PORT REDIS_URL CHANNEL`: Socket.IO, and whatever the channel carries to everybody in one room.
const { createServer } = require("node:http");
const { Server } = require("socket.io");
const listen = require("./valkey.js");

const [port, url, channel] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
io.on("connection", (socket) => socket.join("room"));
http.listen(Number(port), "127.0.0.1", 4096);
listen(url, channel, (text) => io.to("room").emit("entry", JSON.parse(text)));
