import type { App } from '@slack/bolt'
import { z } from 'zod'
import { RecourseError } from '../../errors.ts'
import { withLogScope } from '../../log-scope.ts'
import type { Logger } from '../../logger.ts'
import type { MissedVotes } from '../missed-votes.ts'
import { patiently } from '../patiently.ts'
import type { UnderWay } from '../under-way.ts'
import type { CatchUp } from './catch-up.ts'
import { listenToClicks, type WorkspaceAt } from './click-listeners.ts'
import { type EventLog, subscriptionOf } from './event-log.ts'
import { showHome } from './home.ts'
import type { Identity } from './incoming.ts'
import type { LateAck } from './late-ack.ts'
import { DEPARTURES } from './manifest.ts'
import { SLASH_COMMAND } from './names.ts'
import { isToOurs, messageOf, voteOf } from './reactions.ts'
import { Routes } from './routes.ts'
import { isDeparture } from './sent-from.ts'
import type { SlackWorkspace } from './slack-workspace.ts'
import { runSlashCommand } from './slash-command.ts'

export interface ListenerParts {
  /** The workspace that something concerns, the same for the same body; `undefined` where the app is not installed. */
  readonly workspaceOf: (body: object) => Promise<SlackWorkspace | undefined>
  /** An event as it concerns the workspace. */
  readonly heard: (event: object, body: object, identity: Identity) => Promise<unknown>
  /** The app may have been removed from a workspace. */
  readonly departed: (body: object) => Promise<void>
  readonly lateAck: LateAck
  readonly catchUp: CatchUp
  readonly log: EventLog
  readonly logger: Logger
  readonly wait: (milliseconds: number) => Promise<void>
  readonly missedVotes: MissedVotes
  readonly underWay: UnderWay
}

/** An event that comes so many milliseconds after it happened was delivered again. */
const LATE = 5_000

/** What an answer shows is stored within so many milliseconds of its posting, unless the records are out of reach for long. */
const BOUND_WITHIN = 60_000

interface EventArgs {
  readonly event: { readonly type: string }
  readonly body: object
}

/**
 * Bolt tries each of its listeners on all that comes, by a chain of promises; so each kind has one, which finds by name
 * what is to be done.
 */
const ANY = /./

/** Joins Slack's events, commands and clicks to what they mean. The same for both transports. */
export function listen(app: App, parts: ListenerParts): void {
  const { workspaceOf, heard, departed, lateAck, catchUp, log, logger, wait, missedVotes, underWay } = parts

  const at: WorkspaceAt = async (body) => {
    const workspace = await workspaceOf(body)
    // The first of all listeners lets nothing else pass.
    if (!workspace) throw new RecourseError('slack_uninstalled', 'The app is not installed there.')
    return workspace
  }

  const noted = async (event: { readonly type?: unknown; readonly channel_type?: unknown }) => {
    await log
      .note(subscriptionOf(event))
      .catch((error: unknown) => logger.warn({ err: error }, 'event not noted'))
  }

  app.use(({ next }) => withLogScope({ platform: 'slack' }, next))
  let told = false
  app.use(async ({ body, next, ...args }) => {
    if (isDeparture(body) || (await workspaceOf(body))) return next()
    if (!told) logger.warn('slack sends what happens in another workspace; it is ignored')
    told = true
    // An event is acknowledged already; a click or a command waits for it.
    if ('ack' in args && typeof args.ack === 'function') await args.ack()
  })

  /** What was heard is dealt with before the process ends. */
  const followed = <Args extends object>(listener: (args: Args) => Promise<void>) => {
    return async (args: Args) => {
      const work = listener(args)
      underWay.follow(work.catch(() => undefined))
      await work
    }
  }

  const hear = followed(async ({ event, body }: EventArgs) => {
    try {
      await catchUp.taking(async () => {
        const { conversations, identity } = await at(body)
        await conversations.take(await patiently(() => heard(event, body, identity), wait))
      }, saidAt(event))
    } catch (error) {
      lateAck.missed(body)
      throw error
    }
    lateAck.taken(body)
    await noted(event)
  })

  const vote = followed(async ({ event, body }: EventArgs) => {
    const { identity, isBot, services } = await at(body)
    const { bot } = services
    try {
      const vote = await patiently(() => voteOf(event, identity, bot), services.wait)
      if (vote && !(await isBot(vote.voter.user))) {
        const fate = await patiently(() => bot.handleVote(vote), services.wait)
        const isLost = fate === 'ignored' && isToOurs(event, identity)
        if (isLost && !(await bot.exchangeShownBy(vote.message))) {
          missedVotes.noteLater(vote.message)
          // It is known in a moment what it shows, and this process may be gone by then: Slack is to tell it again.
          if (services.now() - Number(vote.message.message) * 1000 < BOUND_WITHIN) lateAck.missed(body)
        }
        // What became of it since may have come before it.
        const isLate = services.now() - vote.eventTime > LATE
        if (isLate && (fate === 'recorded' || isToOurs(event, identity))) missedVotes.note(vote.message)
      }
    } catch (error) {
      lateAck.missed(body)
      const message = messageOf(event, identity)
      if (message) missedVotes.note(message)
      throw error
    }
    await noted(event)
  })

  const showHomeTo = async ({ event, body }: EventArgs) => {
    const { services, identity } = await at(body)
    await showHome(event, services, identity)
    await noted(event)
  }

  const depart = async ({ event, body }: EventArgs) => {
    await patiently(() => departed(body), wait)
    await noted(event)
  }

  const events = new Routes<(args: EventArgs) => Promise<void>>({
    app_mention: hear,
    message: hear,
    reaction_added: vote,
    reaction_removed: vote,
    app_home_opened: showHomeTo,
    ...Object.fromEntries(DEPARTURES.map((name) => [name, depart])),
  })
  app.event(ANY, async (args) => events.of(args.event.type)?.(args))

  app.command(SLASH_COMMAND, async ({ command, body, ack, respond }) => {
    await ack()
    const { services, identity } = await at(body)
    const { channel_id, user_id, team_id, text, trigger_id } = command
    const use = { channel: channel_id, user: user_id, team: team_id, text, trigger: trigger_id }
    services.underWay.follow(runSlashCommand(use, services, identity, respond))
  })

  listenToClicks(app, ANY, at)

  app.error(async (error) => {
    logger.error({ err: error }, 'slack event could not be handled')
  })
}

const timed = z.object({ ts: z.coerce.number(), hidden: z.boolean().optional() })

/** When what an event tells of was said, in milliseconds since 1970; `undefined` for what was deleted or rewritten. */
function saidAt(event: object): number | undefined {
  const { data } = timed.safeParse(event)
  return data && !data.hidden ? data.ts * 1000 : undefined
}
