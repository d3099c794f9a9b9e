import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { ConfigError, RecourseError } from '../../errors.ts'
import { withLogScope } from '../../log-scope.ts'
import type { Logger } from '../../logger.ts'
import type { State } from '../../store/state.ts'
import type { Platform } from '../platform.ts'
import { takingUp } from '../taking-up.ts'
import { GRACE, UnderWay } from '../under-way.ts'
import { within } from '../within.ts'
import { loadAssets } from './assets.ts'
import { ChannelPages } from './channel-pages.ts'
import { channelRoutes } from './channel-routes.ts'
import { webExposureProblem } from './exposure.ts'
import { guard, securityHeaders } from './guard.ts'
import { labelRoutes } from './label-routes.ts'
import { loginRoutes } from './login-routes.ts'
import { CHANNELS, type ChannelInfo, LOCAL_USERS, type LocalUser } from './people.ts'
import { type Operations, probeRoutes } from './probe-routes.ts'
import { routeProblems } from './route-problems.ts'
import { Sessions } from './sessions.ts'
import { TIME_LIMITS, type TimeLimits } from './time-limits.ts'
import type { WebComparisons } from './web-comparisons.ts'
import { WebConsole } from './web-console.ts'
import { WrongTokens } from './wrong-tokens.ts'

/** Time between two looks for exchanges that another process left behind, in milliseconds. */
const TAKE_UP_EVERY = 5_000

/** How long open pages may take to read their last events before they are cut off, in milliseconds. */
const LINGER = 250

export interface WebPlatformOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** Asked for at the door; needed unless `host` is this machine alone. */
  readonly token?: string | undefined
  /** Where ended log-ins are remembered, for all processes behind one address; by default in this one. */
  readonly state?: Pick<State, 'get' | 'set'>
  readonly logger: Logger
  readonly users?: readonly LocalUser[]
  readonly channels?: readonly ChannelInfo[]
  readonly now?: () => number
  /** How long the answer to a wrong token is held back, in milliseconds. */
  readonly wrongTokenDelay?: number
  readonly newId?: () => string
  /** Requests to some paths that another platform answers itself, before anything of the console's. */
  readonly guest?: { readonly paths: readonly string[]; readonly listener: RequestListener } | undefined
  /** What `/readyz` and `/metrics` tell; neither is there without it. */
  readonly operations?: Operations
  readonly timeLimits?: TimeLimits
}

export interface WebPlatform extends Platform {
  /** Where the console is; the port is the real one once it has started. */
  readonly url: string
  /** Every route it answers, once it has started; for whoever checks them. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
}

/**
 * The web console: channels to talk in, in a browser.
 *
 * @throws {ConfigError} when it would be open to other machines without a token
 */
export function createWebPlatform(options: WebPlatformOptions): WebPlatform {
  const { host, token, logger, now = Date.now, newId = randomUUID, wrongTokenDelay = 1000 } = options
  const { users = LOCAL_USERS, channels = CHANNELS } = options
  const problem = webExposureProblem(host, token)
  if (problem !== undefined) throw new ConfigError([problem])
  const stopping = new AbortController()
  let port = options.port
  let stopServing = async () => {}
  let routes: WebPlatform['routes'] = []
  const { state = endedHere(now) } = options
  const sessions = token === undefined ? undefined : new Sessions({ token, state, now, newId })

  return {
    name: 'web',
    get routes() {
      return routes
    },
    get url() {
      return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`
    },
    async start(bot) {
      const assets = loadAssets()
      const pages = new ChannelPages({ bot, users, channels, newId, now })
      const console = new WebConsole({ bot, pages, logger, now, newId })
      const app = new Hono()
      const takesNoMore = new AbortController()
      app.onError(routeProblems({ assets: assets.base, logger }))
      app.use(securityHeaders)
      app.use((_, next) => withLogScope({ platform: 'web' }, next))
      app.route('/', probeRoutes(options.operations, token !== undefined))
      app.use((context, next) =>
        takesNoMore.signal.aborted && context.req.method === 'POST'
          ? Promise.resolve(context.json({ error: 'Recourse is stopping. Try again in a moment.' }, 503))
          : next(),
      )
      app.use(guard(sessions))
      app.get(`${assets.base}/:name`, (context) => {
        const asset = assets.get(context.req.param('name'))
        if (!asset) return context.notFound()
        return context.body(asset.body, 200, {
          'Content-Type': asset.type,
          'Cache-Control': 'public, max-age=31536000, immutable',
        })
      })
      if (token !== undefined && sessions) {
        const wrong = new WrongTokens(wrongTokenDelay)
        app.route('/', loginRoutes({ token, assets: assets.base, sessions, wrong }))
      }
      const guarded = token !== undefined
      app.route(
        '/',
        channelRoutes({
          bot,
          console,
          pages,
          channels,
          users,
          assets: assets.base,
          guarded,
          logger,
          stopping: stopping.signal,
        }),
      )
      app.route('/', labelRoutes({ bot, pages, channels, users, assets: assets.base, guarded, logger }))
      routes = app.routes
      const server = await listen(app, options)
      port = server.port
      const takeUpExchanges = takingUp(
        'web',
        { bot, logger, underWay: new UnderWay(logger) },
        takesNoMore.signal,
        (taken) => console.goOn(taken),
      )
      const takeUp = async () => {
        await takeUpExchanges()
        await takeUpAll(console.comparisons, logger)
      }
      await takeUp()
      const timer = setInterval(() => void takeUp(), TAKE_UP_EVERY)
      timer.unref()
      stopServing = async () => {
        takesNoMore.abort()
        clearInterval(timer)
        await within(GRACE, console.settled())
        stopping.abort()
        await server.close()
      }
    },
    stop: () => stopServing(),
  }
}

async function takeUpAll(comparisons: WebComparisons, logger: Logger): Promise<void> {
  try {
    while (await comparisons.takeUp());
  } catch (error) {
    logger.warn({ err: error }, 'comparisons left behind could not be taken up')
  }
}

/** @throws {RecourseError} when the port cannot be had, saying what to do */
async function listen(app: Hono, { host, port, guest, timeLimits = TIME_LIMITS }: WebPlatformOptions) {
  const server = serve({
    fetch: app.fetch,
    hostname: host.replaceAll(/[[\]]/g, ''),
    port,
    serverOptions: timeLimits,
    ...(guest && { createServer: serverWith(guest) }),
  })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
  })
  const { port: actual } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      const force = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), LINGER)
      server.close(() => {
        clearTimeout(force)
        resolve()
      })
    })
  return { port: actual, close }
}

function serverWith({ paths, listener }: NonNullable<WebPlatformOptions['guest']>): typeof createServer {
  const create = (options: ServerOptions, own?: RequestListener) =>
    createServer(options, (request, response) => {
      const isGuests = paths.includes(request.url?.split('?', 1)[0] ?? '')
      if (isGuests) listener(request, response)
      else own?.(request, response)
    })
  return create as typeof createServer
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const remedies: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken. Set PORT to a free one, or stop what uses it.`,
    EACCES: `Port ${port} may not be used by this account. Set PORT to one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST to one of its own, or leave it out.`,
    ENOTFOUND: `The name ${host} leads nowhere. Set HOST to an address of this machine, or leave it out.`,
  }
  const message =
    remedies[error.code ?? ''] ?? `The web console cannot listen on ${host}:${port}: ${error.message}`
  return new RecourseError('cannot_listen', message, { cause: error })
}

/** Ended log-ins of a process that has no state to keep them in. */
function endedHere(now: () => number): Pick<State, 'get' | 'set'> {
  const ended = new Map<string, number>()
  return {
    async get(key, schema) {
      return schema.safeParse(ended.has(key) || undefined).data
    },
    async set(key, _, ttlMs) {
      for (const [other, until] of ended) if (until <= now()) ended.delete(other)
      ended.set(key, now() + ttlMs)
    },
  }
}
