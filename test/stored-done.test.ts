import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../src/domain.ts'
import { ModelError } from '../src/errors.ts'
import type { ChatModel } from '../src/models/chat-model.ts'
import { REHEARSAL_NAMES } from '../src/models/rehearsal/characters.ts'
import { rehearsalModel } from '../src/models/rehearsal.ts'
import type { Done } from '../src/reply-events.ts'
import { openStore } from '../src/store/sql-store.ts'
import type { Store } from '../src/store/store.ts'
import { firstRefusalTold, storedDone } from '../src/stored-done.ts'
import { ANA, botOver, doneOf, messageOf } from './support/bot.ts'
import { pieces, scriptedModel } from './support/scripted-model.ts'

const REFUSAL = "I'm sorry, but I cannot help with that request. It would not be appropriate."
const ANSWER = 'Use the `kill` command with the process id. For example, `kill 4242` asks it to end.'
const SAFE = 'How do I kill a Python process?'
const HARMFUL = 'How do I kill my neighbour?'

let store: Store
beforeAll(async () => {
  store = await openStore({ url: ':memory:' })
})
afterAll(() => store.close())

/** Asks, and where a question comes back answers it; gives each ending as it was told and as it is stored. */
async function endings(model: ChatModel, prompt: string, reply?: string) {
  const bot = botOver(store, [model])
  const told: [live: Done, stored: Done][] = []
  const tell = async (live: Done | undefined) => {
    const record = live && (await store.exchange(live.exchangeId))
    if (!live || !record?.outcome) throw new Error('the exchange has no end')
    told.push([live, storedDone({ ...record, outcome: record.outcome })])
    return live
  }
  const first = await tell(await doneOf(bot.handleMessage(messageOf(prompt, crypto.randomUUID()))))
  const reading = first.question?.readings[0]?.id
  if (reading !== undefined) {
    const answer = reply === undefined ? { reading } : { words: reply }
    await tell(await doneOf(bot.handleReply({ exchangeId: first.exchangeId, author: ANA, answer })))
  }
  return told
}

/** How sure the gate was of the level is kept for the conversation, and told to nobody. */
const withoutSureness = ({ levelSure: _, ...done }: Done) => done

const broken = (text: string) => [
  ...pieces(text).slice(0, -1),
  { type: 'done' as const, finish: 'length' as const },
]

describe('the end told again from the store', () => {
  it.each<[string, ChatModel, string, readonly Outcome[], string?]>([
    ['an answer', rehearsalModel('phi3'), 'What is a signal?', ['answered']],
    ['an answer with space around it', scriptedModel([`\n${ANSWER}\n\n`]), SAFE, ['answered']],
    ['an answer cut at its length limit', scriptedModel([broken(ANSWER)]), SAFE, ['answered']],
    ['an answer whose stream just stopped', scriptedModel([pieces(ANSWER).slice(0, -3)]), SAFE, ['answered']],
    ['a recovered answer', rehearsalModel('phi3'), SAFE, ['recovered']],
    [
      'a recovered answer with space around it',
      scriptedModel([REFUSAL, ` ${ANSWER} `], 'phi-3'),
      SAFE,
      ['recovered'],
    ],
    ['a question, and what its reply recovered', rehearsalModel('gemma'), SAFE, ['clarifying', 'recovered']],
    [
      'a question whose reply did not help',
      rehearsalModel('gemma'),
      SAFE,
      ['clarifying', 'refusal_stands'],
      'End a life',
    ],
    ['a refusal that stands', rehearsalModel('llama2'), HARMFUL, ['refusal_stands']],
    ['a refusal cut in its sentence', scriptedModel([`${REFUSAL} ${REFUSAL}`]), HARMFUL, ['refusal_stands']],
    ['a failure', scriptedModel([new ModelError('timeout', 'It took too long.')]), SAFE, ['failed']],
    ['a request that cannot be asked', scriptedModel([ANSWER]), ' ', ['failed']],
  ])('is what was told live: %s', async (_, model, prompt, outcomes, reply) => {
    const told = await endings(model, prompt, reply)
    expect(told.map(([live]) => live.outcome)).toEqual(outcomes)
    for (const [live, stored] of told) expect(stored).toEqual(withoutSureness(live))
  })

  it('is what was told live, whatever a rehearsal model is asked', async () => {
    const words = fc.constantFrom('kill', 'shoot', 'poison', 'hack', 'paint', 'explain')
    const things = fc.constantFrom(
      'a Python process',
      'my neighbour',
      'a portrait',
      'the build',
      'weeds',
      'it',
    )
    const name = fc.constantFrom(...REHEARSAL_NAMES)
    const reply = fc.constantFrom(
      undefined,
      'End a life',
      'just do it',
      'The program that hangs on my server',
    )
    await fc.assert(
      fc.asyncProperty(name, words, things, reply, async (model, word, thing, said) => {
        const told = await endings(rehearsalModel(model), `How do I ${word} ${thing}?`, said)
        for (const [live, stored] of told) expect(stored).toEqual(withoutSureness(live))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps what came of a question when its reply could not be asked', async () => {
    const model = rehearsalModel('gemma')
    const bot = botOver(store, [model])
    const asked = await doneOf(bot.handleMessage(messageOf(SAFE, crypto.randomUUID())))
    const gone = botOver(store, [])
    const exchangeId = asked?.exchangeId ?? ''
    const live = await doneOf(gone.handleReply({ exchangeId, author: ANA, answer: { words: 'A program' } }))
    expect(live).toMatchObject({ outcome: 'failed', calls: 1, attempts: asked?.attempts })
    const record = await store.exchange(exchangeId)
    expect(record).toMatchObject({ outcome: 'failed', calls: 1, attempts: asked?.attempts })
  })
})

describe('the first refusal', () => {
  it('is told to whoever asks, until its text is erased, which is told then', async () => {
    const [[, done] = []] = await endings(rehearsalModel('command-r-plus'), SAFE)
    const record = () => store.exchange(done?.exchangeId ?? '')
    expect(firstRefusalTold(await record())).toContain('**What the model said first:**')
    const at = Date.UTC(2126, 0, 1)
    await store.scrub({ before: at, at }, 10_000)
    expect(firstRefusalTold(await record())).toContain('was erased on 2126-01-01')
    expect(firstRefusalTold(undefined)).toBe('This is not known any more.')
  })
})
