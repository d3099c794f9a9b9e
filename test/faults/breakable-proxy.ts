/** A way to a server that others use too: cutting it looks to the bot like a restart, and disturbs nobody else. */
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PrivateServer } from './private-servers.ts'

/** `url` as the server is reached directly; the proxy's own has the same user, path and options. */
export async function startBreakableProxy(url: string): Promise<PrivateServer> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let isDown = false
  const server = createServer((inbound) => {
    const outbound = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    if (isDown) inbound.resetAndDestroy()
    inbound.pipe(outbound).pipe(inbound)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const own = new URL(url)
  own.host = `127.0.0.1:${port}`
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    url: own.href,
    async restart(_, after) {
      isDown = true
      cut()
      await sleep(after)
      isDown = false
    },
    async stop() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
