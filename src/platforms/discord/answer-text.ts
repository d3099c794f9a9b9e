import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIMessageComponentEmoji,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { ReactionGuide } from '../../bot-types.ts'
import { entryLabelled, type Label } from '../../crowd/codebook.ts'
import type { ClarifyingQuestion } from '../../domain.ts'
import type { Done } from '../../reply-events.ts'
import { clip } from '../clip.ts'
import { reactionLegend } from '../reaction-legend.ts'
import { componentEmoji, type KnowsEmoji } from './component-emoji.ts'
import { customId } from './names.ts'
import { plainLine, plainText } from './plain-text.ts'

/** Longest small print below an answer, in UTF-16 units. */
export const SMALL_PRINT_LIMIT = 380

/** Of this, what the line that names the model, and the one that says how it was asked again, may take. */
const MODEL_LINE = 110
const ASKED_AGAIN_LINE = 130

/** What makes a line small. */
const OPENING = '-# '

/** A line that would be shorter than this is left out, in UTF-16 units. */
const SHORTEST_LINE = 20

/** Discord's limits, in characters: https://docs.discord.com/developers/components/reference#button */
const BUTTON_LABEL = 80
const BUTTONS_IN_A_ROW = 5
const ROWS = 5

/** Room for the text of a question or a failure, in UTF-16 units: with its small print it fits one message. */
const TEXT_LIMIT = 1_500

/** Characters of a reply that are shown again below its question. */
const REPLY_TEXT = 300

type Button = APIButtonComponentWithCustomId

/** Rows of buttons. At least one button names the exchange, so that a message is known again after a crash. */
export type Buttons = readonly APIActionRowComponent<Button>[]

/** What stands below an answer. */
export interface Below {
  /** At most {@link SMALL_PRINT_LIMIT} UTF-16 units, in lines of their own. */
  readonly smallPrint: string
  readonly components: Buttons
}

/** A whole message. */
export interface Said {
  readonly content: string
  readonly components: Buttons
}

/** Said where the whole legend does not fit: a server's own emoji have long names. */
const SHORT_LEGEND = 'React to rate this; /codebook says what each reaction means.'

/** How reactions are shown below an answer. */
export interface ShownGuide extends ReactionGuide {
  readonly client: KnowsEmoji
}

/**
 * What stands below an answer: how it came about, what reactions mean where that is new to the channel, the first
 * refusal one click away, and the feedback buttons.
 */
export function answerBelow(done: Done, guide?: ShownGuide): Below {
  const { howAsked, notes, model, scripted, failure } = done
  const buttons = [...refusalButton(done), ...feedback(done, guide), ...appealButton(done)]
  return {
    smallPrint: smallPrint([
      ...(failure ? [{ text: `⚠️ ${failure.message}` }] : []),
      ...(howAsked === undefined
        ? []
        : [{ text: `The model refused at first. Asked again ${howAsked}.`, keeps: ASKED_AGAIN_LINE }]),
      ...notes.map((text) => ({ text })),
      { text: `${model}${scripted ? ' · a scripted stand-in, not a model' : ''}`, keeps: MODEL_LINE },
      ...(guide?.isNew ? [legend(guide)] : []),
    ]),
    components: rows(buttons.length > 0 ? buttons : [neutral(done, 'Cut short')]),
  }
}

/** The outcome where there is no answer to show. */
export function failureMessage(done: Done): Said {
  const { failure, notes } = done
  return {
    content: withSmallPrint(
      `⚠️ ${plainText(failure?.message ?? 'This could not be answered. Ask again.', TEXT_LIMIT)}`,
      notes,
    ),
    components: rows([neutral(done, 'Not answered')]),
  }
}

/** The clarifying question with its readings as buttons. */
export function questionMessage(exchange: string, question: ClarifyingQuestion): Said {
  return {
    content: withSmallPrint(questionText(question), [
      'Something else? Press the button, or reply to this message in your own words.',
    ]),
    components: rows(questionButtons(exchange, question)),
  }
}

/** The question once it has been answered: nothing is left to press. */
export function answeredQuestion(exchange: string, question: ClarifyingQuestion, reply: string): Said {
  return {
    content: withSmallPrint(questionText(question), [`Answered: ${clipLine(reply, REPLY_TEXT)}`]),
    components: rows(questionButtons(exchange, question).map((one) => ({ ...one, disabled: true }))),
  }
}

function questionText({ text }: ClarifyingQuestion): string {
  return plainText(text, TEXT_LIMIT) || '…'
}

function questionButtons(exchange: string, { readings }: ClarifyingQuestion): readonly Button[] {
  const most = BUTTONS_IN_A_ROW * ROWS - 1
  return [
    ...readings
      .slice(0, most)
      .map(({ id, label }) => button(customId('reading', exchange, id), label.trim() === '' ? id : label)),
    button(customId('other', exchange), 'Something else'),
  ]
}

function legend({ codebook }: ReactionGuide): SmallLine {
  return {
    text: SHORT_LEGEND,
    keeps: OPENING.length + SHORT_LEGEND.length,
    whole: reactionLegend(codebook, ({ emoji }) => emoji),
  }
}

function refusalButton({ firstRefusal, exchangeId }: Done): readonly Button[] {
  return firstRefusal === undefined ? [] : [button(customId('refusal', exchangeId), 'Show the first refusal')]
}

function appealButton({ appealable, exchangeId }: Done): readonly Button[] {
  return appealable ? [button(customId('appeal', exchangeId), 'Appeal')] : []
}

/** What the buttons say depends on what was shown. */
function feedback({ shownAttempt, outcome, exchangeId }: Done, guide?: ShownGuide): readonly Button[] {
  if (shownAttempt === undefined) return []
  const emojiOf = (label: Label) => {
    const entry = guide && entryLabelled(label, guide.codebook)
    return entry && componentEmoji(entry.emoji, guide.client)
  }
  const vote = (label: Label, text: string) =>
    button(customId('vote', exchangeId, label), text, emojiOf(label))
  return outcome === 'refusal_stands'
    ? [vote('rightly_refused', 'Right to refuse'), vote('refused_harmless', 'Harmless')]
    : [vote('answered_well', 'Good answer'), button(customId('choose', exchangeId), 'Something is wrong')]
}

/** Asks for words where a refusal was called wrong; the form names the message that was voted on. */
export function sayWhyButton(exchange: string, message: string, label: Label): Buttons {
  return rows([button(customId('choose', exchange, `${message}:${label}`), 'Say why')])
}

/** Nothing to press, but the message is known again by it. */
function neutral({ exchangeId }: Done, label: string): Button {
  return { ...button(customId('done', exchangeId), label), disabled: true }
}

export function button(id: string, label: string, emoji?: APIMessageComponentEmoji): Button {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    custom_id: id,
    label: clipLine(label, BUTTON_LABEL),
    ...(emoji && { emoji }),
  }
}

export function rows(buttons: readonly Button[]): Buttons {
  const count = Math.ceil(buttons.length / BUTTONS_IN_A_ROW)
  return Array.from({ length: count }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * BUTTONS_IN_A_ROW, (row + 1) * BUTTONS_IN_A_ROW),
  }))
}

interface SmallLine {
  readonly text: string
  /** UTF-16 units that the lines before it leave to it. */
  readonly keeps?: number
  /** In place of the text where there is room in the end; the last line alone may have it. It is shown as it is. */
  readonly whole?: string
}

export function withSmallPrint(text: string, lines: readonly string[]): string {
  const below = smallPrint(lines.map((line) => ({ text: line })))
  return below === '' ? text : `${text}\n${below}`
}

/**
 * Lines in Discord's small type. What must be said has its room; the rest shares what is left, the first line
 * first: https://support.discord.com/hc/en-us/articles/210298617
 */
function smallPrint(lines: readonly SmallLine[]): string {
  const kept = new Map(
    lines.flatMap((line) => (line.keeps === undefined ? [] : [[line, smallLine(line.text, line.keeps)]])),
  )
  let left = SMALL_PRINT_LIMIT - [...kept.values()].reduce((sum, { length }) => sum + length + 1, 0)
  return lines
    .map((line) => {
      const own = kept.get(line)
      if (own !== undefined) {
        const { whole } = line
        return whole !== undefined && OPENING.length + whole.length <= left + own.length
          ? OPENING + whole
          : own
      }
      const room = left - OPENING.length - 1
      if (room < Math.min(SHORTEST_LINE, line.text.length)) return ''
      const shown = smallLine(line.text, room)
      left -= shown.length + 1
      return shown
    })
    .filter((line) => line !== '')
    .join('\n')
}

/** Empty where there is nothing to say. */
function smallLine(text: string, room: number): string {
  const line = plainLine(text, room)
  return line === '' ? '' : OPENING + line
}

/** In one line of at most so many characters, by the more cautious of the two ways to count them. */
function clipLine(text: string, length: number): string {
  return clip(text.replaceAll(/\s+/g, ' ').trim(), length)
}
