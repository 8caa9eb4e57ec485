// Receives events of Doorcode and says what they are: npm install standardwebhooks, then
// WEBHOOK_SECRET=whsec_… PORT=8787 node receive.mjs
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const seen = new Set();

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  let event;
  try {
    // The body letter by letter as it came: parse it only when the signature is right.
    event = webhook.verify(Buffer.concat(parts), request.headers);
  } catch {
    return response.writeHead(401).end();
  }
  // The same event may come more than once; its webhook-id is then the same.
  const id = request.headers['webhook-id'];
  if (!seen.has(id)) console.log(event.timestamp, event.type, JSON.stringify(event.data));
  seen.add(id);
  // Answer at once, and do what takes long afterwards: after 10 seconds it counts as failed.
  response.writeHead(204).end();
});
server.listen(process.env.PORT ?? 8787, '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});
