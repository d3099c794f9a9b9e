import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitFields,
  TextInputStyle,
} from 'discord.js'
import { InputError } from '../../errors.ts'
import { clip } from '../clip.ts'
import { type ChosenComparison, LEFT_OPEN } from '../comparison-form.ts'
import { MOST_CHOICES } from './command-options.ts'
import { COMPARE_MENU, customId } from './names.ts'

/** Discord's limits for a typed text, and for an option's value, in characters. */
const TYPED_LIMIT = 4_000
const OPTION_LIMIT = 100

const FIELDS = { prompt: 'prompt', strategies: 'strategies', models: 'models' } as const

/** Said where a menu does not hold everything. */
const NOT_ALL = '/compare takes more.'

/** The form in which somebody chooses what to compare; it was opened from a message. */
export function comparisonModal(
  message: string,
  { prompt, strategies, models }: ChosenComparison,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId('compare', message),
    title: COMPARE_MENU,
    components: [
      {
        type: ComponentType.Label,
        label: 'What is to be asked?',
        component: {
          type: ComponentType.TextInput,
          custom_id: FIELDS.prompt,
          style: TextInputStyle.Paragraph,
          required: true,
          max_length: TYPED_LIMIT,
          ...(prompt.trim() !== '' && { value: clip(prompt, TYPED_LIMIT) }),
        },
      },
      ...choice('strategies', 'Strategies', strategies),
      ...choice('models', 'Models', models),
    ],
  }
}

/** Nothing where there is nothing to choose: Discord refuses a menu without options. */
function choice(
  of: 'strategies' | 'models',
  label: string,
  values: readonly string[],
): readonly APILabelComponent[] {
  const options = values.filter((value) => value.length <= OPTION_LIMIT).slice(0, MOST_CHOICES)
  if (options.length === 0) return []
  return [
    {
      type: ComponentType.Label,
      label,
      description: options.length < values.length ? `${LEFT_OPEN[of]} ${NOT_ALL}` : LEFT_OPEN[of],
      component: {
        type: ComponentType.StringSelect,
        custom_id: FIELDS[of],
        required: false,
        min_values: 0,
        max_values: options.length,
        options: options.map((value) => ({ label: value, value })),
      },
    },
  ]
}

/**
 * What somebody has chosen in the form of {@link comparisonModal}.
 *
 * @throws {InputError} where nothing is asked
 */
export function readComparison({ fields }: Pick<ModalSubmitFields, 'fields'>): ChosenComparison {
  const values = (name: string) => {
    const field = fields.get(name)
    return field && 'values' in field ? field.values : []
  }
  const field = fields.get(FIELDS.prompt)
  const prompt = field && 'value' in field && typeof field.value === 'string' ? field.value.trim() : ''
  if (prompt === '') throw new InputError('Say what is to be asked.')
  return { prompt, strategies: values(FIELDS.strategies), models: values(FIELDS.models) }
}
