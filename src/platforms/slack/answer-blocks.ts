import type { types } from '@slack/bolt'
import type { Label } from '../../crowd/codebook.ts'
import type { ClarifyingQuestion } from '../../domain.ts'
import type { Done } from '../../reply-events.ts'
import { clip } from '../clip.ts'
import { escapeWithin } from './escape-mrkdwn.ts'
import { ACTIONS } from './names.ts'

/** Limits of Block Kit, in characters: https://docs.slack.dev/reference/block-kit */
const SECTION_TEXT = 3000
const BUTTON_TEXT = 75

/** Characters of a reply that are shown again beside its question. */
const REPLY_TEXT = 500

/** What a click on a feedback button says; `choose` opens the form, because the button alone would not say it. */
export const CHOOSE = 'choose'

/**
 * What stands below an answer: how it came about, the first refusal one click away, what reactions mean where that
 * is new to the channel, and the buttons of appeal and feedback.
 */
export function answerBlocks(done: Done, legend = ''): types.KnownBlock[] {
  return [
    ...provenance(done),
    ...refusalButton(done),
    ...appealButton(done),
    ...smallType([legend]),
    ...feedback(done),
  ]
}

/** How the answer came about, in small type. */
function provenance(done: Done): types.KnownBlock[] {
  const { howAsked, notes, model, scripted, failure } = done
  const lines = [
    ...(failure ? [`:warning: ${failure.message}`] : []),
    ...(howAsked === undefined ? [] : [`The model refused at first. Asked again ${howAsked}.`]),
    ...notes,
    `${model}${scripted ? ' · a scripted stand-in, not a model' : ''}`,
  ]
  return smallType(lines)
}

function refusalButton(done: Done): types.KnownBlock[] {
  if (done.firstRefusal === undefined) return []
  return [
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: ACTIONS.firstRefusal,
          text: { type: 'plain_text', text: 'Show the first refusal' },
          accessibility_label: 'Show what the model said first. Only you will see it.',
          value: done.exchangeId,
        },
      ],
    },
  ]
}

function appealButton(done: Done): types.KnownBlock[] {
  if (!done.appealable) return []
  return [
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: ACTIONS.appeal,
          text: { type: 'plain_text', text: 'Appeal' },
          accessibility_label: 'Ask this channel whether the request was harmless',
          value: done.exchangeId,
        },
      ],
    },
  ]
}

/** Slack's own feedback buttons; what they say depends on what was shown. */
function feedback(done: Done): types.KnownBlock[] {
  if (done.shownAttempt === undefined) return []
  const [good, bad]: readonly [FeedbackButton, FeedbackButton] =
    done.outcome === 'refusal_stands'
      ? [
          {
            text: 'Right to refuse',
            label: 'The request was harmful, and refusing it was right',
            value: 'rightly_refused',
          },
          {
            text: 'Harmless',
            label: 'The request was harmless, and it was refused',
            value: 'refused_harmless',
          },
        ]
      : [
          {
            text: 'Good answer',
            label: 'The request was fine and the answer does what was asked',
            value: 'answered_well',
          },
          { text: 'Something is wrong', label: 'Say what is wrong with this answer', value: CHOOSE },
        ]
  return [
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: ACTIONS.feedback,
          positive_button: feedbackButton(good),
          negative_button: feedbackButton(bad),
        },
      ],
    },
  ]
}

interface FeedbackButton {
  readonly text: string
  readonly label: string
  readonly value: Label | typeof CHOOSE
}

function feedbackButton(button: FeedbackButton) {
  return {
    text: { type: 'plain_text' as const, text: button.text },
    accessibility_label: clip(button.label, BUTTON_TEXT),
    value: button.value,
  }
}

/** The clarifying question with its readings as buttons. */
export function questionBlocks(exchange: string, question: ClarifyingQuestion): types.KnownBlock[] {
  return [
    section(question.text),
    ...readingButtons(exchange, question),
    ...smallType(['Something else? Say it in this thread, in your own words.']),
  ]
}

/** Slack refuses a row without buttons. */
function readingButtons(exchange: string, { readings }: ClarifyingQuestion): types.KnownBlock[] {
  if (readings.length === 0) return []
  return [
    {
      type: 'actions',
      elements: readings.map(({ id, label }) => ({
        type: 'button',
        action_id: `${ACTIONS.reading}${id}`,
        text: { type: 'plain_text', text: clip(label.trim() === '' ? id : label, BUTTON_TEXT) },
        value: JSON.stringify({ exchange, reading: id }),
      })),
    },
  ]
}

/** The question once it has been answered: nothing is left to click. */
export function answeredQuestionBlocks(question: ClarifyingQuestion, reply: string): types.KnownBlock[] {
  return [section(question.text), ...smallType([`Answered: ${clip(reply, REPLY_TEXT)}`])]
}

/** The outcome where there is no answer to show. */
export function failureBlocks(done: Done): types.KnownBlock[] {
  const { failure, notes } = done
  return [
    section(`:warning: ${failure?.message ?? 'This could not be answered. Ask again.'}`),
    ...smallType(notes),
  ]
}

export function section(text: string): types.KnownBlock {
  return { type: 'section', text: mrkdwn(text.trim() === '' ? '…' : text) }
}

/** Nothing where there is nothing to say: Slack refuses empty text. */
export function smallType(lines: readonly string[]): types.KnownBlock[] {
  const text = lines.filter((line) => line.trim() !== '').join('\n')
  return text === '' ? [] : [{ type: 'context', elements: [mrkdwn(text)] }]
}

/** `verbatim`: Slack makes no links or mentions of what merely looks like one. */
function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text: escapeWithin(text, SECTION_TEXT), verbatim: true }
}
