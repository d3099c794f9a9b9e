import type { ModelFamily } from '../domain.ts'

/**
 * Mean length of full refusals in characters, by the family of the model: all 983 that people found among XSTest v2's
 * recorded completions (Röttger et al., NAACL 2024), of Llama 2 (524), Mistral (248) and GPT-4 (211). Families that
 * were not recorded get the mean of these three.
 */
const TYPICAL_REFUSAL: Partial<Record<ModelFamily, number>> = { llama2: 999, mistral: 486, gpt: 89 }
const OTHER_REFUSAL = 525

/** Characters a token has about, in English. */
const CHARACTERS_A_TOKEN = 4

/**
 * About how many tokens were not generated because a refusal was cut short after so many characters. An estimate: how
 * long this one would have gone on, nobody knows.
 */
export function tokensSaved(family: ModelFamily, charactersSeen: number): number {
  const left = (TYPICAL_REFUSAL[family] ?? OTHER_REFUSAL) - charactersSeen
  return Math.max(0, Math.round(left / CHARACTERS_A_TOKEN))
}
