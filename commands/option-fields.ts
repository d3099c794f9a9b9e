import { z } from 'zod'
import type { Command } from './command.ts'

/** One option of a command, as forms, help and completion need it. */
export interface OptionField {
  readonly name: string
  readonly description: string
  readonly required: boolean
  /** The only values it takes, where there are few. */
  readonly choices: readonly string[]
  /** In UTF-16 code units, where it is bounded. */
  readonly maxLength?: number
  /** Whether it takes the words that are not `name:value`. */
  readonly rest: boolean
  /** What completes it. */
  readonly suggest?: Suggestion
  /** Whether it takes several names, with commas between them. */
  readonly list: boolean
}

/**
 * What completes an option: model ids, ways to ask again, the same as a setting with questions about it, strategies as
 * they can be compared (by name alone, `direct` among them), or commands.
 */
const SUGGESTIONS = ['models', 'strategies', 'strategy-settings', 'compared', 'commands'] as const
export type Suggestion = (typeof SUGGESTIONS)[number]

const fieldMeta = z.object({
  description: z.string().default(''),
  rest: z.boolean().default(false),
  suggest: z.enum(SUGGESTIONS).optional(),
  list: z.boolean().default(false),
})

const fieldSchema = z.object({
  enum: z.array(z.string()).optional(),
  const: z.string().optional(),
  maxLength: z.number().optional(),
})

/** The options of a command in the order they were declared. */
export function optionFields(command: Pick<Command, 'options'>): readonly OptionField[] {
  return Object.entries(command.options.shape).map(([name, schema]) => {
    const option = z.custom<z.ZodType>().parse(schema)
    const { description, rest, suggest, list } = fieldMeta.parse(option.meta() ?? {})
    const {
      enum: several,
      const: one,
      maxLength,
    } = fieldSchema.parse(z.toJSONSchema(option, { io: 'input' }))
    return {
      name,
      description,
      required: !option.safeParse(undefined).success,
      choices: several ?? (one === undefined ? [] : [one]),
      ...(maxLength !== undefined && { maxLength }),
      rest,
      list,
      ...(suggest && { suggest }),
    }
  })
}

/** How a command is typed: `/ask [model:…] text`. */
export function usage(command: Pick<Command, 'name' | 'options'>): string {
  const fields = optionFields(command)
  const named = fields.filter((field) => !field.rest).map((field) => optional(field, `${field.name}:…`))
  const rest = fields.filter((field) => field.rest).map((field) => optional(field, field.name))
  return [`/${command.name}`, ...named, ...rest].join(' ')
}

function optional(field: OptionField, text: string): string {
  return field.required ? text : `[${text}]`
}
