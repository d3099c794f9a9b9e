import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Bot } from '../../bot-types.ts'
import { LABELS } from '../../crowd/codebook.ts'
import { SKIPPED } from '../../crowd/label-queue.ts'
import type { Labeller, LabelSheet } from '../../labelling-types.ts'
import type { Logger } from '../../logger.ts'
import { progressLine } from '../label-words.ts'
import type { ChannelPages } from './channel-pages.ts'
import { formLimit } from './form-limit.ts'
import { type ChannelInfo, type LocalUser, personOf, WORKSPACE } from './people.ts'
import { themeOf, userOf } from './preferences.ts'
import { routeProblems } from './route-problems.ts'
import { labelPage, taskArticle } from './templates/label.ts'

const taskName = z.string().max(200)

const labelForm = z.object({
  task: taskName,
  label: z.enum([...LABELS, SKIPPED]),
  /** What the page has been given beside it. */
  except: taskName.optional(),
})

const undoForm = z.object({ task: taskName })

export interface LabelRoutesOptions {
  readonly bot: Bot
  readonly pages: ChannelPages
  readonly channels: readonly ChannelInfo[]
  readonly users: readonly LocalUser[]
  readonly assets: string
  readonly guarded: boolean
  readonly logger: Logger
}

/** The page on which answers are labelled, as forms and, for its script, as JSON. */
export function labelRoutes(options: LabelRoutesOptions): Hono {
  const { bot, pages, channels, users, assets, guarded, logger } = options

  const labellerOf = (user: LocalUser): Labeller => {
    const person = personOf(user)
    const own = { platform: 'web', workspace: WORKSPACE, channels: channels.map(({ name }) => name) }
    // Operators own the records, those of other platforms too.
    return { person, scope: bot.isAdmin(person) ? 'everything' : own }
  }

  const answer = async (context: Context, user: LocalUser, { scope }: Labeller, sheet: LabelSheet) => {
    const where = scope === 'everything' ? 'in all workspaces' : 'in this console'
    if (context.req.header('Accept')?.includes('text/html')) {
      return context.html(
        labelPage({
          assets,
          theme: themeOf(context),
          channels: await pages.channelLines(),
          user,
          users,
          guarded,
          sheet,
          where,
        }),
      )
    }
    const { task, progress, note } = sheet
    return context.json({
      task: task?.id,
      html: taskArticle(task).markup,
      progress: progressLine(progress, where),
      note,
    })
  }

  const app = new Hono()
  app.onError(routeProblems({ assets, logger }))
  return app
    .get('/label', async (context) => {
      const user = userOf(context, users)
      const labeller = labellerOf(user)
      const except = taskName.array().parse(context.req.queries('except') ?? [])
      return answer(context, user, labeller, await bot.labelSheet(labeller, except))
    })
    .post('/label', formLimit, async (context) => {
      const { task, label, except } = labelForm.parse(await context.req.parseBody())
      const user = userOf(context, users)
      const labeller = labellerOf(user)
      const given = except === undefined ? [] : [except]
      return answer(context, user, labeller, await bot.labelTask(labeller, task, label, given))
    })
    .post('/label/undo', formLimit, async (context) => {
      const { task } = undoForm.parse(await context.req.parseBody())
      const user = userOf(context, users)
      const labeller = labellerOf(user)
      return answer(context, user, labeller, await bot.unlabelTask(labeller, task))
    })
}
