import type { Turn } from '../../domain.ts'

/** A conversation as its lines, the user’s first and then in turn. */
export function said(...lines: readonly string[]): readonly Turn[] {
  return lines.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }))
}
