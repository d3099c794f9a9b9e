/**
 * Keeps text from passing for something it is not: a turn of the chat, or one of our own cards.
 * Demonstrations that a user smuggles in subvert a model just as ours steer it (Wei et al., 2310.06387).
 */

/** Role labels that chat formats put before a turn. No more than these: `model:` and the like are common in plain settings files. */
const ROLES = 'user|assistant|system|human|ai|chatbot'

/** `User:` at the start of a line, also after list, quote or emphasis marks. */
const LINE_LABEL = new RegExp(`^((?:[^\\S\\r\\n]|[>*_#-])*)((?:${ROLES})[*_]*[ \\t]*[:：])`, 'gimu')

/** `Assistant:` within a line. Capitalised only: `the system: a guide` is plain prose. */
const INLINE_LABEL =
  /(?<=[\s.?!])((?:User|Assistant|System|Human|AI|ASSISTANT|USER|SYSTEM|HUMAN)[ \t]*[:：])/gu

/** `### Response`, the headings of instruction-tuned formats. */
const HEADING = /^([^\S\r\n]*)(#{2,6}[ \t]*(?:system|user|assistant|human|instruction|response)\b)/gimu

/** Our own marks, which a model is told to trust. */
const OWN_MARK =
  /^([^\S\r\n]*)(context card|clarification|intent note|sense note|partial help|worked examples?)\b/gimu

/** Control tokens: ChatML, Llama 2 and 3, Gemma, Phi-3, Command R, Mistral, DeepSeek, sentence ends. */
const CONTROL =
  /<[|｜]([^|｜<>\n]{1,40})[|｜]>|<(\/?s|start_of_turn|end_of_turn|bos|eos)>|\[(\/?INST)\]|<<(\/?SYS)>>/giu

/**
 * The same text with everything that imitates a chat turn or one of our cards made visible as a quotation.
 * Text without such marks comes back unchanged; applying it twice changes nothing more. Linear in the text.
 */
export function escapeTurns(text: string): string {
  return text
    .replaceAll(CONTROL, (_all, ...groups: unknown[]) => {
      const name = groups.slice(0, 4).find((group) => typeof group === 'string')
      return `(token "${String(name)}")`
    })
    .replaceAll(HEADING, '$1"$2"')
    .replaceAll(LINE_LABEL, '$1"$2"')
    .replaceAll(INLINE_LABEL, '"$1"')
    .replaceAll(OWN_MARK, '$1"$2"')
}
