import type { App } from '@slack/bolt'
import type { MissedVotes } from '../missed-votes.ts'
import { patiently } from '../patiently.ts'
import type { Clicks } from './clicks.ts'
import { ComparisonClicks } from './comparison-clicks.ts'
import { COMPARISON_BLOCK } from './comparison-view.ts'
import type { Conversations } from './conversations.ts'
import { type EventLog, subscriptionOf } from './event-log.ts'
import { showHome } from './home.ts'
import type { Identity } from './incoming.ts'
import { Labelling } from './labelling.ts'
import type { LateAck } from './late-ack.ts'
import { ACTIONS, CALLBACKS, SLASH_COMMAND } from './names.ts'
import { isOwnWorkspace } from './own-workspace.ts'
import { RATING_BLOCK } from './rating-view.ts'
import { messageOf, voteOf } from './reactions.ts'
import type { ReplyServices } from './reply.ts'
import { runSlashCommand } from './slash-command.ts'

export interface ListenerParts {
  readonly services: ReplyServices
  readonly identity: Identity
  readonly conversations: Conversations
  readonly clicks: Clicks
  readonly lateAck: LateAck
  readonly log: EventLog
  readonly isBot: (user: string) => Promise<boolean>
  readonly missedVotes: MissedVotes
}

/** Joins Slack's events, commands and clicks to what they mean. The same for both transports. */
export function listen(app: App, parts: ListenerParts): void {
  const { services, identity, conversations, clicks, lateAck, log, isBot, missedVotes } = parts
  const { bot, logger } = services
  const labelling = new Labelling(services, identity)

  const noted = async (event: { readonly type?: unknown; readonly channel_type?: unknown }) => {
    await log
      .note(subscriptionOf(event))
      .catch((error: unknown) => logger.warn({ err: error }, 'event not noted'))
  }

  let told = false
  app.use(async ({ body, next, ...args }) => {
    if (isOwnWorkspace(body, identity.team)) return next()
    if (!told) logger.warn('slack sends what happens in another workspace; it is ignored')
    told = true
    // An event is acknowledged already; a click or a command waits for it.
    if ('ack' in args && typeof args.ack === 'function') await args.ack()
  })

  /** What was heard is dealt with before the process ends. */
  const followed = <Args extends object>(listener: (args: Args) => Promise<void>) => {
    return async (args: Args) => {
      const work = listener(args)
      services.underWay.follow(work.catch(() => undefined))
      await work
    }
  }

  const hear = followed(async ({ event, body }: { event: { type: string }; body: object }) => {
    try {
      await conversations.take(event)
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
    try {
      const vote = await patiently(() => voteOf(event, identity, bot), services.wait)
      if (vote && !(await isBot(vote.voter.user))) await patiently(() => bot.handleVote(vote), services.wait)
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

  app.event('app_home_opened', async ({ event }) => {
    await showHome(event, services, identity)
    await noted(event)
  })

  app.command(SLASH_COMMAND, async ({ command, ack, respond }) => {
    await ack()
    const { channel_id, user_id, team_id, text, trigger_id } = command
    const use = { channel: channel_id, user: user_id, team: team_id, text, trigger: trigger_id }
    services.underWay.follow(runSlashCommand(use, services, identity, respond))
  })

  app.action(new RegExp(`^${ACTIONS.reading}`), async ({ body, ack }) => {
    await ack()
    await clicks.reading(body)
  })
  app.action(ACTIONS.firstRefusal, async ({ body, ack }) => {
    await ack()
    await clicks.firstRefusal(body)
  })
  app.action(ACTIONS.feedback, async ({ body, ack }) => {
    await ack()
    await clicks.feedback(body)
  })
  app.action(new RegExp(`^${ACTIONS.label}`), async ({ body, ack, respond }) => {
    await ack()
    await labelling.label(body, respond)
  })
  app.action(ACTIONS.unlabel, async ({ body, ack, respond }) => {
    await ack()
    await labelling.unlabel(body, respond)
  })
  app.action(ACTIONS.stopLabelling, async ({ body, ack, respond }) => {
    await ack()
    await labelling.stop(body, respond)
  })
  app.action(ACTIONS.appeal, async ({ body, ack }) => {
    await ack()
    await clicks.appeal(body)
  })
  app.action(new RegExp(`^${ACTIONS.appealVote}`), async ({ body, ack }) => {
    await ack()
    await clicks.appealVote(body)
  })
  app.shortcut(CALLBACKS.rate, async ({ body, ack }) => {
    await ack()
    await clicks.rate(body)
  })
  app.view(CALLBACKS.rateView, async ({ body, ack }) => {
    const wrong = await clicks.submit(body)
    if (wrong === undefined) await ack()
    else await ack({ response_action: 'errors', errors: { [RATING_BLOCK]: wrong } })
  })

  listenForComparisons(app, new ComparisonClicks(services, identity))

  app.error(async (error) => {
    logger.error({ err: error }, 'slack event could not be handled')
  })
}

function listenForComparisons(app: App, clicks: ComparisonClicks): void {
  app.action(new RegExp(`^${ACTIONS.compareVote}`), async ({ body, ack }) => {
    await ack()
    await clicks.vote(body)
  })
  app.action(new RegExp(`^${ACTIONS.compareRead}`), async ({ body, ack }) => {
    await ack()
    await clicks.read(body)
  })
  app.action(ACTIONS.compareReveal, async ({ body, ack }) => {
    await ack()
    await clicks.reveal(body)
  })
  app.action(ACTIONS.compareCancel, async ({ body, ack }) => {
    await ack()
    await clicks.cancel(body)
  })
  app.shortcut(CALLBACKS.compare, async ({ body, ack }) => {
    await ack()
    await clicks.offerForm(body)
  })
  app.view(CALLBACKS.compareView, async ({ body, ack }) => {
    const wrong = await clicks.submit(body)
    if (wrong === undefined) await ack()
    else await ack({ response_action: 'errors', errors: { [COMPARISON_BLOCK]: wrong } })
  })
}
