import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can fall silent and keep its connections open, as where the server's machine is gone. */
export async function startMuteProxy(url: string) {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const outbound = new Set<Socket>()
  let isMute = false
  const server = createServer((inbound) => {
    const out = connect(Number(target.port), target.hostname)
    outbound.add(out)
    for (const [socket, other] of [
      [inbound, out],
      [out, inbound],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => other.destroy())
      socket.on('data', (chunk) => void other.write(chunk))
    }
    if (isMute) out.pause()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const own = new URL(url)
  own.host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  return {
    url: own.href,
    /** Nothing is answered until it is to be again; then all of it is. */
    mute(muted: boolean) {
      isMute = muted
      for (const socket of outbound) {
        if (muted) socket.pause()
        else socket.resume()
      }
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
