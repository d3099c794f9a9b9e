import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitFields,
  TextInputStyle,
} from 'discord.js'
import { type Codebook, chosenLabel, type Label } from '../../crowd/codebook.ts'
import { InputError } from '../../errors.ts'
import { clip } from '../clip.ts'
import { inTitle } from '../label-words.ts'
import { componentEmoji, type KnowsEmoji } from './component-emoji.ts'
import { customId, RATE_MENU } from './names.ts'

/** Discord's limit for the description of an option, in characters. */
const DESCRIPTION_LIMIT = 100

/** Characters of the reason that somebody may give. */
const WHY_LIMIT = 500

/** Characters of a reading in somebody's own words. */
const WORDS_LIMIT = 2_000

const FIELDS = { rating: 'rating', why: 'why', words: 'words' } as const

/** A message of ours that shows an answer, and what somebody has said of it already. */
export interface Rated {
  readonly exchange: string
  readonly message: string
  readonly chosen?: Label
}

interface Rating {
  readonly label: Label
  readonly why?: string
}

/** The form in which somebody votes on one answer. https://docs.discord.com/developers/components/reference#label */
export function ratingForm(
  { exchange, message, chosen }: Rated,
  { codebook, client }: { readonly codebook: Codebook; readonly client: KnowsEmoji },
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId('rate', exchange, message),
    title: RATE_MENU,
    components: [
      {
        type: ComponentType.Label,
        label: 'How did this answer do?',
        component: {
          type: ComponentType.StringSelect,
          custom_id: FIELDS.rating,
          required: true,
          options: codebook.entries.map((entry) => {
            const emoji = componentEmoji(entry.emoji, client)
            return {
              label: inTitle(entry.name),
              description: clip(entry.meaning, DESCRIPTION_LIMIT),
              value: entry.label,
              ...(emoji && { emoji }),
              default: entry.label === chosen,
            }
          }),
        },
      },
      {
        type: ComponentType.Label,
        label: 'Why?',
        description: 'Kept with your vote under a pseudonym, for whoever runs Recourse. /forget erases it.',
        component: {
          type: ComponentType.TextInput,
          custom_id: FIELDS.why,
          style: TextInputStyle.Paragraph,
          required: false,
          max_length: WHY_LIMIT,
        },
      },
    ],
  }
}

/**
 * What somebody said in the form of {@link ratingForm}.
 *
 * @throws {InputError} where nothing was chosen, or something that has no meaning any more
 */
export function readRating({ fields }: Pick<ModalSubmitFields, 'fields'>): Rating {
  const rating = fields.get(FIELDS.rating)
  const [chosen] = rating && 'values' in rating ? rating.values : []
  if (chosen === undefined) throw new InputError('Choose how the answer did.')
  const label = chosenLabel(chosen)
  if (!label) throw new InputError(`The meanings have changed since. Open “${RATE_MENU}” once more.`)
  const why = textIn({ fields }, FIELDS.why)
  return { label, ...(why !== '' && { why: clip(why, WHY_LIMIT) }) }
}

/** The form in which somebody says what they meant, where no reading fits. */
export function wordsForm(exchange: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId('words', exchange),
    title: 'Something else',
    components: [
      {
        type: ComponentType.Label,
        label: 'What do you mean?',
        description: 'In your own words; it is sent to the model.',
        component: {
          type: ComponentType.TextInput,
          custom_id: FIELDS.words,
          style: TextInputStyle.Paragraph,
          required: true,
          max_length: WORDS_LIMIT,
        },
      },
    ],
  }
}

/** What somebody said in the form of {@link wordsForm}. */
export function readWords(form: Pick<ModalSubmitFields, 'fields'>): string {
  return textIn(form, FIELDS.words)
}

function textIn({ fields }: Pick<ModalSubmitFields, 'fields'>, name: string): string {
  const field = fields.get(name)
  return field && 'value' in field && typeof field.value === 'string' ? field.value.trim() : ''
}
