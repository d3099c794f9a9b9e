/** Names that Discord sends back with a click, a menu or a form; they must stay the same between releases. */

/** What a button or form of ours is for. */
export const KINDS = [
  'reading',
  'other',
  'words',
  'refusal',
  'vote',
  'choose',
  'rate',
  'appeal',
  'side',
  'done',
  // These three name a task where the others name an exchange.
  'label',
  'unlabel',
  'stop',
] as const
export type Kind = (typeof KINDS)[number]

/** The entry in the menu of a message; Discord sends it back by this name. */
export const RATE_MENU = 'Rate this answer'

const PREFIX = 'recourse'

/** Identifies one button or form: at most 100 characters, of which an exchange id takes 36, and a task 73. */
export function customId(kind: Kind, exchange: string, detail = ''): string {
  return [PREFIX, kind, exchange, detail].join(':')
}

export interface CustomId {
  readonly kind: Kind
  readonly exchange: string
  readonly detail: string
}

/** `undefined` for what is not ours. */
export function readCustomId(id: string): CustomId | undefined {
  const [prefix, kind, exchange = '', ...detail] = id.split(':')
  const known = KINDS.find((one) => one === kind)
  if (prefix !== PREFIX || !known) return undefined
  return { kind: known, exchange, detail: detail.join(':') }
}
