import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { CHOICES } from '../../comparison-types.ts'
import type { Actor } from './channel-pages.ts'
import { jsonOf } from './json-of.ts'
import type { WebConsole } from './web-console.ts'

const body = z.union([
  z.object({ exchange: z.string() }),
  z.object({ comparison: z.string(), choice: z.enum(CHOICES), action: z.enum(['add', 'remove']) }),
  z.object({ comparison: z.string(), end: z.enum(['reveal', 'cancel']) }),
])

/** What the script of a channel's page calls to compare, to vote and to reveal. */
export function comparisonRoutes(options: {
  readonly console: WebConsole
  readonly limited: MiddlewareHandler
  readonly actorOf: (context: Context) => Actor
}): Hono {
  const { comparisons } = options.console
  return new Hono().post('/c/:channel/comparisons', options.limited, async (context) => {
    const what = body.parse(await jsonOf(context))
    const actor = options.actorOf(context)
    if ('exchange' in what) {
      await comparisons.compare(actor, what.exchange)
      return context.json({}, 202)
    }
    if ('end' in what) {
      await comparisons.end(actor, what.comparison, what.end)
      return context.json({})
    }
    return context.json({ told: await comparisons.vote(actor, what.comparison, what.choice, what.action) })
  })
}
