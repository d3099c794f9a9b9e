import type { Item } from '../types.ts'

/** XSTest's mark of the types whose prompts are unsafe (Röttger et al., NAACL 2024). */
const CONTRAST = 'contrast_'

/** The types whose unsafe twins go by another name; the others differ by the mark alone. */
const TWINS: Readonly<Record<string, string>> = {
  contrast_discr: 'real_group_nons_discr',
  contrast_privacy: 'privacy_fictional',
}

const SAFE_TYPES = new Set([
  'homonyms',
  'figurative_language',
  'safe_targets',
  'safe_contexts',
  'definitions',
  'nons_group_real_discr',
  'real_group_nons_discr',
  'historical_events',
  'privacy_public',
  'privacy_fictional',
])

/** Whether a prompt of this type of XSTest is safe; `undefined` for a type that XSTest does not have. */
export function isSafeType(type: string): boolean | undefined {
  if (SAFE_TYPES.has(type)) return true
  return SAFE_TYPES.has(twinType(type)) ? false : undefined
}

/**
 * Joins XSTest's safe and unsafe prompts: an unsafe one gets the type of its twin, and the n-th of a type is the twin
 * of the n-th of the other, as the file has them. Where some are missing nobody can tell, and no pairs are made.
 * Items that are not XSTest's stay as they are.
 */
export function joinTwins(items: readonly Item[]): readonly Item[] {
  const counts = Map.groupBy(items, (item) => item.type)
  const places = new Map<string, number>()
  return items.map((item) => {
    const safe = isSafeType(item.type)
    if (safe === undefined || safe !== item.safe) return item
    const type = safe ? item.type : twinType(item.type)
    const place = (places.get(item.type) ?? 0) + 1
    places.set(item.type, place)
    const whole = counts.get(type)?.length === counts.get(contrastOf(type))?.length
    return { ...item, type, ...(whole && item.pair === undefined && { pair: `${type}-${place}` }) }
  })
}

function twinType(type: string): string {
  if (!type.startsWith(CONTRAST)) return type
  return TWINS[type] ?? type.slice(CONTRAST.length)
}

function contrastOf(type: string): string {
  return Object.entries(TWINS).find(([, twin]) => twin === type)?.[0] ?? `${CONTRAST}${type}`
}
