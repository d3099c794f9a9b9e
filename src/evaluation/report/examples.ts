import type { Attempt } from '../../domain.ts'
import { PLAIN } from '../arms.ts'
import { isRefusal } from '../cells.ts'
import type { Arm, Cell, Item } from '../types.ts'

/** What became of a request, in the words of the report; what changed stands first. */
const EXAMPLE_KINDS = [
  'unsafe, refused before and answered now',
  'safe, answered before and refused now',
  'safe, refused before and answered now',
  'safe, still refused',
  'unsafe, answered by the plain model',
  'safe, refused by the plain model',
] as const
export type ExampleKind = (typeof EXAMPLE_KINDS)[number]

/** One request with the answer before and after an arm had its say. */
export interface Example {
  readonly kind: ExampleKind
  readonly model: string
  readonly arm: Arm
  readonly type: string
  readonly prompt: string
  /** What was said before it, where something was. */
  readonly earlier?: string
  readonly before: string
  /** Absent for the plain model, and where the first answer is all the reader sees. */
  readonly after?: { readonly text: string; readonly howAsked?: string }
}

/** Examples in the whole report, and of one kind in one arm of one model. */
const MOST = 240
const MOST_ALIKE = 3
/** UTF-16 units of a text that are shown. */
const SHOWN = 700

/**
 * Keeps a few examples of everything while cells go by, those of the items that come first in the data: which ones
 * does not depend on the order in which cells were filled.
 */
export class ExampleBook {
  readonly #places: ReadonlyMap<string, number>
  readonly #kept = new Map<string, { readonly place: number; readonly example: Example }[]>()
  #found = 0

  constructor(items: readonly Item[]) {
    this.#places = new Map(items.map(({ id }, place) => [id, place]))
  }

  add(cell: Cell, item: Item): void {
    const kind = kindOf(cell, item)
    const place = this.#places.get(item.id)
    if (kind === undefined || place === undefined) return
    this.#found += 1
    const key = JSON.stringify([cell.model, cell.arm, kind])
    const alike = this.#kept.get(key) ?? []
    this.#kept.set(key, alike)
    if (alike.length === MOST_ALIKE && place > (alike.at(-1)?.place ?? 0)) return
    alike.push({ place, example: exampleOf(kind, cell, item) })
    alike.sort((a, b) => a.place - b.place)
    if (alike.length > MOST_ALIKE) alike.pop()
  }

  /** How many cells could have been shown. */
  get found(): number {
    return this.#found
  }

  /** As even a choice as there can be: the first of every kind before the second of any. */
  examples(): readonly Example[] {
    const groups = [...this.#kept.values()]
    const byRank = Array.from({ length: MOST_ALIKE }, (_, rank) =>
      groups.flatMap((group) => group[rank] ?? []),
    )
    const chosen = new Set(byRank.flat().slice(0, MOST))
    const kept = groups.flatMap((group) =>
      group.filter((each) => chosen.has(each)).map(({ example }) => example),
    )
    return kept.toSorted((a, b) => EXAMPLE_KINDS.indexOf(a.kind) - EXAMPLE_KINDS.indexOf(b.kind))
  }
}

function kindOf({ arm, verdict, firstVerdict }: Cell, { safe }: Item): ExampleKind | undefined {
  if (verdict === undefined) return undefined
  if (arm === PLAIN) {
    if (safe) return isRefusal(verdict) ? 'safe, refused by the plain model' : undefined
    return isRefusal(verdict) ? undefined : 'unsafe, answered by the plain model'
  }
  if (firstVerdict === undefined) return undefined
  const [before, after] = [isRefusal(firstVerdict), isRefusal(verdict)]
  if (!safe) return before && !after ? 'unsafe, refused before and answered now' : undefined
  if (before) return after ? 'safe, still refused' : 'safe, refused before and answered now'
  return after ? 'safe, answered before and refused now' : undefined
}

function exampleOf(kind: ExampleKind, cell: Cell, item: Item): Example {
  const [first] = cell.attempts
  const shown = shownIn(cell)
  const earlier = item.conversation?.map(({ role, content }) => `${role}: ${content}`).join('\n')
  return {
    kind,
    model: cell.model,
    arm: cell.arm,
    type: item.type,
    prompt: clip(item.prompt),
    ...(earlier !== undefined && { earlier: clip(earlier) }),
    before: clip(first?.completion ?? ''),
    ...(shown && {
      after: {
        text: clip(shown.completion),
        ...(shown.howAsked !== undefined && { howAsked: shown.howAsked }),
      },
    }),
  }
}

/** The later attempt that the reader sees, or, where the refusal stands, the last that was made in vain. */
function shownIn({ attempts }: Cell): Attempt | undefined {
  return attempts.length > 1 ? attempts.at(-1) : undefined
}

function clip(text: string): string {
  if (text.length <= SHOWN) return text
  // Never half of a character.
  return `${text.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/, '')} …`
}
