import type { types } from '@slack/bolt'
import { z } from 'zod'
import { type Codebook, chosenLabel, type Label } from '../../crowd/codebook.ts'
import { InputError } from '../../errors.ts'
import { clip } from '../clip.ts'
import { CALLBACKS, SLASH_COMMAND } from './names.ts'
import { privateMetadata } from './private-metadata.ts'
import { shownEmoji } from './shown-emoji.ts'

/** Slack's limit for the text and for the description of an option, in characters. */
const OPTION_LIMIT = 75

/** Characters of the reason that somebody may give. */
const WHY_LIMIT = 500

const BLOCKS = { rating: 'rating', why: 'why' } as const

/** Below this block of the form stands what is wrong with it. */
export const RATING_BLOCK = BLOCKS.rating

const ELEMENTS = { emoji: 'emoji', text: 'text' } as const

const TITLE = 'Rate this answer'

const messageSchema = z.object({
  channel: z.string().min(1),
  ts: z.string().regex(/^\d+\.\d+$/),
  /** When the form was asked for, by Slack's clock, in milliseconds since 1970. */
  askedAt: z.number().exactOptional(),
})

/** A message of ours in Slack. */
export type RatedMessage = z.output<typeof messageSchema>

interface RatingForm {
  readonly codebook: Codebook
  readonly message: RatedMessage
  /** What is chosen when the form opens. */
  readonly chosen?: Label
}

interface Rating {
  readonly message: RatedMessage
  readonly label: Label
  readonly why?: string
}

/** The form in which somebody votes on one answer. */
export function ratingView({ codebook, message, chosen }: RatingForm): types.ModalView {
  const options = codebook.entries.map((entry) => ({ label: entry.label, option: ratingOption(entry) }))
  const initial = options.find((candidate) => candidate.label === chosen)?.option
  return {
    type: 'modal',
    callback_id: CALLBACKS.rateView,
    private_metadata: JSON.stringify(message),
    title: plain(TITLE),
    submit: plain('Vote'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: BLOCKS.rating,
        label: plain('How did this answer do?'),
        element: {
          type: 'radio_buttons',
          action_id: ELEMENTS.emoji,
          options: options.map(({ option }) => option),
          // Slack opens no form whose initial option is not one of the options.
          ...(initial && { initial_option: initial }),
        },
      },
      whyBlock(),
    ],
  }
}

/** Shown where the shortcut was used on something else than an answer. */
export function messageNotAnAnswerView(): types.ModalView {
  return {
    type: 'modal',
    title: plain(TITLE),
    close: plain('Close'),
    blocks: [
      {
        type: 'section',
        text: plain('This message is not one of my answers, so there is nothing to rate in it.'),
      },
      {
        type: 'context',
        elements: [
          plain(
            'You can rate what I wrote in reply to somebody: the answer itself, an answer after a second hearing, ' +
              'or a refusal. Where an answer is long, any part of it will do.',
          ),
        ],
      },
    ],
  }
}

const viewSchema = z.object({
  private_metadata: privateMetadata(messageSchema, 'no message of ours'),
  state: z.object({
    values: z.object({
      [BLOCKS.rating]: z.object({
        [ELEMENTS.emoji]: z.object({ selected_option: z.object({ value: z.string() }).nullish() }),
      }),
      [BLOCKS.why]: z.object({ [ELEMENTS.text]: z.object({ value: z.string().nullish() }) }).optional(),
    }),
  }),
})

/**
 * What somebody said in the form of {@link ratingView}.
 *
 * @throws {InputError} where nothing was chosen, the reason is too long, or it is another form
 */
export function readRating(view: unknown): Rating {
  const parsed = viewSchema.safeParse(view)
  if (!parsed.success) {
    throw new InputError('This form cannot be read. Close it, and open “Rate this answer” once more.')
  }
  const { private_metadata: message, state } = parsed.data
  const chosen = state.values.rating.emoji.selected_option?.value
  if (chosen === undefined) throw new InputError('Choose how the answer did.')
  const label = chosenLabel(chosen)
  if (!label) {
    throw new InputError(
      'The meanings have changed since. Close this form, and open “Rate this answer” once more.',
    )
  }
  const why = state.values.why?.text.value?.trim() ?? ''
  if (why.length > WHY_LIMIT) throw new InputError(`Say why in at most ${WHY_LIMIT} characters.`)
  return { message, label, ...(why !== '' && { why }) }
}

type Entry = Codebook['entries'][number]

/**
 * The meaning in one line where it fits, else with its rest as the description. The emoji counts by its name, the
 * longer of the two ways in which Slack may keep it.
 */
function ratingOption(entry: Entry): types.PlainTextOption {
  const emoji = shownEmoji(entry)
  const [text, rest] = breakLine(entry.meaning, OPTION_LIMIT - `${emoji} `.length)
  return {
    text: plain(`${emoji} ${text}`),
    value: entry.label,
    ...(rest !== '' && { description: plain(clip(rest, OPTION_LIMIT)) }),
  }
}

/** Breaks after the last comma that fits, where that leaves no more than an option can describe; else at a space. */
function breakLine(text: string, limit: number): readonly [line: string, rest: string] {
  if (text.length <= limit) return [text, '']
  const comma = text.lastIndexOf(', ', limit - 1) + 1
  const at = comma > 0 && text.length - comma <= OPTION_LIMIT ? comma : lastSpace(text, limit)
  return [text.slice(0, at), text.slice(at).trim()]
}

/** Where a word ends within the limit; in one long word, where no character is cut in half. */
function lastSpace(text: string, limit: number): number {
  const space = text.lastIndexOf(' ', limit)
  if (space > 0) return space
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit
}

function whyBlock(): types.InputBlock {
  return {
    type: 'input',
    block_id: BLOCKS.why,
    optional: true,
    label: plain('Why?'),
    hint: plain(
      'Kept with your vote, under a pseudonym. Whoever runs Recourse can read it; nobody is shown it here. ' +
        `${SLASH_COMMAND} forget erases it, with all else that is stored about you.`,
    ),
    element: {
      type: 'plain_text_input',
      action_id: ELEMENTS.text,
      multiline: true,
      max_length: WHY_LIMIT,
    },
  }
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: true }
}
