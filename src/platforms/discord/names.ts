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
  // And these a comparison.
  'best',
  'whole',
  'reveal',
  'cancel',
  // This one names a message.
  'compare',
] as const
export type Kind = (typeof KINDS)[number]

/** Kinds that name no exchange. */
export const OF_NO_EXCHANGE: ReadonlySet<Kind> = new Set([
  'label',
  'unlabel',
  'stop',
  'best',
  'whole',
  'reveal',
  'cancel',
  'compare',
])

/** Entries in the menu of a message; Discord sends them back by these names. */
export const RATE_MENU = 'Rate this answer'
export const COMPARE_MENU = 'Compare strategies'

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

/** What the buttons of ours in a row of a message are for. */
export function customIdsIn(row: object): readonly CustomId[] {
  const components: readonly unknown[] =
    'components' in row && Array.isArray(row.components) ? row.components : []
  return components.flatMap((one) => {
    const id = typeof one === 'object' && one !== null && 'customId' in one ? one.customId : undefined
    return (typeof id === 'string' && readCustomId(id)) || []
  })
}
