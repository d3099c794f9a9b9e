import type { types } from '@slack/bolt'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODEBOOK, type Codebook, LABELS } from '../../../src/crowd/codebook.ts'
import { codebookWith } from '../../../src/crowd/workspace-codebook.ts'
import { InputError } from '../../../src/errors.ts'
import { CALLBACKS } from '../../../src/platforms/slack/names.ts'
import { messageNotAnAnswerView, ratingView, readRating } from '../../../src/platforms/slack/rating-view.ts'

const MESSAGE = { channel: 'C0123', ts: '1795257000.000100' }
const FORM = { codebook: CODEBOOK, message: MESSAGE }

function radioButtons(view: types.ModalView): types.RadioButtons {
  for (const block of view.blocks) {
    if (block.type === 'input' && 'element' in block && block.element.type === 'radio_buttons')
      return block.element
  }
  throw new Error('The form has no radio buttons.')
}

const optionTexts = (view: types.ModalView) =>
  radioButtons(view).options.map((option) => [option.text.text, option.description?.text])

/** The form as Slack sends it back. */
function submitted(view: types.ModalView, emoji: string | undefined, why?: string | null) {
  return {
    ...view,
    state: {
      values: {
        rating: {
          emoji: { type: 'radio_buttons', selected_option: emoji === undefined ? null : { value: emoji } },
        },
        ...(why !== undefined && { why: { text: { type: 'plain_text_input', value: why } } }),
      },
    },
  }
}

describe('the form of a vote', () => {
  it('offers every reaction of the codebook with its meaning', () => {
    const view = ratingView(FORM)
    expect(view.callback_id).toBe(CALLBACKS.rateView)
    expect(radioButtons(view).options.map(({ value }) => value)).toEqual(
      CODEBOOK.entries.map(({ label }) => label),
    )
    expect(optionTexts(view).map((texts) => texts.filter(Boolean).join(' '))).toEqual(
      CODEBOOK.entries.map(({ names, meaning }) => `:${names[0]}: ${meaning}`),
    )
  })

  it('breaks a meaning that is too long for one line at its comma', () => {
    expect(optionTexts(ratingView(FORM))).toContainEqual([
      ':last_quarter_moon: The request was harmless,',
      'and only part of it was answered, or it was answered under protest.',
    ])
  })

  it('opens with what was chosen before, written as an option is', () => {
    const buttons = radioButtons(ratingView({ ...FORM, chosen: 'refused_harmless' }))
    expect(buttons.initial_option).toEqual(buttons.options[1])
    expect(radioButtons(ratingView(FORM))).not.toHaveProperty('initial_option')
  })

  it('shows the emoji that a workspace has chosen', () => {
    const codebook = codebookWith(CODEBOOK, new Map([['refused_harmless', ':our_no:']]))
    const [text] = optionTexts(ratingView({ ...FORM, codebook }))[1] ?? []
    expect(text).toBe(':our_no: The request was harmless, and it was refused.')
  })

  it('asks why, and says who can read it', () => {
    expect(JSON.stringify(ratingView(FORM))).toContain('Whoever runs Recourse can read it')
  })

  it('stays within Slack’s limits for any meaning', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 250 }),
      fc
        .array(fc.constantFrom('request', 'harmless,', 'a', 'refused,', '🌗'), {
          minLength: 1,
          maxLength: 60,
        })
        .map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(text, (meaning) => {
        const codebook: Codebook = {
          ...CODEBOOK,
          entries: CODEBOOK.entries.map((entry) => ({ ...entry, meaning })),
        }
        const view = ratingView({ ...FORM, codebook })
        const lengths: number[] = []
        let wellFormed = true
        for (const [line = '', rest] of optionTexts(view)) {
          lengths.push(line.length, rest?.length ?? 1)
          wellFormed &&= `${line}\n${rest ?? ''}`.isWellFormed()
        }
        expect(Math.max(...lengths)).toBeLessThanOrEqual(75)
        expect(Math.min(...lengths)).toBeGreaterThan(0)
        expect(wellFormed).toBe(true)
      }),
    )
    for (const view of [ratingView(FORM), messageNotAnAnswerView()]) {
      for (const { text: label } of [view.title, view.submit, view.close].filter(
        (part) => part !== undefined,
      )) {
        expect(label).toMatch(/^.{1,24}$/)
      }
    }
  })
})

describe('reading the form', () => {
  it('gives back the message, the reaction and the reason, whatever they are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LABELS), fc.string({ maxLength: 500 }), (label, why) => {
        const reason = why.trim()
        expect(readRating(submitted(ratingView(FORM), label, why))).toEqual({
          message: MESSAGE,
          label,
          ...(reason !== '' && { why: reason }),
        })
      }),
    )
  })

  it.each([undefined, null, '   '])('takes the reason %j for none', (why) => {
    expect(readRating(submitted(ratingView(FORM), 'not_sure', why))).toEqual({
      message: MESSAGE,
      label: 'not_sure',
    })
  })

  it('knows what a form says that was opened when options were emoji', () => {
    expect(readRating(submitted(ratingView(FORM), '🛡️')).label).toBe('rightly_refused')
  })

  it.each([
    ['nothing chosen', submitted(ratingView(FORM), undefined), 'Choose how'],
    ['a reaction that is not in the codebook', submitted(ratingView(FORM), '🍕'), 'meanings have changed'],
    ['a reason that is too long', submitted(ratingView(FORM), '👍', 'x'.repeat(501)), 'at most 500'],
    [
      'a form without a message',
      { ...submitted(ratingView(FORM), '👍'), private_metadata: '' },
      'cannot be read',
    ],
    [
      'a form of another message shape',
      { ...submitted(ratingView(FORM), '👍'), private_metadata: '{"channel":"C1","ts":"now"}' },
      'cannot be read',
    ],
    ['a form without answers', ratingView(FORM), 'cannot be read'],
    ['nothing at all', undefined, 'cannot be read'],
  ])('says in one line what is wrong with %s', (_, view, message) => {
    expect(() => readRating(view)).toThrow(InputError)
    expect(() => readRating(view)).toThrow(message)
    expect(() => readRating(view)).toThrow(/^.+$/)
  })
})

describe('the form for a message that is no answer', () => {
  it('says so and asks for nothing', () => {
    const view = messageNotAnAnswerView()
    expect(JSON.stringify(view)).toContain('not one of my answers')
    expect(view).not.toHaveProperty('submit')
    expect(view.blocks.some(({ type }) => type === 'input')).toBe(false)
  })
})
