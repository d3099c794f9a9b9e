import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../../src/logger.ts'
import type { ExchangeView } from '../../../src/platforms/web/exchange-view.ts'
import { ReplyFollower } from '../../../src/platforms/web/reply-follower.ts'
import type { ReplyEvent } from '../../../src/reply-events.ts'

const VIEW: ExchangeView = {
  id: 'x',
  thread: 'm',
  message: 'm',
  author: 'Ana',
  at: 0,
  prompt: 'How?',
  model: 'openai:a',
  scripted: false,
  status: 'Thinking …',
  notes: [],
}

const DONE: ReplyEvent = {
  type: 'done',
  exchangeId: 'x',
  model: 'openai:a',
  scripted: false,
  outcome: 'answered',
  calls: 1,
  attempts: [],
  answer: 'ab',
  shownAttempt: '1',
  notes: [],
}

describe('following a reply', () => {
  it('goes on to the end when a state on the way cannot be shown, also from a timer', async () => {
    const shown: ExchangeView[] = []
    const painted = Promise.withResolvers<void>()
    let texts = 0
    const follower = new ReplyFollower(
      {
        exchange(_, view) {
          if (view.outcome === undefined) throw new Error('not shown')
          shown.push(view)
        },
        text() {
          texts += 1
          // The second text in a row waits for its timer.
          if (texts === 2) painted.resolve()
          throw new RangeError('too deep')
        },
      },
      silentLogger,
    )
    async function* events(): AsyncGenerator<ReplyEvent> {
      yield { type: 'delta', attempt: '1', text: 'a' }
      yield { type: 'delta', attempt: '1', text: 'b' }
      await painted.promise
      yield DONE
    }
    follower.follow('general', VIEW, events())
    await follower.settled()
    expect(shown.map(({ outcome }) => outcome)).toEqual(['answered'])
  })

  it('lets go of the reply once it is shown, also where it cannot be', async () => {
    let ended = 0
    async function* events(): AsyncGenerator<ReplyEvent> {
      try {
        yield DONE
        yield DONE
      } finally {
        ended += 1
      }
    }
    const broken = () => {
      throw new Error('not shown')
    }
    for (const exchange of [() => {}, broken]) {
      const follower = new ReplyFollower({ exchange, text: () => {} }, silentLogger)
      follower.follow('general', VIEW, events())
      await follower.settled()
    }
    expect(ended).toBe(2)
  })
})
