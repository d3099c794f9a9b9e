/** One of several wordings: always the same for the same text, and all about equally often over many texts. */
export function wordingFor<Wording>(text: string, wordings: readonly [Wording, ...Wording[]]): Wording {
  return wordings[hash(text) % wordings.length] ?? wordings[0]
}

/**
 * FNV-1a, 32 bits, and the last mixing of MurmurHash3: FNV alone leaves the lowest bit a mere parity of the text, so
 * that texts with a common beginning would get their wordings in step.
 */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
