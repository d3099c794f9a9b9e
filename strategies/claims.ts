import { opening } from './messages.ts'

/** At most this many claims go on a card; the first ones said. */
const MOST_CLAIMS = 3

/** Ways in which people say who they are, why they ask, or that they may. */
const CLAIMS: readonly RegExp[] = [
  /\b(?:I am|I['’]m|we are|we['’]re|I work (?:as|in|at|for)|my job is|speaking as|as an?)\s+(?:an?|the|in|at|for)?\s*[^.,;:!?\n]{2,80}/giu,
  /\b(?:(?:for|in) (?:my|our|an?|the)|my|our) (?:[\p{L}-]+ ){0,2}(?:novel|book|story|screenplay|script|film|movie|poem|play|game|campaign|thesis|paper|essay|article|research|study|class|course|school|homework|lesson|job|work|client|patients?|training|exam)\b[^.,;:!?\n]{0,60}/giu,
  /\b(?:I (?:have|own|got)|with|we have) (?:[\p{L}-]+ ){0,3}(?:permission|consent|authori[sz]ation|a licen[cs]e|a permit|approval)\b[^.,;:!?\n]{0,60}/giu,
  /\b(?:it['’]s|it is|this is|only|just|purely) (?:only |just |purely )?for (?:educational|research|academic|scientific|testing|fun|science)\b[^.,;:!?\n]{0,60}/giu,
  /\bbecause (?:I|my|we|our)\b[^.;:!?\n]{2,80}/giu,
]

/**
 * What the user says about themselves or their purpose, word for word, in the order said, at most three.
 * Nothing is inferred: a request without such words yields an empty list.
 */
export function userClaims(text: string): readonly string[] {
  const read = opening(text)
  const found = CLAIMS.flatMap((pattern) =>
    [...read.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  ).toSorted((a, b) => a.start - b.start || b.end - a.end)
  const claims: string[] = []
  let reached = -1
  for (const { start, end } of found) {
    if (start < reached || claims.length === MOST_CLAIMS) continue
    claims.push(read.slice(start, end).trim())
    reached = end
  }
  return claims
}
