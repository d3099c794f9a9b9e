import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OUTCOMES } from '../../../src/domain.ts'
import {
  answerBlocks,
  answeredQuestionBlocks,
  CHOOSE,
  failureBlocks,
  questionBlocks,
} from '../../../src/platforms/slack/answer-blocks.ts'
import { ACTIONS } from '../../../src/platforms/slack/names.ts'
import type { Done } from '../../../src/reply-events.ts'
import { isJson, type Json } from '../../fakes/shared/json.ts'
import { blocksRefusal } from '../../fakes/slack/limits.ts'
import { hiddenLinksIn, mentionsIn, passagesOf } from '../../fakes/slack/visible-text.ts'

const ID = '01f0c1de-0000-4000-8000-000000000000'

function doneWith(more: Partial<Done> = {}): Done {
  return {
    type: 'done',
    exchangeId: ID,
    model: 'openai:gpt',
    scripted: false,
    outcome: 'answered',
    calls: 1,
    attempts: [],
    notes: [],
    ...more,
  }
}

const jsonOf = (blocks: readonly object[]): readonly Json[] => blocks.filter(isJson)
const visible = (blocks: readonly object[]) =>
  passagesOf('', jsonOf(blocks))
    .map(({ text }) => text)
    .join('\n')

/** Text as hostile, empty or long as it gets. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '\n\n',
    '<!channel>',
    '<@U0000000A1>',
    '<https://evil.example|https://bank.example>',
    '&lt;!here&gt;',
  ),
  fc
    .tuple(fc.constantFrom('&', '<', '😀', 'a ', '\n'), fc.integer({ min: 70, max: 5_000 }))
    .map(([unit, times]) => unit.repeat(times)),
)

const dones = fc
  .record({
    outcome: fc.constantFrom(...OUTCOMES),
    model: hostile,
    scripted: fc.boolean(),
    notes: fc.array(hostile, { maxLength: 5 }),
    howAsked: hostile,
    firstRefusal: hostile,
    shownAttempt: fc.uuid(),
    failureMessage: hostile,
    with: fc.subarray(['howAsked', 'firstRefusal', 'shownAttempt', 'failure']),
  })
  .map(({ failureMessage, with: kept, howAsked, firstRefusal, shownAttempt, ...always }) =>
    doneWith({
      ...always,
      ...(kept.includes('howAsked') && { howAsked }),
      ...(kept.includes('firstRefusal') && { firstRefusal }),
      ...(kept.includes('shownAttempt') && { shownAttempt }),
      ...(kept.includes('failure') && { failure: { code: 'x', message: failureMessage } }),
    }),
  )

const questions = fc.record({
  text: hostile,
  readings: fc
    .array(hostile, { maxLength: 4 })
    .map((labels) => labels.map((label, index) => ({ id: String(index + 1), label }))),
})

const anyBlocks = fc.oneof(
  dones.map(answerBlocks),
  dones.map(failureBlocks),
  questions.map((question) => questionBlocks(ID, question)),
  fc.tuple(questions, hostile).map(([question, reply]) => answeredQuestionBlocks(question, reply)),
)

describe('what stands below an answer or in its place', () => {
  it('is always taken by Slack, and never calls anybody or hides where a link leads', () => {
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        expect(blocksRefusal(blocks)).toBeUndefined()
        expect(mentionsIn(passagesOf('', jsonOf(blocks)))).toEqual([])
        expect(hiddenLinksIn(passagesOf('', jsonOf(blocks)))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('has Slack read no mentions or links into plain words', () => {
    fc.assert(
      fc.property(anyBlocks, (blocks) => {
        const texts = JSON.stringify(blocks).match(/"type":"mrkdwn"/g) ?? []
        const verbatim = JSON.stringify(blocks).match(/"verbatim":true/g) ?? []
        expect(verbatim).toHaveLength(texts.length)
      }),
    )
  })
})

describe('below an answer', () => {
  it('stands what was asked and how', () => {
    const text = visible(
      answerBlocks(
        doneWith({
          scripted: true,
          howAsked: 'with a context card',
          notes: ['The end was cut.'],
          outcome: 'recovered',
        }),
      ),
    )
    expect(text).toContain('The model refused at first. Asked again with a context card.')
    expect(text).toContain('The end was cut.')
    expect(text).toContain('openai:gpt · a scripted stand-in, not a model')
  })

  it('is a button for the first refusal only where there is one', () => {
    const button = new RegExp(ACTIONS.firstRefusal)
    expect(JSON.stringify(answerBlocks(doneWith({ firstRefusal: 'No.' })))).toMatch(button)
    expect(JSON.stringify(answerBlocks(doneWith()))).not.toMatch(button)
  })

  it.each([
    ['answered', 'answered_well', CHOOSE],
    ['recovered', 'answered_well', CHOOSE],
    ['partly_answered', 'answered_well', CHOOSE],
    ['refusal_stands', 'rightly_refused', 'refused_harmless'],
  ] as const)('%s: the two buttons mean %s and %s', (outcome, good, bad) => {
    const blocks = answerBlocks(doneWith({ outcome, shownAttempt: 'a1' }))
    const values = [...JSON.stringify(blocks).matchAll(/"value":"([^"]+)"/g)].map(([, value = '']) => value)
    expect(values).toEqual([good, bad])
  })

  it('stands what reactions mean where that is new, in small type of its own', () => {
    const legend = 'Rate this: :+1: answered well'
    expect(visible(answerBlocks(doneWith({ shownAttempt: 'a1' }), legend))).toContain(legend)
    expect(answerBlocks(doneWith()).filter(({ type }) => type === 'context')).toHaveLength(1)
  })

  it('are no buttons to vote with where no answer is shown', () => {
    expect(JSON.stringify(answerBlocks(doneWith({ outcome: 'failed' })))).not.toContain(ACTIONS.feedback)
  })
})

describe('a question', () => {
  it('has a button for each reading that says which it is', () => {
    const readings = [
      { id: '1', label: 'End a program' },
      { id: '2', label: 'Hurt an animal' },
    ]
    const blocks = questionBlocks(ID, { text: 'Which python?', readings })
    const [row] = jsonOf(blocks).filter(({ type }) => type === 'actions')
    expect(row).toMatchObject({
      elements: readings.map(({ id, label }) => ({
        action_id: `${ACTIONS.reading}${id}`,
        text: { text: label },
        value: JSON.stringify({ exchange: ID, reading: id }),
      })),
    })
  })
})
