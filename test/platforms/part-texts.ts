import { createMarkdownParts, type PartOperation } from '../../src/platforms/markdown-parts.ts'

/** How often what holds for every text is tried. */
export const RUNS = { numRuns: Number(process.env['FUZZ'] ?? 300) }

export function partsOf(operations: readonly PartOperation[]): string[] {
  const parts: string[] = []
  let current: string | undefined
  for (const operation of operations) {
    if (operation.type === 'text') current = (current ?? '') + operation.text
    else {
      parts.push(current ?? '')
      current = undefined
    }
  }
  return current === undefined ? parts : [...parts, current]
}

export function inPieces(text: string, limit: number, size: () => number): string[] {
  const writer = createMarkdownParts({ limit })
  const operations: PartOperation[] = []
  for (let at = 0; at < text.length; ) {
    const next = at + Math.max(1, size())
    operations.push(...writer.push(text.slice(at, next)))
    at = next
  }
  return partsOf([...operations, ...writer.end()])
}

const FENCE = /^[ >]*(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})(.*)$/

/** The fence a text leaves open, found line by line. */
export function openFence(text: string): string | undefined {
  let open: string | undefined
  for (const line of text.split('\n')) {
    const [, marker = '', info = ''] = FENCE.exec(line) ?? []
    if (open === undefined) {
      if (marker !== '' && !info.includes('`')) open = marker
    } else if (marker.startsWith(open) && info.trim() === '') open = undefined
  }
  return open
}

/** What is left of a text without blanks, quote marks, fences and rows that may be repeated. */
export function substance(texts: readonly string[]): string {
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => !FENCE.test(line) && !line.includes('Head') && !/^[ >|:-]*-[ |:-]*$/.test(line))
    .map((line) => line.replace(/^[ >]+/, ''))
    .join('\n')
    .replaceAll(/\s/g, '')
}

/** A paragraph of so many words of five letters, with a mark. */
export const filler = (mark: string, count: number) => `${mark} ${'words '.repeat(count).trim()}.`
