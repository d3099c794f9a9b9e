/** Takes no room and is no part of any control token, so that what it parts is text to a tokenizer. */
const WORD_JOINER = '\u2060'

/**
 * Control tokens of chat templates, by what they are set off with: `<|…|>` (ChatML, Llama 3, Phi-3, Command R, and with
 * wide bars DeepSeek), `<start_of_turn>`, `<s>`, `<think>`, `<<SYS>>`, `[INST]`, `[gMASK]` and their kin. Some servers
 * read them in what a message says as if the template had put them there. Only as they are written there, letter for
 * letter: anything else is text to a tokenizer too, and may be somebody's code.
 */
const TEMPLATE_TOKENS = [
  '<(?=[|｜][^\\s<>]{1,80}[|｜]>)',
  '<(?=/?(?:s|bos|eos|pad|unk|mask|sop|eop|eod|eot|think|tool_(?:call|response)s?|reserved_\\d+|fim_\\w+|(?:start|end|begin)[_▁]of[_▁]\\w+)>)',
  '<(?=</?SYS>>)',
  '\\[(?=/?(?:INST|gMASK|sMASK|MASK|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_(?:CALLS|RESULTS|CONTENT)|PREFIX|SUFFIX|MIDDLE|IMG\\w*|ARGS|CALL_ID|THINK)\\])',
]
const TEMPLATE_TOKEN = new RegExp(TEMPLATE_TOKENS.join('|'), 'gu')

/** Whatever a control token can begin or go on with. */
const BRACKET = /[<[]|>(?=>)/g

/** A turn of a chat in which no control token is left: it says what it said, and stays the turn it is. */
export function asOneTurn(text: string): string {
  return text.replaceAll(TEMPLATE_TOKEN, (sign) => sign + WORD_JOINER)
}

/** Text that is only judged, never gone on from: nothing in it can be a control token, of whichever model. */
export function asData(text: string): string {
  return text.replaceAll(BRACKET, (sign) => sign + WORD_JOINER)
}
