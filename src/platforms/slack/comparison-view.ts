import type { types } from '@slack/bolt'
import { z } from 'zod'
import { InputError } from '../../errors.ts'
import { clip } from '../clip.ts'
import { LEFT_OPEN } from '../comparison-form.ts'
import { CALLBACKS } from './names.ts'
import { privateMetadata } from './private-metadata.ts'

/** Slack's limits for a text that is typed, for the text and the value of an option, in characters, and for options. */
const TYPED_LIMIT = 3_000
const OPTION_TEXT = 75
const OPTION_VALUE = 150
const OPTIONS = 100

const BLOCKS = { prompt: 'prompt', strategies: 'strategies', models: 'models' } as const

/** Below this block of the form stands what is wrong with it. */
export const COMPARISON_BLOCK = BLOCKS.prompt

/** The one element of each block. */
const ELEMENT = 'value'

const TITLE = 'Compare strategies'

const placeShape = z.object({
  channel: z.string().min(1),
  /** Set where the message stands in a thread. */
  thread: z.string().exactOptional(),
  /** The message that the form was opened from, as its key names it. */
  about: z.string(),
})

/** Where the comparison is to be shown. */
export type ComparisonPlace = z.output<typeof placeShape>

interface ComparisonForm {
  readonly place: ComparisonPlace
  readonly prompt: string
  readonly strategies: readonly string[]
  readonly models: readonly string[]
}

/** The form in which somebody chooses what to compare. */
export function comparisonView({ place, prompt, strategies, models }: ComparisonForm): types.ModalView {
  return {
    type: 'modal',
    callback_id: CALLBACKS.compareView,
    private_metadata: JSON.stringify(place),
    title: plain(TITLE),
    submit: plain('Compare'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'input',
        block_id: BLOCKS.prompt,
        label: plain('What is to be asked?'),
        element: {
          type: 'plain_text_input',
          action_id: ELEMENT,
          multiline: true,
          max_length: TYPED_LIMIT,
          ...(prompt.trim() !== '' && { initial_value: clip(prompt, TYPED_LIMIT) }),
        },
      },
      ...choice('strategies', 'Strategies', strategies),
      ...choice('models', 'Models', models),
      {
        type: 'context',
        elements: [
          plain(
            'The answers are shown to everybody here, in shuffled order and without names, to be voted on.',
          ),
        ],
      },
    ],
  }
}

/** Shown where the comparison could not be posted. */
export function notAMemberView(): types.ModalView {
  return {
    type: 'modal',
    title: plain(TITLE),
    close: plain('Close'),
    blocks: [
      {
        type: 'section',
        text: plain('I cannot post in this conversation. Invite me with /invite, then try again.'),
      },
    ],
  }
}

/** Nothing where there is nothing to choose: Slack refuses a menu without options. */
function choice(of: 'strategies' | 'models', label: string, values: readonly string[]): types.InputBlock[] {
  const options = values
    .filter((value) => value.length <= OPTION_VALUE)
    .slice(0, OPTIONS)
    .map((value) => ({ text: plain(clip(value, OPTION_TEXT)), value }))
  if (options.length === 0) return []
  return [
    {
      type: 'input',
      block_id: BLOCKS[of],
      optional: true,
      label: plain(label),
      hint: plain(LEFT_OPEN[of]),
      element: { type: 'multi_static_select', action_id: ELEMENT, options },
    },
  ]
}

const chosenShape = z
  .object({
    [ELEMENT]: z.object({ selected_options: z.array(z.object({ value: z.string() })).nullish() }),
  })
  .optional()

const viewShape = z.object({
  id: z.string(),
  private_metadata: privateMetadata(placeShape, 'no place'),
  state: z.object({
    values: z.object({
      [BLOCKS.prompt]: z.object({ [ELEMENT]: z.object({ value: z.string().nullish() }) }),
      [BLOCKS.strategies]: chosenShape,
      [BLOCKS.models]: chosenShape,
    }),
  }),
})

/** What somebody has chosen in the form of {@link comparisonView}. */
export interface ChosenComparison {
  /** Slack's id of the form. */
  readonly form: string
  readonly place: ComparisonPlace
  readonly prompt: string
  readonly strategies: readonly string[]
  readonly models: readonly string[]
}

/** @throws {InputError} where nothing is asked, or it is another form */
export function readComparison(view: unknown): ChosenComparison {
  const parsed = viewShape.safeParse(view)
  if (!parsed.success) throw new InputError(`This form cannot be read. Close it, and open “${TITLE}” again.`)
  const { id, private_metadata: place, state } = parsed.data
  const { prompt, strategies, models } = state.values
  const asked = prompt[ELEMENT].value?.trim() ?? ''
  if (asked === '') throw new InputError('Say what is to be asked.')
  return { form: id, place, prompt: asked, strategies: valuesOf(strategies), models: valuesOf(models) }
}

function valuesOf(chosen: z.output<typeof chosenShape>): readonly string[] {
  return chosen?.[ELEMENT].selected_options?.map(({ value }) => value) ?? []
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false }
}
