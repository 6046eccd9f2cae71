// The servers that deliveries go to: one process that takes everything over TLS and says so. Run by fork.
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

process.once('message', ({ key, cert }: { key: string; cert: string }) => {
  const server = createServer({ key, cert }, (request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(202).end())
  })
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
})
process.on('disconnect', () => process.exit())
