import { mayBeAppealed } from './appealable.ts'
import type { AppealStep, AppealVote, Bot, IncomingVote, Person } from './bot-types.ts'
import { quorumOf } from './crowd/appeal.ts'
import type { Label } from './crowd/codebook.ts'
import type { MessageKey, Place } from './domain.ts'
import { InputError } from './errors.ts'
import type { Leases } from './leases.ts'
import { isDirect } from './places.ts'
import type { ReplyEvent } from './reply-events.ts'
import type { ExchangeRecord, MessageLink, Store } from './store/store.ts'

export interface AppealOptions {
  readonly store: Store
  readonly pseudonym: (person: Person) => string
  /** Names this process in its claims. */
  readonly instance: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly leases: Leases
  readonly voteOn: (link: MessageLink, vote: IncomingVote) => Promise<'recorded' | 'ignored'>
  /** The value of the setting at a place. */
  readonly settingAt: (place: Place) => Promise<string>
  /** Goes on with an exchange that is open again. */
  readonly goOn: (record: ExchangeRecord) => Promise<AsyncIterable<ReplyEvent>>
}

type Appeals = Pick<Bot, 'openAppeal' | 'voteOnAppeal' | 'settleAppeal' | 'showsAppeal'>

/** Said of direct messages. */
export const NOBODY_TO_ASK =
  'Between you and me there is nobody else to ask, so refusals cannot be appealed here.'

const UNKNOWN = 'This request is not known any more.'

/** Asks the channel whether a refusal was of a harmless request, and acts on what it says. */
export function createAppeals(options: AppealOptions) {
  const { store, pseudonym, now, settingAt } = options

  /** Where an appeal stands now, after counting its votes; exactly one of those who ask is given what follows. */
  async function stepOf(exchangeId: string): Promise<AppealStep> {
    const at = now()
    const settled = await store.settleAppeal({
      exchangeId,
      claimedBy: options.instance,
      leaseUntil: options.leases.end(),
      at,
    })
    const exchange = settled && (await store.exchange(exchangeId))
    if (!exchange) throw new InputError(UNKNOWN)
    const { appeal, decidedNow } = settled
    const isOurs = decidedNow && appeal.status === 'granted'
    return { exchange, appeal, decidedNow, ...(isOurs && { reply: await options.goOn(exchange) }) }
  }

  /** @throws {InputError} saying why this refusal cannot be appealed */
  async function quorumFor(record: ExchangeRecord, category: string | undefined): Promise<number> {
    if (record.level === 'clearly_harmful') {
      throw new InputError('This request was judged clearly harmful; such a refusal cannot be appealed.')
    }
    if (isDirect(record.place)) throw new InputError(NOBODY_TO_ASK)
    if (!mayBeAppealed(record)) throw new InputError('This cannot be appealed any more.')
    const place = { ...record.place, ...(category !== undefined && { category }) }
    const quorum = quorumOf(await settingAt(place))
    if (quorum === undefined) throw new InputError('Appeals are turned off here.')
    return quorum
  }

  const appeals: Appeals = {
    async openAppeal({ exchangeId, person, category }) {
      const record = await store.exchange(exchangeId)
      if (!record || !isAmong(person, record)) throw new InputError(UNKNOWN)
      if (!record.appeal) {
        const quorum = await quorumFor(record, category)
        const opened = await store.openAppeal({
          exchangeId,
          attemptId: record.shownAttempt ?? '',
          openedBy: pseudonym(person),
          quorum,
          at: now(),
        })
        if (!opened) throw new InputError('This cannot be appealed any more.')
      }
      // Reactions that were there before count too, and may be enough.
      return stepOf(exchangeId)
    },

    async voteOnAppeal(vote) {
      const { exchangeId, message, voter, eventId, eventTime } = vote
      const record = await store.exchange(exchangeId)
      if (!record?.appeal || !isAmong(voter, record)) throw new InputError(UNKNOWN)
      const before = await stepOf(exchangeId)
      if (before.appeal.status !== 'open') return { ...before, counted: 'late' }
      const { attemptId } = before.appeal
      const link = { key: message, exchangeId, attemptId, at: eventTime }
      const said = { message, voter, eventTime, source: 'button', blind: true } as const
      const label = labelFor(vote, before.exchange)
      const earlier = (await store.currentVotes(exchangeId)).find(
        (one) => one.annotator === pseudonym(voter) && one.attemptId === attemptId,
      )
      const stored = await options.voteOn(link, { ...said, eventId, label, action: 'add' })
      // No button shows that it still stands below the new one, to come back once that is taken back.
      if (stored === 'recorded' && earlier?.source === 'button' && earlier.label !== label) {
        // As of then: the new one stands also where its label has the same emoji by now.
        const taken = { emoji: earlier.emoji, eventTime: earlier.eventTime, action: 'remove' } as const
        await options.voteOn(link, { ...said, ...taken, eventId: `${eventId}:instead` })
      }
      const isAsker = before.exchange.asker === pseudonym(voter)
      const decides = vote.choice === 'not_sure' ? 'abstained' : 'counted'
      return { ...(await stepOf(exchangeId)), counted: isAsker ? 'not_the_askers' : decides }
    },

    async settleAppeal(message) {
      const exchangeId = await store.openAppealOn(message)
      return exchangeId === undefined ? undefined : stepOf(exchangeId)
    },

    showsAppeal: (exchangeId: string, message: MessageKey) => store.bindAppeal(exchangeId, message, now()),
  }

  /** The same events, without an appeal on offer where appeals are turned off. */
  async function* offered(place: Place, events: AsyncIterable<ReplyEvent>): AsyncGenerator<ReplyEvent> {
    for await (const event of events) {
      if (event.type === 'done' && event.appealable && !(await isOffered(place))) {
        const { appealable: _, ...rest } = event
        yield rest
      } else yield event
    }
  }

  /** Whether there are appeals at a place; where that cannot be told, nothing is offered. */
  async function isOffered(place: Place): Promise<boolean> {
    if (isDirect(place)) return false
    return settingAt(place).then(
      (setting) => quorumOf(setting) !== undefined,
      () => false,
    )
  }

  return { appeals, offered, isOffered }
}

/** Whether somebody is of the workspace that was asked: whoever knows an exchange elsewhere has no say in it. */
function isAmong({ platform, workspace }: Person, { place }: ExchangeRecord): boolean {
  return platform === place.platform && workspace === place.workspace
}

/** What a choice says of the refused attempt in the codebook's terms. */
function labelFor({ choice }: AppealVote, { attempts, shownAttempt, appeal }: ExchangeRecord): Label {
  if (choice === 'not_sure') return 'not_sure'
  if (choice === 'harmful') return 'rightly_refused'
  const refused = attempts.find(({ id }) => id === (appeal?.attemptId ?? shownAttempt))
  return refused?.verdict === 'partial_refusal' ? 'half_refused_harmless' : 'refused_harmless'
}
