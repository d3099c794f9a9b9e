import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../../src/domain.ts'
import {
  applyEvent,
  type ExchangeView,
  fromHistory,
  openView,
  withReply,
} from '../../../src/platforms/web/exchange-view.ts'
import type { Done, ReplyEvent } from '../../../src/reply-events.ts'

const OPENING = { message: 'm', thread: 'm', author: 'Ana', at: 0, prompt: 'How?' }
const STARTED: ReplyEvent & { exchangeId: string } = {
  type: 'started',
  exchangeId: 'x',
  model: 'rehearsal:phi3',
  scripted: true,
}

function attempt(id: string, strategy: string, completion: string): Attempt {
  return {
    id,
    strategy,
    version: '1',
    model: 'rehearsal:phi3',
    verdict: strategy === 'direct' ? 'full_refusal' : 'full_compliance',
    confidence: 1,
    verdictReason: 'text',
    completion,
    cutShort: false,
    milliseconds: 1,
    ...(strategy !== 'direct' && { howAsked: 'with a note' }),
  }
}

const DONE: Done = {
  type: 'done',
  exchangeId: 'x',
  model: 'rehearsal:phi3',
  scripted: true,
  outcome: 'recovered',
  level: 'clearly_fine',
  calls: 2,
  attempts: [attempt('1', 'direct', 'I cannot.'), attempt('2', 'contextual', 'Like this.')],
  answer: 'Like this.',
  shownAttempt: '2',
  howAsked: 'with a note',
  firstRefusal: 'I cannot.',
  notes: ['The model stopped at its length limit; ask it to go on.'],
}

function seen(...events: ReplyEvent[]): ExchangeView {
  return events.reduce(applyEvent, openView(OPENING, STARTED))
}

describe('an exchange as the page shows it', () => {
  it('grows with the text of one attempt and starts anew with that of another', () => {
    const view = seen(
      { type: 'delta', attempt: '1', text: 'Sor' },
      { type: 'delta', attempt: '1', text: 'ry' },
      { type: 'delta', attempt: '2', text: 'Sure' },
    )
    expect(view.streamed).toEqual({ attempt: '2', text: 'Sure' })
  })

  it('takes text away when the model is asked again, and says how', () => {
    const view = seen(
      { type: 'delta', attempt: '1', text: 'Sorry' },
      { type: 'notice', strategy: 'contextual', howAsked: 'with a note' },
    )
    expect(view.streamed).toBeUndefined()
    expect(view.status).toBe('Asking again with a note …')
  })

  it('ends with the answer, the first refusal beside it, and no status', () => {
    const view = seen(DONE)
    expect(view).toMatchObject({ answer: 'Like this.', firstRefusal: 'I cannot.', outcome: 'recovered' })
    expect(view.status).toBeUndefined()
  })

  it('is the same from the store as it was live', () => {
    const live = seen(DONE)
    const stored = fromHistory(
      {
        scripted: true,
        votes: [],
        exchange: {
          id: 'x',
          key: { platform: 'web', workspace: 'local', channel: 'general', message: 'm' },
          place: { platform: 'web', workspace: 'local', channel: 'general', thread: 'm' },
          asker: 'p',
          prompt: 'How?',
          trusted: {},
          model: 'rehearsal:phi3',
          strategy: 'auto',
          createdAt: 0,
          outcome: 'recovered',
          level: 'clearly_fine',
          attempts: DONE.attempts,
          shownAttempt: '2',
          calls: 2,
          takeOvers: 0,
          notes: DONE.notes,
        },
      },
      'Ana',
    )
    expect(stored).toEqual(live)
  })

  it('goes back to work when the question is answered', () => {
    const question = { text: 'Which?', readings: [{ id: '1', label: 'This' }] }
    const { answer: _, shownAttempt: _shown, ...unanswered } = DONE
    const asked = seen({ ...unanswered, outcome: 'clarifying', question })
    const view = withReply(asked, 'This')
    expect(view).toMatchObject({ reply: 'This', question, status: 'Thinking …' })
    expect(view.outcome).toBeUndefined()
  })
})
