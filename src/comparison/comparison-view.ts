import type { CellWithout, ComparedAnswer, ComparisonView } from '../comparison-types.ts'
import type { CellEnd, ComparisonRecord, StoredCell } from '../store/comparison-store.ts'

type Answered = Extract<CellEnd, { readonly text: string }>

/** A comparison as its channel may see it. Until it is revealed nothing in it tells what made which answer. */
export function comparisonView(record: ComparisonRecord): ComparisonView {
  const { id, place, status, prompt, asker, createdAt: at, cells, votes, note } = record
  const isRevealed = status === 'revealed'
  // Where there is nothing to vote on, nobody is swayed by knowing why.
  const isExplained = isRevealed || status === 'failed'
  const without = cells.flatMap(withoutAnswer)
  const isShown = status === 'open' || isRevealed
  return {
    id,
    place,
    status,
    prompt,
    asker,
    at,
    progress: { done: cells.filter(({ end }) => end).length, of: cells.length },
    answers: isShown ? cells.flatMap((cell) => answerOf(cell, isRevealed)).toSorted(byLetter) : [],
    without: isExplained ? without : without.length,
    voters: Object.values(votes).reduce((sum, some) => sum + some, 0),
    scripted: cells.some(({ scripted }) => scripted),
    ...(isRevealed && { votes }),
    ...(note !== undefined && { note }),
  }
}

function answerOf(cell: StoredCell, isRevealed: boolean): readonly ComparedAnswer[] {
  const { letter, end } = cell
  if (letter === undefined || !end || !('text' in end)) return []
  return [{ letter, text: end.text, ...(isRevealed && { behind: factsOf(cell, end) }) }]
}

function factsOf(
  { model, scripted, strategy }: StoredCell,
  { verdict, tokens, milliseconds, cached }: Answered,
): NonNullable<ComparedAnswer['behind']> {
  return {
    model,
    scripted,
    strategy,
    verdict,
    milliseconds,
    ...(tokens !== undefined && { tokens }),
    ...(cached && { cached }),
  }
}

function withoutAnswer({ model, strategy, end }: StoredCell): readonly CellWithout[] {
  // An answer that was erased has no reason.
  return end && 'why' in end && end.why !== '' ? [{ model, strategy, why: end.why }] : []
}

function byLetter(a: ComparedAnswer, b: ComparedAnswer): number {
  return a.letter < b.letter ? -1 : 1
}
