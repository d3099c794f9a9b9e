import type { App } from '@slack/bolt'
import { RecourseError } from '../../errors.ts'
import { withLogScope } from '../../log-scope.ts'
import type { Logger } from '../../logger.ts'
import type { MissedVotes } from '../missed-votes.ts'
import { patiently } from '../patiently.ts'
import type { UnderWay } from '../under-way.ts'
import { COMPARISON_BLOCK } from './comparison-view.ts'
import { type EventLog, subscriptionOf } from './event-log.ts'
import { showHome } from './home.ts'
import type { Identity } from './incoming.ts'
import type { LateAck } from './late-ack.ts'
import { DEPARTURES } from './manifest.ts'
import { ACTIONS, CALLBACKS, SLASH_COMMAND } from './names.ts'
import { RATING_BLOCK } from './rating-view.ts'
import { isToOurs, messageOf, voteOf } from './reactions.ts'
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
  readonly log: EventLog
  readonly logger: Logger
  readonly wait: (milliseconds: number) => Promise<void>
  readonly missedVotes: MissedVotes
  readonly underWay: UnderWay
}

/** An event that comes so many milliseconds after it happened was delivered again. */
const LATE = 5_000

type WorkspaceAt = (body: object) => Promise<SlackWorkspace>

/** Joins Slack's events, commands and clicks to what they mean. The same for both transports. */
export function listen(app: App, parts: ListenerParts): void {
  const { workspaceOf, heard, departed, lateAck, log, logger, wait, missedVotes, underWay } = parts

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

  const hear = followed(async ({ event, body }: { event: { type: string }; body: object }) => {
    try {
      const { conversations, identity } = await at(body)
      await conversations.take(await patiently(() => heard(event, body, identity), wait))
    } catch (error) {
      lateAck.missed(body)
      throw error
    }
    lateAck.taken(body)
    await noted(event)
  })
  app.event('app_mention', hear)
  app.event('message', hear)

  const vote = followed(async ({ event, body }: { event: { type: string }; body: object }) => {
    const { identity, isBot, services } = await at(body)
    const { bot } = services
    try {
      const vote = await patiently(() => voteOf(event, identity, bot), services.wait)
      if (vote && !(await isBot(vote.voter.user))) {
        const fate = await patiently(() => bot.handleVote(vote), services.wait)
        const isLost = fate === 'ignored' && isToOurs(event, identity)
        if (isLost && !(await bot.exchangeShownBy(vote.message))) missedVotes.noteUnknown(vote.message)
        // What became of it since may have come before it.
        if (fate === 'recorded' && services.now() - vote.eventTime > LATE) missedVotes.note(vote.message)
      }
    } catch (error) {
      lateAck.missed(body)
      const message = messageOf(event, identity)
      if (message) missedVotes.note(message)
      throw error
    }
    await noted(event)
  })
  app.event('reaction_added', vote)
  app.event('reaction_removed', vote)

  app.event('app_home_opened', async ({ event, body }) => {
    const { services, identity } = await at(body)
    await showHome(event, services, identity)
    await noted(event)
  })

  for (const departure of DEPARTURES) {
    app.event(departure, async ({ event, body }) => {
      await patiently(() => departed(body), wait)
      await noted(event)
    })
  }

  app.command(SLASH_COMMAND, async ({ command, body, ack, respond }) => {
    await ack()
    const { services, identity } = await at(body)
    const { channel_id, user_id, team_id, text, trigger_id } = command
    const use = { channel: channel_id, user: user_id, team: team_id, text, trigger: trigger_id }
    services.underWay.follow(runSlashCommand(use, services, identity, respond))
  })

  app.action(new RegExp(`^${ACTIONS.reading}`), async ({ body, ack }) => {
    await ack()
    await (await at(body)).clicks.reading(body)
  })
  app.action(ACTIONS.firstRefusal, async ({ body, ack }) => {
    await ack()
    await (await at(body)).clicks.firstRefusal(body)
  })
  app.action(ACTIONS.feedback, async ({ body, ack }) => {
    await ack()
    await (await at(body)).clicks.feedback(body)
  })
  app.action(new RegExp(`^${ACTIONS.label}`), async ({ body, ack, respond }) => {
    await ack()
    await (await at(body)).labelling.label(body, respond)
  })
  app.action(ACTIONS.unlabel, async ({ body, ack, respond }) => {
    await ack()
    await (await at(body)).labelling.unlabel(body, respond)
  })
  app.action(ACTIONS.stopLabelling, async ({ body, ack, respond }) => {
    await ack()
    await (await at(body)).labelling.stop(body, respond)
  })
  app.action(ACTIONS.appeal, async ({ body, ack }) => {
    await ack()
    await (await at(body)).clicks.appeal(body)
  })
  app.action(new RegExp(`^${ACTIONS.appealVote}`), async ({ body, ack }) => {
    await ack()
    await (await at(body)).clicks.appealVote(body)
  })
  app.shortcut(CALLBACKS.rate, async ({ body, ack }) => {
    await ack()
    await (await at(body)).clicks.rate(body)
  })
  app.view(CALLBACKS.rateView, async ({ body, ack }) => {
    const wrong = await (await at(body)).clicks.submit(body)
    if (wrong === undefined) await ack()
    else await ack({ response_action: 'errors', errors: { [RATING_BLOCK]: wrong } })
  })

  listenForComparisons(app, at)

  app.error(async (error) => {
    logger.error({ err: error }, 'slack event could not be handled')
  })
}

function listenForComparisons(app: App, at: WorkspaceAt): void {
  app.action(new RegExp(`^${ACTIONS.compareVote}`), async ({ body, ack }) => {
    await ack()
    await (await at(body)).comparisonClicks.vote(body)
  })
  app.action(new RegExp(`^${ACTIONS.compareRead}`), async ({ body, ack }) => {
    await ack()
    await (await at(body)).comparisonClicks.read(body)
  })
  app.action(ACTIONS.compareReveal, async ({ body, ack }) => {
    await ack()
    await (await at(body)).comparisonClicks.reveal(body)
  })
  app.action(ACTIONS.compareCancel, async ({ body, ack }) => {
    await ack()
    await (await at(body)).comparisonClicks.cancel(body)
  })
  app.shortcut(CALLBACKS.compare, async ({ body, ack }) => {
    await ack()
    await (await at(body)).comparisonClicks.offerForm(body)
  })
  app.view(CALLBACKS.compareView, async ({ body, ack }) => {
    const wrong = await (await at(body)).comparisonClicks.submit(body)
    if (wrong === undefined) await ack()
    else await ack({ response_action: 'errors', errors: { [COMPARISON_BLOCK]: wrong } })
  })
}
