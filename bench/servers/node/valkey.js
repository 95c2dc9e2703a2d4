// Just enough of the Redis protocol to hear one channel.
const net = require("node:net");

/** Calls `heard(text)` for every message that `channel` carries. `url` is redis://:password@host:port/0. */
module.exports = function listen(url, channel, heard) {
  const { hostname, port, password } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  let rest = Buffer.alloc(0);
  if (password) socket.write(`AUTH ${decodeURIComponent(password)}\r\n`);
  socket.write(`SUBSCRIBE ${channel}\r\n`);
  socket.on("data", (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const mark = rest.indexOf(`$7\r\nmessage\r\n$${channel.length}\r\n${channel}\r\n$`);
      if (mark < 0) return;
      const sizeAt = rest.indexOf("$", mark + 13 + `$${channel.length}\r\n${channel}\r\n`.length);
      const textAt = rest.indexOf("\r\n", sizeAt) + 2;
      if (textAt < 2) return;
      const size = Number(rest.toString("latin1", sizeAt + 1, textAt - 2));
      if (rest.length < textAt + size + 2) return;
      heard(rest.toString("utf8", textAt, textAt + size));
      rest = rest.subarray(textAt + size + 2);
    }
  });
};
