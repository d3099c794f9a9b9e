import { isFine } from '../domain.ts'
import type { Screening } from './safety-gate.ts'

/** Whether an answer that a strategy brought about may be shown, by the check of it; `partial` gives no more than the safe part. */
export function mayBeShown({ level, sure }: Pick<Screening, 'level' | 'sure'>, partial: boolean): boolean {
  return sure && (isFine(level) || (partial && level === 'borderline_harmful'))
}
