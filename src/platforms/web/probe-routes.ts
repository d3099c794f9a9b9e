import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { PartState } from '../../readiness.ts'
import { isForwarded, isLoopback, namesLoopback } from './exposure.ts'
import { sameSecret } from './sessions.ts'

/** What whoever runs the process may see of it. */
export interface Operations {
  readiness(): Promise<readonly PartState[]>
  /** In Prometheus' text format. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>
  /** Whoever shows it sees details from anywhere; with it nobody else does. */
  readonly token?: string | undefined
}

/**
 * `/healthz` says that the process is alive: a stuck one does not answer. `/readyz` says whether it can serve, to
 * everybody by names alone and to operators with reasons. `/metrics` is for operators alone. `guarded` tells that the
 * console asks for a token: then it may be reached through a proxy, for which everybody comes from this machine.
 */
export function probeRoutes(operations: Operations | undefined, guarded: boolean): Hono {
  const app = new Hono()
  app.get('/healthz', (context) => context.text('ok'))
  if (!operations) return app
  const { token } = operations
  const isOperator = (context: Context) =>
    token === undefined ? !guarded && isFromThisMachine(context) : showsToken(context, token)

  app.get('/readyz', async (context) => {
    const left = new Set((context.req.query('exclude') ?? '').split(','))
    const parts = (await operations.readiness()).filter(({ name }) => !left.has(name))
    const ready = parts.every((part) => part.ready)
    const told = isOperator(context) ? parts : parts.map(({ name, ready }) => ({ name, ready }))
    return context.json({ ready, parts: told }, ready ? 200 : 503)
  })
  app.get('/metrics', async (context) => {
    if (!isOperator(context)) {
      context.header('WWW-Authenticate', 'Bearer')
      return context.text(
        token === undefined
          ? 'Set METRICS_TOKEN, and send it as a bearer token.'
          : 'Send METRICS_TOKEN as a bearer token.',
        401,
      )
    }
    const { contentType, text } = await operations.metrics()
    return context.body(text, 200, { 'Content-Type': contentType })
  })
  return app
}

function showsToken(context: Context, token: string): boolean {
  const given = /^Bearer +(.+)$/i.exec(context.req.header('Authorization') ?? '')?.[1]
  return given !== undefined && sameSecret(given, token)
}

/** Asked by a program on this machine for itself, under this machine's own name. */
function isFromThisMachine(context: Context): boolean {
  if (!namesLoopback(context.req.header('Host'))) return false
  if (isForwarded((name) => context.req.header(name))) return false
  const { address } = getConnInfo(context).remote
  return address !== undefined && isLoopback(address.replace(/^::ffff:/, ''))
}
