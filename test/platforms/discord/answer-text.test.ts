import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODEBOOK, LABELS } from '../../../src/crowd/codebook.ts'
import { codebookWith } from '../../../src/crowd/workspace-codebook.ts'
import type { ClarifyingQuestion } from '../../../src/domain.ts'
import {
  answerBelow,
  answeredQuestion,
  type Buttons,
  failureMessage,
  questionMessage,
  SMALL_PRINT_LIMIT,
} from '../../../src/platforms/discord/answer-text.ts'
import { readCustomId } from '../../../src/platforms/discord/names.ts'
import type { Done } from '../../../src/reply-events.ts'

const EXCHANGE = '0197a3c2-1111-7000-8000-000000000000'

const doneWith = (changes: Partial<Done> = {}): Done => ({
  type: 'done',
  exchangeId: EXCHANGE,
  model: 'openai:gpt-4o',
  scripted: false,
  outcome: 'answered',
  calls: 1,
  attempts: [],
  answer: 'Yes.',
  shownAttempt: 'first',
  notes: [],
  ...changes,
})

const question = (changes: Partial<ClarifyingQuestion> = {}): ClarifyingQuestion => ({
  text: 'What do you mean?',
  readings: [
    { id: '1', label: 'Stop a program' },
    { id: '2', label: 'Hurt a person' },
  ],
  ...changes,
})

const buttonsOf = (components: Buttons) => components.flatMap((row) => row.components)
const labels = (components: Buttons) => buttonsOf(components).map(({ label }) => label)
const ids = (components: Buttons) => buttonsOf(components).map(({ custom_id }) => readCustomId(custom_id))

/** What Discord would read as markup, a mention or a hidden link: everything that no backslash stands before. */
const MARKUP = /(?<!\\)(?:\\\\)*[*_~`|[\]]|<[@#:/t\w]|@(?:everyone|here)/

describe('below an answer', () => {
  it('stands the model, and says of a stand-in that it is one', () => {
    expect(answerBelow(doneWith()).smallPrint).toBe('-# openai:gpt-4o')
    expect(answerBelow(doneWith({ model: 'rehearsal:llama2', scripted: true })).smallPrint).toBe(
      '-# rehearsal:llama2 · a scripted stand-in, not a model',
    )
  })

  it('stands how it came about, each in a small line of its own', () => {
    const done = doneWith({
      howAsked: 'with four examples',
      notes: ['A part was left out.'],
      failure: { code: 'timeout', message: 'The model fell silent.' },
    })
    expect(answerBelow(done).smallPrint.split('\n')).toEqual([
      '-# ⚠️ The model fell silent.',
      '-# The model refused at first. Asked again with four examples.',
      '-# A part was left out.',
      '-# openai:gpt-4o',
    ])
  })

  it('still names the model and the second asking where the rest is far too long', () => {
    const done = doneWith({
      howAsked: 'with four examples',
      notes: ['n'.repeat(900), 'another note'],
      failure: { code: 'timeout', message: 'f'.repeat(100) },
    })
    const lines = answerBelow(done).smallPrint.split('\n')
    expect(lines[0]).toBe(`-# ⚠️ ${'f'.repeat(100)}`)
    expect(lines[1]).toBe('-# The model refused at first. Asked again with four examples.')
    expect(lines[2]).toMatch(/^-# n+…$/)
    expect(lines.at(-1)).toBe('-# openai:gpt-4o')
  })

  it('fits, and holds nothing that pings or forges, whatever the notes say', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 500 }),
      fc
        .array(
          fc.constantFrom(
            '@everyone',
            '<@1>',
            '<#2>',
            '</a:3>',
            '**',
            '`',
            '\n# ',
            '\\',
            '||',
            '\u202e',
            '👩‍🚀',
            ' ',
          ),
        )
        .map((parts) => parts.join('')),
    )
    const guides = fc.constantFrom(undefined, {
      codebook: CODEBOOK,
      isNew: true,
      client: { emojis: { cache: new Map() } },
    })
    fc.assert(
      fc.property(nasty, nasty, nasty, nasty, guides, (howAsked, note, message, model, guide) => {
        const done = doneWith({ howAsked, notes: [note, note], failure: { code: 'x', message }, model })
        const { smallPrint } = answerBelow(done, guide)
        expect(smallPrint.length).toBeLessThanOrEqual(SMALL_PRINT_LIMIT)
        expect(smallPrint.isWellFormed()).toBe(true)
        for (const line of smallPrint.split('\n')) {
          expect(line).toMatch(/^-# ./)
          expect(line.slice(3)).not.toMatch(MARKUP)
          expect(line.slice(3)).not.toMatch(/^[#>+-]/)
        }
      }),
    )
  })

  it('leaves the address of a page as it can be followed', () => {
    const done = doneWith({ notes: ['See https://example.org/a_b_c?d=e_f.'] })
    expect(answerBelow(done).smallPrint).toContain('https://example.org/a_b_c?d=e_f.')
  })

  it('stands what reactions mean where that is new, whole or, where that does not fit, in short', () => {
    const client = { emojis: { cache: new Map() } }
    const guide = { codebook: CODEBOOK, isNew: true, client }
    expect(answerBelow(doneWith(), guide).smallPrint.split('\n')).toEqual([
      '-# openai:gpt-4o',
      expect.stringMatching(/^-# Rate this: 👍 answered well · .* · 🤔 not sure \(\/codebook\)$/u),
    ])
    expect(answerBelow(doneWith(), { ...guide, isNew: false }).smallPrint).toBe('-# openai:gpt-4o')
    const long = new Map(
      LABELS.map((label, index) => [label, `<a:${'x'.repeat(32)}:12345678901234567${index}>`]),
    )
    const own = { ...guide, codebook: codebookWith(CODEBOOK, long) }
    expect(answerBelow(doneWith(), own).smallPrint).toContain('-# React to rate this; /codebook says')
  })

  it('stand the two votes that fit what was shown', () => {
    const answer = answerBelow(doneWith()).components
    expect(labels(answer)).toEqual(['Good answer', 'Something is wrong'])
    expect(ids(answer)).toEqual([
      { kind: 'vote', exchange: EXCHANGE, detail: 'answered_well' },
      { kind: 'choose', exchange: EXCHANGE, detail: '' },
    ])
    const refusal = answerBelow(doneWith({ outcome: 'refusal_stands' })).components
    expect(labels(refusal)).toEqual(['Right to refuse', 'Harmless'])
    expect(ids(refusal).map((id) => id?.detail)).toEqual(['rightly_refused', 'refused_harmless'])
  })

  it('stands the first refusal, one press away', () => {
    const { components } = answerBelow(doneWith({ outcome: 'recovered', firstRefusal: 'No.' }))
    expect(labels(components)).toEqual(['Show the first refusal', 'Good answer', 'Something is wrong'])
    expect(ids(components)[0]).toEqual({ kind: 'refusal', exchange: EXCHANGE, detail: '' })
  })

  it('stands something that names the exchange also where there is nothing to vote on', () => {
    const { shownAttempt: _, ...broken } = doneWith({ outcome: 'failed', model: '' })
    const below = answerBelow(broken)
    expect(below.smallPrint).toBe('')
    expect(buttonsOf(below.components)).toMatchObject([{ label: 'Cut short', disabled: true }])
    expect(ids(below.components)).toEqual([{ kind: 'done', exchange: EXCHANGE, detail: '' }])
  })
})

describe('a failure', () => {
  it('is said in a message of its own that names the exchange', () => {
    const failure = { code: 'timeout', message: 'The model did *not* answer @everyone.' }
    const { content, components } = failureMessage(doneWith({ failure, notes: ['Asked twice.'] }))
    expect(content).toBe('⚠️ The model did \\*not\\* answer @\u2060everyone.\n-# Asked twice.')
    expect(ids(components)).toEqual([{ kind: 'done', exchange: EXCHANGE, detail: '' }])
    expect(failureMessage(doneWith()).content).toContain('Ask again')
  })
})

describe('a clarifying question', () => {
  it('has a button for each reading and one for something else', () => {
    const { content, components } = questionMessage(EXCHANGE, question())
    expect(content).toMatch(/^What do you mean\?\n-# .*in your own words\.$/)
    expect(labels(components)).toEqual(['Stop a program', 'Hurt a person', 'Something else'])
    expect(ids(components)).toEqual([
      { kind: 'reading', exchange: EXCHANGE, detail: '1' },
      { kind: 'reading', exchange: EXCHANGE, detail: '2' },
      { kind: 'other', exchange: EXCHANGE, detail: '' },
    ])
  })

  it('has nothing to press once it is answered, and says what was answered', () => {
    const open = questionMessage(EXCHANGE, question())
    const { content, components } = answeredQuestion(EXCHANGE, question(), 'Stop\na program')
    expect(content).toBe('What do you mean?\n-# Answered: Stop a program')
    expect(ids(components)).toEqual(ids(open.components))
    expect(buttonsOf(components).every(({ disabled }) => disabled)).toBe(true)
  })

  it('fits Discord whatever the model wrote', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 4_000 })
    const readings = fc
      .array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 30 })
      .map((all) => all.map((label, index) => ({ id: `${index + 1}`, label })))
    fc.assert(
      fc.property(text, readings, text, (asked, given, reply) => {
        const put = question({ text: asked, readings: given })
        for (const said of [questionMessage(EXCHANGE, put), answeredQuestion(EXCHANGE, put, reply)]) {
          expect(said.content.length).toBeLessThanOrEqual(2_000)
          expect(said.components.length).toBeLessThanOrEqual(5)
          for (const { components } of said.components) expect(components.length).toBeLessThanOrEqual(5)
          for (const { label = '', custom_id } of buttonsOf(said.components)) {
            expect(label.trim()).not.toBe('')
            expect(label.length).toBeLessThanOrEqual(80)
            expect(custom_id.length).toBeLessThanOrEqual(100)
          }
        }
      }),
    )
  })
})
