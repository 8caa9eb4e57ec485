/* Bare node:http over floor-store.mjs; /fixed answers without any statement. */
import { createServer } from 'node:http';
import { introspect, issue, token } from './floor-store.mjs';

const routes = {
  '/device': issue,
  '/token': token,
  '/introspect': introspect,
  '/fixed': async () => [400, { error: 'authorization_pending' }],
  '/ready': async () => [200, {}],
};

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const handle = routes[request.url];
    let [status, body] = [404, {}];
    try {
      const parameters = new URLSearchParams(Buffer.concat(chunks).toString());
      if (handle) [status, body] = await handle(parameters, request.headers.authorization);
    } catch (error) {
      console.error(error);
      [status, body] = [500, { error: 'server_error' }];
    }
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
