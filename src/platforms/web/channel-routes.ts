import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { optionFields } from '../../../commands/option-fields.ts'
import type { Bot } from '../../bot-types.ts'
import type { Logger } from '../../logger.ts'
import { MAX_REQUEST_LENGTH } from '../../request-text.ts'
import { Slots } from '../slots.ts'
import type { Actor, ChannelPages } from './channel-pages.ts'
import { comparisonRoutes } from './comparison-routes.ts'
import { streamEvents, tellFull } from './event-stream.ts'
import { formLimit } from './form-limit.ts'
import { jsonOf } from './json-of.ts'
import type { ChannelInfo, LocalUser } from './people.ts'
import { rememberUser, themeOf, userOf } from './preferences.ts'
import { routeProblems } from './route-problems.ts'
import { statisticsRoutes } from './statistics-routes.ts'
import { codebookPage } from './templates/codebook-page.ts'
import { channelPage, PAGES, problemPage } from './templates/page.ts'
import type { WebConsole } from './web-console.ts'

/** Bytes of a request's body that are read at all; JSON of the longest message fits even where each unit is escaped. */
const MAX_BODY = 8 * MAX_REQUEST_LENGTH

/** Pages that one user may have open at a time, all channels together. */
const MAX_PAGES = 32

const MESSAGE_ID = /^[\w-]{8,64}$/

const postBody = z.object({
  id: z.string().regex(MESSAGE_ID),
  text: z.string(),
  thread: z.string().regex(MESSAGE_ID).optional(),
})
const replyBody = z.union([
  z.object({ exchange: z.string(), reading: z.string() }),
  z.object({ exchange: z.string(), words: z.string() }),
])
const appealBody = z.object({
  exchange: z.string(),
  choice: z.enum(['harmless', 'harmful', 'not_sure']).optional(),
})
const voteBody = z.object({ exchange: z.string(), emoji: z.string(), action: z.enum(['add', 'remove']) })

export interface ChannelRoutesOptions {
  readonly bot: Bot
  readonly console: WebConsole
  readonly pages: ChannelPages
  readonly channels: readonly ChannelInfo[]
  readonly users: readonly LocalUser[]
  readonly assets: string
  readonly guarded: boolean
  readonly logger: Logger
  /** Aborts when the console stops, so that open event streams end. */
  readonly stopping: AbortSignal
}

/** The pages of the channels and what their scripts call. */
export function channelRoutes(options: ChannelRoutesOptions): Hono {
  const { bot, channels, users, assets, guarded, logger } = options
  const app = new Hono()
  const actorOf = (context: Context): Actor => ({
    user: userOf(context, users),
    channel: context.req.param('channel') ?? '',
  })
  const limited = bodyLimit({
    maxSize: MAX_BODY,
    onError: (context) => context.json({ error: tooLarge(context) }, 413, { Connection: 'close' }),
  })

  const openPages = new Slots(MAX_PAGES)

  app.route('/', statisticsRoutes({ bot, users, assets }))

  app.get('/', (context) => context.redirect(`/c/${channels[0]?.name ?? ''}`))

  app.get('/commands', (context) =>
    context.json(
      bot.commands.map((command) => ({
        name: command.name,
        description: command.description,
        options: optionFields(command).map((field) => ({
          ...field,
          values: field.suggest ? bot.suggestions(field.suggest) : field.choices,
        })),
      })),
    ),
  )

  app.get('/codebook', async (context) => {
    const from = channels.find(({ name }) => name === context.req.query('from')) ?? channels[0]
    return context.html(
      codebookPage({
        assets,
        theme: themeOf(context),
        codebook: await options.pages.codebook(),
        channel: from?.name ?? '',
      }),
    )
  })

  app.get('/files/:id', (context) => {
    const file = options.console.file(userOf(context, users), context.req.param('id'))
    if (!file) {
      const message = 'This link is not yours, or too old. Type the command again for a new one.'
      return context.html(problemPage({ assets, theme: themeOf(context), message }), 404)
    }
    // Read as fast as the browser takes it.
    const body = ReadableStream.from(file.content()).pipeThrough(new TextEncoderStream())
    return context.body(body, 200, {
      'Content-Type': `${file.mediaType}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${file.name}"`,
    })
  })

  app.post('/user', formLimit, async (context) => {
    const { user, back } = await context.req.parseBody()
    const chosen = users.find(({ id }) => id === user)
    if (chosen) rememberUser(context, chosen)
    const known = [...channels.map(({ name }) => `/c/${name}`), ...PAGES.map(({ path }) => path)].some(
      (path) => path === back,
    )
    return context.redirect(known && typeof back === 'string' ? back : '/', 303)
  })

  app.use('/c/:channel/*', async (context, next) => {
    if (options.pages.live(context.req.param('channel'))) return next()
    const wantsPage = (context.req.header('Accept') ?? '').includes('text/html')
    return wantsPage ? context.redirect('/') : context.json({ error: 'There is no such channel.' }, 404)
  })

  app.get('/c/:channel', async (context) => {
    const actor = actorOf(context)
    const live = options.pages.live(actor.channel)
    if (!live) return context.redirect('/')
    // Read before the history: what happens meanwhile is told again, which does no harm.
    const { cursor } = live
    const [lines, conversations] = await Promise.all([
      options.pages.channelLines(),
      options.pages.conversations(actor),
    ])
    const channel = lines.find(({ name }) => name === actor.channel)
    if (!channel) return context.redirect('/')
    const theme = themeOf(context)
    return context.html(
      channelPage({
        assets,
        theme,
        channel,
        channels: lines,
        user: actor.user,
        users,
        cursor,
        conversations,
        guarded,
      }),
    )
  })

  app.get('/c/:channel/events', (context) => {
    const actor = actorOf(context)
    const live = options.pages.live(actor.channel)
    if (!live) return context.notFound()
    const leave = openPages.take(actor.user.id)
    if (!leave) {
      return tellFull(
        context,
        `${MAX_PAGES} pages of yours are open. Close some, or wait until they are closed; then this one goes on by itself.`,
      )
    }
    return streamEvents(context, live, options.pages.viewer(actor.user), options.stopping, leave)
  })

  app.post('/c/:channel/messages', limited, async (context) => {
    const body = postBody.parse(await jsonOf(context))
    return context.json(await options.console.post(actorOf(context), body), 202)
  })

  app.post('/c/:channel/replies', limited, async (context) => {
    const { exchange, ...answer } = replyBody.parse(await jsonOf(context))
    await options.console.reply(actorOf(context), exchange, answer)
    return context.json({}, 202)
  })

  app.post('/c/:channel/votes', limited, async (context) => {
    const { exchange, emoji, action } = voteBody.parse(await jsonOf(context))
    await options.console.vote(actorOf(context), exchange, emoji, action)
    return context.json({})
  })

  app.post('/c/:channel/appeals', limited, async (context) => {
    const { exchange, choice } = appealBody.parse(await jsonOf(context))
    const actor = actorOf(context)
    const told =
      choice === undefined
        ? await options.console.appeal(actor, exchange)
        : await options.console.takeSide(actor, exchange, choice)
    return context.json({ told })
  })

  app.route('/', comparisonRoutes({ console: options.console, limited, actorOf }))

  app.onError(routeProblems({ assets, logger }))

  return app
}

function tooLarge(context: Context): string {
  const bytes = Number(context.req.header('Content-Length'))
  const size = Number.isFinite(bytes) && bytes > 0 ? `is ${Math.round(bytes / 1000)} kB` : 'is too long'
  return `The message ${size}; at most ${MAX_REQUEST_LENGTH / 1000} kB can be sent. Shorten it or split it.`
}
