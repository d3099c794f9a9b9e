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

/** The same end, as the store gives it back. */
function fromStore(done: Done): ExchangeView {
  const { outcome, level, attempts, calls, notes, shownAttempt, question, failure } = done
  return fromHistory(
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
        outcome,
        attempts,
        calls,
        takeOvers: 0,
        notes,
        ...(level && { level }),
        ...(shownAttempt !== undefined && { shownAttempt }),
        ...(question && { question }),
        ...(failure && { failure }),
      },
    },
    'Ana',
  )
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

  it('says what it waits for, and thinks again when it waits no longer', () => {
    const doing = 'waiting for the model: 3 ahead of you'
    const waiting = { type: 'waiting', exchangeId: 'e', doing } as const
    expect(seen(waiting).status).toBe('Waiting for the model: 3 ahead of you …')
    expect(seen(waiting, { type: 'waiting', exchangeId: 'e' }).status).toBe('Thinking …')
  })

  it('ends with the answer, the first refusal beside it, and no status', () => {
    const view = seen(DONE)
    expect(view).toMatchObject({ answer: 'Like this.', firstRefusal: 'I cannot.', outcome: 'recovered' })
    expect(view.status).toBeUndefined()
  })

  it('is the same from the store as it was live', () => {
    const live = seen(DONE)
    expect(fromStore(DONE)).toEqual(live)
  })

  it('goes back to work when the question is answered', () => {
    const question = { text: 'Which?', readings: [{ id: '1', label: 'This' }] }
    const { answer: _, shownAttempt: _shown, ...unanswered } = DONE
    const asked = seen({ ...unanswered, outcome: 'clarifying', question })
    const view = withReply(asked, 'This')
    expect(view).toMatchObject({ reply: 'This', question, status: 'Thinking …' })
    expect(view.outcome).toBeUndefined()
  })
  it('keeps the text of an answer that broke off, and of one that only ever was on the page', () => {
    const {
      answer: _,
      shownAttempt: _shown,
      firstRefusal: _first,
      howAsked: _how,
      level: _level,
      ...end
    } = DONE
    const failure = { code: 'connection', message: 'The connection broke.' }
    const broken: Done = {
      ...end,
      outcome: 'failed',
      attempts: [{ ...attempt('1', 'direct', 'First take the'), verdict: 'full_compliance', cutShort: true }],
      failure,
    }
    const delta: ReplyEvent = { type: 'delta', attempt: '1', text: 'First take' }
    expect(seen(delta, broken).partial).toBe('First take the')
    expect(fromStore(broken)).toEqual(seen(delta, broken))
    expect(seen(delta, { ...broken, attempts: [] }).partial).toBe('First take')
    const useless: Done = { ...broken, attempts: [attempt('1', 'direct', 'x x x x')] }
    expect(seen(useless).partial).toBeUndefined()
  })

  it('holds the first refusal while its question waits, and not once the refusal is the answer', () => {
    const { answer: _, shownAttempt: _shown, firstRefusal: _first, howAsked: _how, ...end } = DONE
    const question = { text: 'Which?', readings: [{ id: '1', label: 'This' }] }
    const refusal = { ...attempt('1', 'direct', 'I cannot.'), cutShort: true }
    const waiting: Done = { ...end, outcome: 'clarifying', question, attempts: [refusal] }
    const view = seen({ type: 'question', exchangeId: 'x', question }, waiting)
    expect(view).toMatchObject({ firstRefusal: 'I cannot.', firstCutShort: true })
    expect(fromStore(waiting)).toEqual(view)
    const stands = applyEvent(withReply(view, 'This'), {
      ...waiting,
      outcome: 'refusal_stands',
      answer: 'I cannot.',
      shownAttempt: '1',
    })
    expect(stands.firstRefusal).toBeUndefined()
    expect(stands.cutShort).toBe(true)
  })
})
