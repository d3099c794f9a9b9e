import type { Context } from 'hono'
import { z } from 'zod'
import { describeForReaders, InputError } from '../../errors.ts'
import type { Logger } from '../../logger.ts'
import { themeOf } from './preferences.ts'
import { problemPage } from './templates/page.ts'

/** Tells what is wrong in the form that was asked for: a page, or a line for a page's script. */
export function routeProblems({ assets, logger }: { readonly assets: string; readonly logger: Logger }) {
  return (error: unknown, context: Context) => {
    if (error instanceof InputError) return context.json({ error: error.message }, 422)
    if (error instanceof z.ZodError) {
      return context.json(
        { error: 'This page is out of step with the console. Reload it and try again.' },
        400,
      )
    }
    logger.error({ err: error, route: context.req.routePath }, 'request failed')
    const { message } = describeForReaders(error)
    const asksForPage = context.req.method === 'GET' && context.req.header('Accept')?.includes('text/html')
    if (!asksForPage) return context.json({ error: message }, 503)
    return context.html(problemPage({ assets, theme: themeOf(context), message }), 503)
  }
}
