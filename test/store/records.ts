import type { Attempt, MessageKey, Place } from '../../src/domain.ts'
import type { Claim, FinishedExchange, VoteEvent } from '../../src/store/store.ts'

/** Records of the tests, with only what a test cares about spelled out. */

let made = 0
export const fresh = (prefix: string) => `${prefix}-${++made}-${process.pid}`

export const messageOf = (message: string, place: Partial<Place> = {}): MessageKey => ({
  platform: place.platform ?? 'web',
  workspace: place.workspace ?? 'home',
  channel: place.channel ?? 'general',
  message,
})

export function aClaim(changes: Partial<Omit<Claim, 'place'>> & { place?: Partial<Place> } = {}): Claim {
  const message = fresh('message')
  const place = { platform: 'web', workspace: 'home', channel: 'general', thread: message, ...changes.place }
  return {
    exchangeId: fresh('exchange'),
    key: messageOf(message, place),
    asker: 'asker',
    prompt: 'How do I kill a stuck process?',
    trusted: {},
    model: 'rehearsal:phi3',
    strategy: 'auto',
    claimedBy: 'one',
    leaseUntil: 1_000,
    at: 100,
    ...changes,
    place,
  }
}

export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    id: fresh('attempt'),
    strategy: 'direct',
    version: '1',
    model: 'rehearsal:phi3',
    verdict: 'full_compliance',
    confidence: 0.9375,
    verdictReason: 'text',
    completion: 'Find its number with ps and end it with kill.',
    cutShort: false,
    milliseconds: 12.5,
    ...changes,
  }
}

export function finished(claim: Claim, changes: Partial<FinishedExchange> = {}): FinishedExchange {
  const attempt = anAttempt()
  return {
    exchangeId: claim.exchangeId,
    claimedBy: claim.claimedBy,
    outcome: 'answered',
    calls: 1,
    attempts: [attempt],
    shownAttempt: attempt.id,
    messages: [],
    notes: ['Asked again with care.'],
    requestType: 'homonyms',
    at: 200,
    ...changes,
  }
}

export function aVote(changes: Partial<VoteEvent> = {}): VoteEvent {
  return {
    eventKey: fresh('event'),
    message: messageOf('answer'),
    exchangeId: 'exchange',
    attemptId: 'attempt',
    annotator: 'annotator',
    emoji: '👍',
    label: 'answered_well',
    action: 'add',
    eventTime: 300,
    receivedTime: 301,
    source: 'live',
    codebookVersion: '1',
    ...changes,
  }
}
