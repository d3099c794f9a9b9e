/** What an alarming word means in the sentence it stands in; read by the gate and by the strategies. */
export interface WordSense {
  /** The word or phrase as written. */
  readonly word: string
  /** Its dictionary form, lower case. */
  readonly lemma: string
  /** Offsets in the text, in UTF-16 code units; `end` is exclusive. */
  readonly start: number
  readonly end: number
  /** Completes "here it means …": `stop a running program`. */
  readonly sense: string
  /** Field of the sense: `computing`, `cooking`, `theatre`, … */
  readonly domain: string
  /** Whether the word is harmless in this sense. */
  readonly harmless: boolean
  /** The other senses the word commonly has, most common first, in the same form as `sense`. */
  readonly otherSenses: readonly string[]
}
