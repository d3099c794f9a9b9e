import type { ModelFamily } from '../domain.ts'

/**
 * What gives a family away, most telling first: a distilled or retuned model is named after its base too
 * (`DeepSeek-R1-Distill-Llama-70B`), and there the line it was trained to speak like comes first.
 * Patterns see a lower-case name in which every separator is a single dash.
 */
const PATTERNS: readonly (readonly [RegExp, ModelFamily])[] = [
  [/deepseek/, 'deepseek'],
  [/command-?(r|a|light|nightly|\d)|(^|-)command($|-)|c4ai|(^|-)aya(-|$)/, 'command-r'],
  [/gemma/, 'gemma'],
  [/phi-?[1-9]|(^|-)phi(-|$)/, 'phi-3'],
  [/llama-?2/, 'llama2'],
  // Llama 3 and everything after it; `codellama` is built on Llama 2.
  [/code-?llama/, 'llama2'],
  [/llama-?[3-9]|llama/, 'llama3'],
  [/mistral|mixtral|ministral|magistral|codestral|devstral|pixtral/, 'mistral'],
  [/qwen|qwq/, 'qwen'],
  [/gpt|(^|-)o[1-9](-|$)/, 'gpt'],
  [/claude/, 'claude'],
  [/gemini/, 'gemini'],
]

/**
 * The family a model belongs to, read from its name or id. Provider prefixes (`groq:`), organisations
 * (`meta-llama/`) and tags (`:13b`) may stand around it; names that tell nothing give `unknown`.
 */
export function familyOf(modelName: string): ModelFamily {
  // Folders, organisations and providers say where a model comes from, not which one it is; and
  // `ollama` would read as a llama.
  const own = modelName
    .replace(/^(?:cohere|groq|openai|ollama|replay|rehearsal):/i, '')
    .replace(/^.*[/\\]/, '')
  const name = own.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return PATTERNS.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown'
}
