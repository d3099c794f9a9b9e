/** Characters a token has about, in English; for calls whose tokens the provider did not count. */
const CHARACTERS_A_TOKEN = 4

/** Tokens of these texts together, roughly. */
export function aboutTokens(texts: readonly string[]): number {
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / CHARACTERS_A_TOKEN)
}
