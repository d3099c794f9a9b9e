import { GatewayOpcodes } from 'discord.js'
import { z } from 'zod'
import { InputError } from '../errors.ts'

const helloShape = z.object({ op: z.literal(GatewayOpcodes.Hello) })

/**
 * Opens the gateway's socket, waits for its greeting and leaves again. No session is started, so none is used up
 * (docs.discord.com/developers/events/gateway#connection-lifecycle).
 *
 * @param timeout milliseconds
 */
export async function greetGateway(url: string, timeout: number): Promise<void> {
  const unreachable = `The gateway cannot be reached at ${hostOf(url)}: see that this machine may open WebSockets to it.`
  if (!URL.canParse(url)) throw new InputError(unreachable)
  const socket = new WebSocket(`${url}${url.endsWith('/') ? '' : '/'}?v=10&encoding=json`)
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = () => reject(new InputError(unreachable))
      const signal = AbortSignal.timeout(timeout)
      signal.addEventListener('abort', fail)
      socket.addEventListener('error', fail)
      socket.addEventListener('close', fail)
      socket.addEventListener('message', ({ data }) => {
        if (isHello(data)) resolve()
        else fail()
      })
    })
  } finally {
    socket.close()
  }
}

function isHello(data: unknown): boolean {
  try {
    return helloShape.safeParse(JSON.parse(String(data))).success
  } catch {
    return false
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the address that Discord gave'
}
