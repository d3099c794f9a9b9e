import { fictionAt, namesPlay } from './fiction.ts'
import { nounClass } from './noun-classes.ts'

/** Signs that a world is named for likeness, or only first: "as in …", "… style", "for real". */
const LIKENESS =
  /\b(?:like (?:in|they|he|she|a|the|on)|as (?:in|they|he|she|if)|just as|the way|similar to|inspired by|style|for real|then|too|also|but)\b/
const OWNED = /\b(?:my|our|his|her|their|your) ((?:\w+ )?\w+)/g
const PLACES = /\b(?:in|at|on|inside|near|outside) (?:(?:the|a|an|my|our|this|that) )?((?:[\w']+ ?){1,3})/g

/**
 * Whether a made-up world is the only place of a sentence: no second place, nothing that belongs to somebody real,
 * no mere likeness. The reading of the deed as part of a story is sure only then.
 */
export function isOnlyPlace(folded: string): boolean {
  const at = fictionAt(folded)
  if (at === -1 || LIKENESS.test(folded)) return false
  for (const owned of folded.matchAll(OWNED)) if (!isOfPlay(owned[1] ?? '')) return false
  for (const place of folded.matchAll(PLACES))
    if (place.index !== at && !isOfPlay(place[1] ?? '')) return false
  return true
}

/** Whether the words after a preposition or an owner belong to play, or to its hours. */
function isOfPlay(words: string): boolean {
  return (
    namesPlay(words) ||
    /\b(?:night|end|start|beginning|mode|mission|map|part|round|stage|season|episode|chapter|act|once|time)\b/.test(
      words,
    ) ||
    words.split(' ').some((word) => nounClass(word) === 'game')
  )
}
